"""Files of chats: fetched when somebody looks, and kept for a reply."""

from math import ceil

from shared.domain.attachments import OutgoingFile
from shared.domain.content_types import is_picture, sniff_type
from shared.domain.files import FetchState
from shared.domain.ids import InteractionId
from shared.domain.replies.refusals import FilesRefused
from shared.entrypoint.api.calls import Call, Media, Result
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.replies import FileRequest, UploadAnswer
from shared.entrypoint.api.words import FILE_DENIED, FILE_GONE, FILE_TOO_LARGE
from shared.usecases.ask_file import FileView, ask_file
from shared.usecases.keep_upload import keep_upload

KEEP_FILE_S = 86_400
UNKNOWN_TYPE = "application/octet-stream"
_NAMELESS = "file"
_LONGEST_NAME = 120


def show_file(call: Call[Nothing, Nothing]) -> Result:
    """Pass on a file, or say how long to wait for it and why it will never come."""
    outside = call.outside
    file = ask_file(
        call.seller,
        call.path["id"],
        stores=outside.stores,
        files=outside.files,
        queue=outside.queue,
        clock=outside.clock,
    )
    match file.state:
        case FetchState.READY:
            return Result(media=_media(file))
        case FetchState.REFUSED:
            raise Refusal(code="refused_by_wb")
        case FetchState.GONE:
            raise Refusal(code="not_found", title=FILE_GONE)
        case FetchState.TOO_LARGE:
            raise Refusal(code="not_found", title=FILE_TOO_LARGE)
        case FetchState.DENIED:
            raise Refusal(code="upstream", title=FILE_DENIED)
    wait = str(ceil(file.wait.total_seconds()))
    return Result(status=202, headers={"Retry-After": wait})


def upload_file(call: Call[FileRequest, Nothing]) -> Result:
    """Keep a file for a reply."""
    outside, body = call.outside, call.body
    file = OutgoingFile(name=body.name, content_type=sniff_type(body.content), content=body.content)
    try:
        upload = keep_upload(
            call.seller,
            InteractionId(call.path["id"]),
            file,
            stores=outside.stores,
            files=outside.files,
            clock=outside.clock,
        )
    except FilesRefused as refused:
        raise invalid("file", "refused", str(refused)) from refused
    return Result(answer=UploadAnswer.model_validate(upload))


def _media(file: FileView) -> Media:
    """Pictures are shown; whatever else a buyer sends is saved and never opened here."""
    shown = is_picture(file.content_type)
    return Media(
        content=file.content,
        content_type=file.content_type or UNKNOWN_TYPE,
        keep_s=KEEP_FILE_S,
        name="" if shown else _safe_name(file.name),
    )


def _safe_name(name: str) -> str:
    """A buyer chose the name: what could break out of a header or a folder is left out."""
    kept = "".join(one for one in name if one.isprintable() and one not in "/\\")
    return kept[-_LONGEST_NAME:].strip(". ") or _NAMELESS
