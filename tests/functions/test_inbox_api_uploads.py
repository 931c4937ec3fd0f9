"""Files that a seller sends into a chat: checked at the door, sent with the words."""

import io
import tracemalloc
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import flask
import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, create_environ, encode_multipart

from shared.adapters.memory.files import MemoryFiles
from shared.domain.attachments import CHAT_FILES
from shared.domain.files import KEEP_FILES, UploadedFile
from shared.domain.ids import ReplyId, hash_text, interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.entrypoint.api.forms import MOST_FORM_BYTES, read_file
from shared.entrypoint.api.gate import MOST_UPLOADS
from shared.ports import Create, Patch
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.keep_upload import MOST_A_DAY
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import ORIGIN, Browser, World, make_world

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
PDF = b"%PDF-1.7 paper"
MEBIBYTE = 1024 * 1024
WORDS = "Здравствуйте! Прикрепляем схему, по ней удобно собрать полку."


class Chat:
    """A signed-in seller with a chat that WB knows."""

    def __init__(self) -> None:
        self.world: World = make_world()
        self.browser: Browser = self.world.seller()
        self.cabinet = self.world.marketplaces.add_cabinet()
        self.world.vault.seal(self.browser.seller, self.world.marketplaces.issue_token())
        self.cabinet.open_chat("1:c1", text="Как собрать?")
        self.item = make_chat()
        self.world.put(self.browser.seller, self.item)

    def upload(
        self, *contents: bytes, name: str = "схема.pdf", item: str = "", **more: str
    ) -> TestResponse:
        return upload(self.browser, item or self.item.id, contents, name, more)

    def reply(self, *files: str, key: str = "", item: str = "", text: str = WORDS) -> TestResponse:
        body: dict[str, Any] = {
            "text": text,
            "text_hash": hash_text(text),
            "revision": 1,
            "client_request_id": key or "5f9f6dd6-6f0f-4f6f-8f6f-000000000001",
            "files": list(files),
            "confirm": True,
        }
        return self.browser.post(f"/interactions/{item or self.item.id}/reply", body)

    def send(self, reply: str) -> Reply:
        outside = self.world.outside
        self.world.pass_time(minutes=1)
        dispatch_reply(
            self.browser.seller,
            ReplyId(reply),
            stores=outside.stores,
            marketplaces=outside.marketplaces,
            vault=outside.vault,
            queue=outside.queue,
            clock=outside.clock,
            ids=outside.ids,
            files=outside.files,
        )
        stored = outside.stores.of_seller(self.browser.seller).get(Reply, reply)
        assert stored is not None
        return stored.value


def upload(
    browser: Browser, item: str, contents: tuple[bytes, ...], name: str, more: dict[str, str]
) -> TestResponse:
    form: MultiDict[str, Any] = MultiDict(more)
    for content in contents:
        form.add("file", FileStorage(io.BytesIO(content), filename=name))
    return browser.form(f"/interactions/{item}/files", form)


@pytest.fixture
def chat() -> Chat:
    return Chat()


