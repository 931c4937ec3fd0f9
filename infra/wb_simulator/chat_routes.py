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
    files = take_files(uploads, visit)
    event = visit.seller.chats.write(
        chat, Message(text=text, sender="seller", source="seller-public-api", files=files)
    )
    result: dict[str, object] = {"addTime": event.stamp, "chatID": chat.id}
    if visit.world.settings.sign_on_message:
        result["sign"] = visit.seller.chats.renew_sign(chat, keep_old=True)
    return reply_json({"result": result, "errors": []})


def take_files(uploads: list[FileStorage], visit: Visit) -> list[File]:
    """All files or none: one bad file refuses the message."""
    files = [take_file(upload, visit) for upload in uploads]
    if sum(len(file.content()) for file in files) > MAX_FILES:
        raise refuse(f"{mark_file()}: attachments too big. Max total size: 30MiB")
    return files


def take_file(upload: FileStorage, visit: Visit) -> File:
    """The content decides about the type, not the name or the header."""
    content = upload.stream.read()
    if len(content) > MAX_FILE:
        raise refuse(f"{mark_file()}: attachment too big. Max size: 5MiB")
    kind = sniff_type(content)
    if kind is None:
        raise refuse(f'{mark_file()}: "{upload.filename}" has unsupported mime type')
    delay = visit.world.settings.file_check_seconds
    return File(
        id=str(uuid.uuid4()),
        name=upload.filename or "file",
        content_type=kind,
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
