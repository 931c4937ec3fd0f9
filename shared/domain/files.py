"""Files on chat messages: those on their way from WB, and those that go out with a reply."""

import hashlib
import re
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId, hash_key

KEEP_FILES = timedelta(days=30)
# How many names a listing of a seller's files gives at once.
MOST_NAMES = 1000
_NAME = re.compile(r"(x[a-z2-7]{25})-(x[a-z2-7]{25})-(\d{1,2})")


class FetchState(StrEnum):
    """What became of a file that somebody asked for.

    REFUSED and GONE are WB's last words, and what is TOO_LARGE stays so; DENIED means that today's
    key may not read it.
    """

    WANTED = "wanted"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    GONE = "gone"
    TOO_LARGE = "too_large"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """Where a file hangs: on which message, and as which of its attachments."""

    interaction: InteractionId
    message: str
    number: int

    @property
    def name(self) -> str:
        """The file's id; it reveals nothing of WB's."""
        return f"{self.interaction}-{self.message}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """One file that was asked for; `retry_at` is when asking WB again makes sense.

    `content_type` is what the first bytes prove; empty when they prove nothing that is known.
    """

    id: str
    download_id: str
    state: FetchState
    retry_at: datetime
    expires_at: datetime
    content_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """One file that the seller will send into a chat; its id comes from its content."""

    id: str
    interaction: InteractionId
    name: str
    content_type: str
    size: int
    expires_at: datetime


def upload_id(interaction: InteractionId, name: str, content: bytes) -> str:
    """The same file for the same chat, uploaded twice, is one file."""
    return hash_key("upload", interaction, name, hashlib.sha256(content).hexdigest())


def find_place(name: str) -> FilePlace | None:
    """Read a file's id back; None for what no file is called."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    interaction, message, number = match.groups()
    return FilePlace(interaction=InteractionId(interaction), message=message, number=int(number))
