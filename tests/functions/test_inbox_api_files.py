"""A chat's files over HTTP: waited for, shown, saved, or refused in words."""

from collections.abc import Sequence
from urllib.parse import unquote

import pytest

from shared.adapters.memory.files import MemoryFiles
from shared.domain.files import FetchedFile, FetchState, FilePlace
from shared.domain.ids import hash_key
from shared.domain.interaction import ANY_IMAGE, Attachment, Message, Photo, Sender
from shared.ports import Create, Patch
from tests.builders import NOON, make_chat
from tests.functions.api import Browser, World, make_world

JPEG = b"\xff\xd8\xff" + b"picture"
CHAT = make_chat()
EVENT = hash_key("event", "e1")
PUBLIC = "https://chat-basket-01.wbbasket.ru/1.jpg"
FOREIGN = "https://files.example.com/1.jpg"


class Chat:
    """A signed-in seller with one chat on whose message files hang."""

    def __init__(self, *attachments: Attachment, photos: Sequence[Photo] = ()) -> None:
        self.world: World = make_world()
        self.browser: Browser = self.world.seller()
        self.world.put(self.browser.seller, CHAT)
        message = Message(
            id=EVENT,
            interaction=CHAT.id,
            sender=Sender.CLIENT,
            sent_at=NOON,
            photos=tuple(photos),
            attachments=attachments,
        )
        self.store = self.world.counting.of_seller(self.browser.seller)
        self.store.commit([Create(message)])

    def message(self) -> dict:
        return self.browser.get(f"/interactions/{CHAT.id}").get_json()["messages"]["items"][0]

    def become(self, state: FetchState, content: bytes = b"", content_type: str = "") -> str:
        """Ask for the first file, and let the queue's work have come to this end."""
        name = FilePlace(interaction=CHAT.id, message=EVENT, number=0).name
        assert self.browser.get(f"/files/{name}").status_code == 202
        files = self.world.outside.files
        assert isinstance(files, MemoryFiles)
        files.keep(self.browser.seller, name, content)
        fields = {"state": state, "content_type": content_type}
        self.store.commit([Patch(FetchedFile, (name,), fields)])
        return f"/files/{name}"


def hung(name: str = "чек.pdf", content_type: str = "application/pdf") -> Attachment:
    return Attachment(name=name, download_id="D1", content_type=content_type, size=20)


def test_a_message_names_its_files() -> None:
    chat = Chat(hung(), Attachment(name="без ссылки.pdf"))

    files = chat.message()["files"]

    assert [one["name"] for one in files] == ["чек.pdf", "без ссылки.pdf"]
    assert files[0]["id"]
    assert files[1]["id"] is None


def test_a_picture_that_wb_shows_in_public_is_no_file() -> None:
    image = Attachment(name="Фото", download_id="D1", content_type=ANY_IMAGE, url=PUBLIC)
    message = Chat(image, photos=[Photo(full=PUBLIC, mini=PUBLIC)]).message()

    assert len(message["photos"]) == 1
    assert not message["files"]


def test_a_picture_elsewhere_is_a_file_to_fetch() -> None:
    image = Attachment(name="Фото", download_id="D1", content_type=ANY_IMAGE, url=FOREIGN)
    message = Chat(image, photos=[Photo(full=FOREIGN, mini=FOREIGN)]).message()

    assert not message["photos"]
    assert [one["name"] for one in message["files"]] == ["Фото"]


def test_the_first_look_waits_and_says_how_long() -> None:
    chat = Chat(hung())
    name = chat.message()["files"][0]["id"]

    answer = chat.browser.get(f"/files/{name}")

    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "2")
    assert [task.payload["file"] for task in chat.world.queue.waiting if task.queue == "sync"] == [
        name
    ]


def test_a_picture_is_shown() -> None:
    chat = Chat(hung())
    answer = chat.browser.get(chat.become(FetchState.READY, JPEG, "image/jpeg"))

    assert (answer.status_code, answer.data) == (200, JPEG)
    assert answer.content_type == "image/jpeg"
    assert "Content-Disposition" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("proved", "sent"),
    [("application/pdf", "application/pdf"), ("", "application/octet-stream")],
)
def test_what_is_no_picture_is_saved_and_never_opened(proved: str, sent: str) -> None:
    chat = Chat(hung())
    answer = chat.browser.get(chat.become(FetchState.READY, b"<script>", proved))

    assert answer.content_type == sent
    assert answer.headers["Content-Disposition"].startswith("attachment")
    name = answer.headers["Content-Disposition"].partition("UTF-8''")[2]
    assert unquote(name) == "чек.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nSet-Cookie: x=1", "\u202egpj.exe", ""])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    chat = Chat(hung(name))
    answer = chat.browser.get(chat.become(FetchState.READY, b"x"))

    disposition = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not {"/", "\\", "\r", "\n", "\u202e"} & set(disposition)


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        (FetchState.REFUSED, 451, "refused_by_wb"),
        (FetchState.GONE, 404, "not_found"),
        (FetchState.TOO_LARGE, 404, "not_found"),
        (FetchState.DENIED, 502, "upstream"),
    ],
)
def test_a_file_that_will_not_come_says_why(state: FetchState, status: int, code: str) -> None:
    chat = Chat(hung())
    answer = chat.browser.get(chat.become(state))

    assert answer.status_code == status
    assert answer.get_json()["code"] == code
    assert answer.get_json()["title"]


def test_another_seller_gets_nothing() -> None:
    chat = Chat(hung())
    path = chat.become(FetchState.READY, JPEG, "image/jpeg")
    other = chat.world.seller("other@example.com")

    assert other.get(path).status_code == 404


def test_a_stranger_gets_nothing() -> None:
    chat = Chat(hung())
    path = chat.become(FetchState.READY, JPEG, "image/jpeg")

    assert chat.world.visitor().get(path).status_code == 401
