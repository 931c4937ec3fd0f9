"""Handlers of the chat methods (WB API documentation, section "Чат с покупателями")."""

import base64
import secrets
import uuid

from werkzeug.datastructures import FileStorage

from infra.wb_simulator.bodies import PROBLEM, Reply, chat_error, moderation_failed, reply_json
from infra.wb_simulator.chats import Event, File, Message
from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.images import sniff_type
from infra.wb_simulator.operations import EffectlessError, Visit
from infra.wb_simulator.query import BadQueryError, read_int

MAX_MESSAGE = 1000
MAX_SIGN = 255
MEBIBYTE = 1 << 20
MAX_FILE, MAX_FILES = 5 * MEBIBYTE, 30 * MEBIBYTE


def list_chats(visit: Visit) -> Reply:
    """All of them: the method has neither parameters nor pages."""
    chats = [chat.body for chat in visit.seller.chats.everything()]
    return reply_json({"result": chats, "errors": None})


def list_events(visit: Visit) -> Reply:
    """The cursor is the millisecond of the last event given."""
    try:
        after = read_int(visit.request.args, "next")
    except BadQueryError:
        return chat_error("Invalid number")
    if after is not None and after < 0:
        return chat_error('Invalid value for "next"')
    page = visit.seller.chats.read_events(-1 if after is None else after)
    empty_next = int(visit.now * 1000) if after is None else after
    return reply_json({"result": describe_page(page, empty_next), "errors": None})


def describe_page(page: list[Event], empty_next: int) -> dict[str, object]:
    """An empty page repeats the cursor, which ends a drain."""
    oldest = page[0].stamp if page else empty_next
    newest = page[-1].stamp if page else empty_next
    return {
        "next": newest,
        "newestEventTime": to_iso(newest / 1000),
        "oldestEventTime": to_iso(oldest / 1000),
        "totalEvents": len(page),
        "events": [event.body for event in page],
    }


def send_message(visit: Visit) -> Reply:
    """A repeated send is a second message: there is no idempotency key."""
    request = visit.request
    if request.mimetype != "multipart/form-data":
        raise refuse("Request Content-Type isn't multipart/form-data")
    sign = request.form.get("replySign", "")
    chat = visit.seller.chats.find_signed(sign) if len(sign) <= MAX_SIGN else None
    if chat is None:
        raise refuse("Invalid signature")
    text = request.form.get("message", "")
    uploads = request.files.getlist("file")
    if len(text) > MAX_MESSAGE or not (text.strip() or uploads):
        raise refuse('Invalid value for "message"')
    files, errors = take_files(uploads, visit)
    if not (text.strip() or files):
        raise refuse(errors[0])
    event = visit.seller.chats.write(
        chat, Message(text=text, sender="seller", source="seller-public-api", files=files)
    )
    result: dict[str, object] = {"addTime": event.stamp, "chatID": chat.id}
    if visit.world.settings.sign_on_message:
        result["sign"] = visit.seller.chats.renew_sign(chat, keep_old=True)
    return reply_json({"result": result, "errors": errors})


def take_files(uploads: list[FileStorage], visit: Visit) -> tuple[list[File], list[str]]:
    """One bad file refuses the message, or is reported in ``errors`` of the 200."""
    files: list[File] = []
    errors: list[str] = []
    for upload in uploads:
        content = upload.stream.read()
        error = find_fault(upload, content, sum(len(file.content()) for file in files))
        if error is None:
            files.append(keep_upload(upload, content, visit))
        elif visit.world.settings.report_file_errors:
            errors.append(error)
        else:
            raise refuse(error)
    return files, errors


def find_fault(upload: FileStorage, content: bytes, taken: int) -> str | None:
    """The content decides about the type, not the name or the header."""
    if len(content) > MAX_FILE:
        return f"{mark_file()}: attachment too big. Max size: 5MiB"
    if sniff_type(content) is None:
        return f'{mark_file()}: "{upload.filename}" has unsupported mime type'
    if taken + len(content) > MAX_FILES:
        return f"{mark_file()}: attachments too big. Max total size: 30MiB"
    return None


def keep_upload(upload: FileStorage, content: bytes, visit: Visit) -> File:
    """A checked file is ready at once, or after the time of the setting."""
    delay = visit.world.settings.file_check_seconds
    return File(
        id=str(uuid.uuid4()),
        name=upload.filename or "file",
        content_type=sniff_type(content) or "",
        data=base64.b64encode(content).decode(),
        state="pending" if delay else "ok",
        ready_at=visit.now + delay,
    )


def mark_file() -> str:
    """The running mark that WB prints before a file error."""
    return secrets.token_hex(6).upper()[:11]


def refuse(detail: str) -> EffectlessError:
    """The documented 400 of the message method."""
    return EffectlessError(chat_error(detail, content_type=PROBLEM))


def download_file(visit: Visit) -> Reply:
    """A file is checked first, and may be refused for good."""
    file = visit.seller.chats.find_file(str(visit.path["id"]))
    if file is None:
        return chat_error("invalid fileID", title="invalid fileID")
    if file.state == "failed":
        return moderation_failed()
    if file.state == "pending" and (file.ready_at == 0 or file.ready_at > visit.now):
        left = max(1, round(file.ready_at - visit.now)) if file.ready_at else 30
        return reply_json({"moderationState": "pending", "retrySeconds": left}, 202)
    return Reply(200, file.content(), file.content_type)