def test_a_file_needs_no_words(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    reply = chat.reply(kept, text="")
    sent = chat.send(reply.get_json()["id"])

    assert reply.status_code == 202
    assert sent.state is ReplyState.SENT
    (file,) = [one.file for one in chat.cabinet.files.values()]
    assert file.content == PDF
    (landing,) = chat.cabinet.landings
    assert landing.text == ""


@pytest.mark.parametrize("text", ["", "  "])
def test_neither_words_nor_files_are_no_reply(chat: Chat, text: str) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    refused = chat.reply(*([kept] if text else []), text=text)

    assert refused.status_code == 422
    assert refused.get_json()["findings"][0]["rule"] == "empty_text"


def test_a_file_goes_out_with_the_words(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()
    reply = chat.reply(kept["id"])
    sent = chat.send(reply.get_json()["id"])

    assert kept == {
        "id": kept["id"],
        "name": "схема.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
    }
    assert reply.get_json()["files"] == [{"id": kept["id"], "name": "схема.pdf", "size": len(PDF)}]
    assert sent.state is ReplyState.SENT
    (file,) = [one.file for one in chat.cabinet.files.values()]
    assert (file.name, file.content, file.content_type) == ("схема.pdf", PDF, "application/pdf")
    assert len(chat.cabinet.calls_of("send_reply")) == 1


def test_the_same_file_again_is_the_same_upload(chat: Chat) -> None:
    assert chat.upload(PDF).get_json()["id"] == chat.upload(PDF).get_json()["id"]


def test_an_upload_can_be_looked_at(chat: Chat) -> None:
    kept = chat.upload(PNG, name="фото.png").get_json()

    answer = chat.browser.get(f"/files/{kept['id']}")

    assert (answer.status_code, answer.data, answer.content_type) == (200, PNG, "image/png")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ program", "JPEG, PNG и PDF"),
        (b"<svg onload=alert(1)>", "JPEG, PNG и PDF"),
        (PDF + bytes(5 * MEBIBYTE), "больше 5 МБ"),
    ],
)
def test_what_wb_would_not_take_is_refused_in_words(chat: Chat, content: bytes, why: str) -> None:
    answer = chat.upload(content, name="схема.pdf")

    assert answer.status_code == 422
    (error,) = answer.get_json()["errors"]
    assert error["field"] == "file"
    assert why in error["message"]


def test_a_huge_form_is_refused_before_it_is_read(chat: Chat) -> None:
    assert chat.upload(bytes(7 * MEBIBYTE)).status_code == 413


def test_when_many_files_are_being_read_the_next_is_refused_unread(chat: Chat) -> None:
    uploads = chat.world.outside.uploads
    with ExitStack() as others:
        for _ in range(MOST_UPLOADS):
            others.enter_context(uploads.enter())
        # Whoever reads it answers that it is too large.
        refused = chat.upload(bytes(7 * MEBIBYTE))
        stranger = upload(chat.world.visitor(), chat.item.id, (PDF,), "a.pdf", {})

    assert (refused.status_code, refused.get_json()["code"]) == (429, "rate_limited")
    assert int(refused.headers["Retry-After"]) > 0
    assert stranger.status_code == 401


def test_whoever_was_read_or_refused_makes_room(chat: Chat) -> None:
    for number in range(MOST_UPLOADS + 1):
        assert chat.upload(PDF, name=f"{number}.pdf").status_code == 201
        assert chat.upload(b"MZ program").status_code == 422
        assert chat.upload().status_code == 422


def test_a_seller_keeps_only_so_many_files_a_day(chat: Chat) -> None:
    store = chat.world.counting.of_seller(chat.browser.seller)
    for number in range(MOST_A_DAY - 1):
        kept = UploadedFile(
            id=f"u{number}",
            interaction=chat.item.id,
            name="a.pdf",
            content_type="application/pdf",
            size=5,
            expires_at=NOON + KEEP_FILES,
        )
        store.commit([Create(kept)])

    last, refused = chat.upload(PDF), chat.upload(PNG)
    for hours in (23, 1):
        chat.world.pass_time(hours=hours)
        chat.browser.get(f"/interactions/{chat.item.id}")
    next_day = chat.upload(PNG)

    assert (last.status_code, refused.status_code, next_day.status_code) == (201, 422, 201)
    assert "За сутки" in refused.get_json()["errors"][0]["message"]


def test_a_file_is_read_with_few_copies() -> None:
    content = PNG + bytes(CHAT_FILES.each_bytes - len(PNG))
    file = FileStorage(io.BytesIO(content), filename="a.png")
    boundary, body = encode_multipart(MultiDict({"file": file}))
    kind = f"multipart/form-data; boundary={boundary}"
    request = flask.Request(create_environ(method="POST", data=body, content_type=kind))
    assert len(body) <= MOST_FORM_BYTES

    tracemalloc.start()
    try:
        read = read_file(request)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert read.content == content
    assert peak < 2.5 * len(content)


