"""Files on chat messages, within WB's limits (WB API documentation, "Чат с покупателями")."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from shared.domain.content_types import sniff_type
from shared.domain.dataclass import dataclass

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """One file of a message to send, whole in memory: WB's limits keep it small."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file of a reply, by the name that the buyer sees and the id of its upload."""

    id: str
    name: str
    size: int = 0


class FileState(StrEnum):
    """What WB says of a file that a buyer sent."""

    READY = "ready"
    CHECKING = "checking"
    REFUSED = "refused"
    GONE = "gone"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file as WB gives it; while it is being checked, `retry_after` seconds to wait.

    REFUSED is final: the file did not pass WB's moderation. GONE means that WB knows no such file,
    TOO_LARGE that it is larger than any that WB should let through.
    """

    state: FileState
    content: bytes = b""
    content_type: str = ""
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """Which files a channel takes, by type and bytes."""

    types: tuple[str, ...]
    each_bytes: int
    total_bytes: int


CHAT_FILES = FileLimits(
    types=("image/jpeg", "image/png", "application/pdf"),
    each_bytes=5 * _MEBIBYTE,
    total_bytes=30 * _MEBIBYTE,
)
LONGEST_NAME = 255


def is_too_much(sizes: Iterable[int], limits: FileLimits) -> bool:
    """Tell whether files are too large together."""
    return sum(sizes) > limits.total_bytes


def too_much(limits: FileLimits) -> str:
    """Say so in Russian."""
    return f"Файлы вместе больше {limits.total_bytes // _MEBIBYTE} МБ"


def find_file_fault(files: Sequence[OutgoingFile], limits: FileLimits) -> str | None:
    """Say in Russian why WB would not take these files."""
    for file in files:
        fault = _fault_of(file, limits)
        if fault is not None:
            return fault
    together = is_too_much((len(file.content) for file in files), limits)
    return too_much(limits) if together else None


def _fault_of(file: OutgoingFile, limits: FileLimits) -> str | None:
    if file.content_type not in limits.types or sniff_type(file.content) != file.content_type:
        return "WB принимает только JPEG, PNG и PDF"
    if len(file.content) > limits.each_bytes:
        return f"Файл больше {limits.each_bytes // _MEBIBYTE} МБ"
    if not 0 < len(file.name) <= LONGEST_NAME or not file.name.isprintable():
        return "У файла неподходящее имя"
    return None
