"""Files of chat messages in memory, with WB's moderation."""

from collections.abc import Sequence
from datetime import datetime

from shared.adapters.memory.wb_items import zulu
from shared.domain.attachments import Download, FileState, OutgoingFile
from shared.domain.dataclass import dataclass
from shared.domain.raw_items import RawItem

_IMAGES = ("image/jpeg", "image/png")


@dataclass(slots=True)
class KeptFile:
    """A file with what WB thinks of it."""

    id: str
    file: OutgoingFile
    state: FileState = FileState.READY
    retry_after: float = 30.0


def show_file(kept: KeptFile | None) -> Download:
    """What the download method says."""
    if kept is None:
        return Download(state=FileState.GONE)
    if kept.state is FileState.READY:
        file = kept.file
        return Download(state=kept.state, content=file.content, content_type=file.content_type)
    waits = kept.retry_after if kept.state is FileState.CHECKING else 0.0
    return Download(state=kept.state, retry_after=waits)


def hang_files(event: RawItem, files: Sequence[KeptFile], at: datetime) -> None:
    """Name the files in an event as WB does, pictures apart from documents."""
    images = [_image(one, at) for one in files if one.file.content_type in _IMAGES]
    others = [_document(one, at) for one in files if one.file.content_type not in _IMAGES]
    shown = {name: found for name, found in (("files", others), ("images", images)) if found}
    if shown:
        event["message"] = event["message"] | {"attachments": shown}


def _document(kept: KeptFile, at: datetime) -> RawItem:
    return {
        "contentType": kept.file.content_type,
        "date": zulu(at),
        "downloadID": kept.id,
        "name": kept.file.name,
        "url": f"https://chat-basket-01.wbbasket.ru/{kept.id}.pdf",
        "size": len(kept.file.content),
    }


def _image(kept: KeptFile, at: datetime) -> RawItem:
    return {
        "date": zulu(at),
        "downloadID": kept.id,
        "url": f"https://chat-basket-01.wbbasket.ru/{kept.id}.jpg",
    }