@pytest.mark.parametrize("contents", [(), (PDF, PNG)])
def test_a_form_holds_exactly_one_file(chat: Chat, contents: tuple[bytes, ...]) -> None:
    assert chat.upload(*contents).status_code in (413, 422)


def test_a_form_holds_nothing_else(chat: Chat) -> None:
    assert chat.upload(PDF, note="more").status_code in (413, 422)


def test_json_is_no_file(chat: Chat) -> None:
    answer = chat.browser.post(f"/interactions/{chat.item.id}/files", {"file": "x"})

    assert answer.status_code == 415


def test_a_form_from_elsewhere_is_refused(chat: Chat) -> None:
    assert ORIGIN != "https://evil.example"
    form: MultiDict[str, Any] = MultiDict()
    form.add("file", FileStorage(io.BytesIO(PDF), filename="a.pdf"))
    answer = chat.browser.form(
        f"/interactions/{chat.item.id}/files", form, {"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403


def test_a_review_takes_no_file(chat: Chat) -> None:
    review = make_item()
    chat.world.put(chat.browser.seller, review)

    assert chat.upload(PDF, item=review.id).status_code == 422


def test_a_chat_of_somebody_else_is_not_found(chat: Chat) -> None:
    other = chat.world.seller("other@example.com")

    assert upload(other, chat.item.id, (PDF,), "a.pdf", {}).status_code == 404


def test_another_chats_file_is_refused(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    chat.world.put(chat.browser.seller, make_chat("1:c2"))

    answer = chat.reply(kept, item=interaction_id(Channel.CHAT, "1:c2"))

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "files"


def test_an_expired_file_is_refused(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    chat.world.pass_time(days=30)
    chat.browser = chat.world.seller("again@example.com")
    chat.world.put(chat.browser.seller, chat.item)

    assert chat.reply(kept).status_code == 422


def test_the_same_key_with_another_file_is_a_conflict(chat: Chat) -> None:
    first, second = chat.upload(PDF).get_json()["id"], chat.upload(PNG).get_json()["id"]
    chat.reply(first)

    assert chat.reply(second).status_code == 409


def test_a_file_that_was_lost_stops_the_reply_before_it_is_sent(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    reply = chat.reply(kept).get_json()["id"]
    files = chat.world.outside.files
    assert isinstance(files, MemoryFiles)
    files.lose(chat.browser.seller, kept)

    failed = chat.send(reply)

    assert (failed.state, failed.reason) == (ReplyState.FAILED, "file_gone")
    assert not chat.cabinet.calls_of("send_reply")


def test_a_reply_whose_file_is_gone_is_not_offered_again(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    reply = chat.reply(kept).get_json()["id"]
    files = chat.world.outside.files
    assert isinstance(files, MemoryFiles)
    files.lose(chat.browser.seller, kept)
    chat.send(reply)

    shown = chat.browser.get(f"/replies/{reply}").get_json()
    again = chat.browser.post(f"/replies/{reply}/retry")

    assert (shown["state"], shown["can_retry"]) == ("failed", False)
    assert again.status_code == 409
    assert "файл" in again.get_json()["title"]


def test_a_retry_with_an_expired_file_is_refused_in_words(chat: Chat) -> None:
    kept = chat.upload(PDF).get_json()["id"]
    reply = chat.reply(kept).get_json()["id"]
    store = chat.world.outside.stores.of_seller(chat.browser.seller)
    store.commit([Patch(Reply, (reply,), {"state": ReplyState.FAILED, "due_at": None})])
    store.commit([Patch(UploadedFile, (kept,), {"expires_at": NOON})])
    item = store.get(Interaction, chat.item.id)
    assert item is not None
    work = replace(item.value.work, reply=None)
    store.commit([Patch(Interaction, (chat.item.id,), {"work": work})])

    again = chat.browser.post(f"/replies/{reply}/retry")

    assert again.status_code == 422
    assert again.get_json()["errors"][0]["field"] == "files"
