"""Chats of one seller: a list of chats and one stream of events for all of them."""

import base64
import random
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import Any

from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.context import Context

Body = dict[str, Any]
IMAGE_TYPES = ("image/jpeg", "image/png")


@dataclass(slots=True)
class Chat:
    """The public body beside the signatures that still open it."""

    body: Body
    signs: list[str]

    @property
    def id(self) -> str:
        """``1:`` and a UUID."""
        return str(self.body["chatID"])


@dataclass(slots=True)
class Event:
    """One entry of the stream; it may become visible after its own timestamp."""

    body: Body
    visible_at: float

    @property
    def id(self) -> str:
        """A UUID."""
        return str(self.body["eventID"])

    @property
    def stamp(self) -> int:
        """Milliseconds, the unit of the cursor."""
        return int(self.body["addTimestamp"])


@dataclass(slots=True)
class File:
    """An attachment; WB checks it before it may be downloaded."""

    id: str
    name: str
    content_type: str
    data: str
    state: str = "ok"
    ready_at: float = 0.0

    def content(self) -> bytes:
        """The bytes that were sent."""
        return base64.b64decode(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody writes into a chat."""

    text: str
    sender: str = "client"
    source: str | None = "rusite"
    files: list[File] = field(default_factory=list)
    at: float | None = None
    is_bare: bool = False


def make_sign(chat_id: str, chance: random.Random) -> str:
    """Chat id, a number and 128 hexadecimal digits."""
    number = chance.randrange(10_000_000, 100_000_000)
    return f"{chat_id}:{number}:{chance.getrandbits(512):0128x}"


class Chats:
    """All chats, events and files of one seller."""

    def __init__(self, seller: str, context: Context) -> None:
        self._seller = seller
        self._context = context
        self._all: dict[str, Chat] = {}
        self._by_sign: dict[str, str] = {}
        self._events: dict[str, Event] = {}
        self._stream: list[tuple[int, int, str]] = []
        self._by_chat: dict[str, list[tuple[int, int, str]]] = {}
        self._files: dict[str, File] = {}
        self._arrivals = 0

    def __len__(self) -> int:
        return len(self._all)

    def everything(self) -> list[Chat]:
        """The chat that moved last comes first."""
        return sorted(
            self._all.values(), key=lambda chat: -int(chat.body["lastMessage"]["addTimestamp"])
        )

    def find(self, chat_id: str) -> Chat | None:
        """Chats of other sellers are unknown."""
        return self._all.get(chat_id)

    def find_signed(self, sign: str) -> Chat | None:
        """A signature opens one chat; an outdated one opens none."""
        return self._all.get(self._by_sign.get(sign, ""))

    def find_file(self, file_id: str) -> File | None:
        """Files of other sellers are unknown."""
        return self._files.get(file_id)

    def events_of(self, chat_id: str) -> list[Body]:
        """The stream of one chat, which the real API cannot give; oldest first."""
        return [self._events[key].body for _, _, key in self._by_chat.get(chat_id, [])]

    def open(self, *, client_name: str, good: Body, at: float, chat_id: str | None = None) -> Chat:
        """Only a buyer opens a chat; its first message has to follow."""
        chat_id = chat_id or f"1:{self._context.make_uuid()}"
        sign = make_sign(chat_id, self._context.chance)
        body = {
            "chatID": chat_id,
            "replySign": sign,
            "clientName": client_name,
            "goodCard": good,
            "lastMessage": {"text": "", "addTimestamp": int(at * 1000)},
        }
        chat = Chat(body, [sign])
        self._register_chat(chat)
        self._save_chat(chat)
        return chat

    def write(self, chat: Chat, message: Message) -> Event:
        """Append to the stream; the first event of a chat carries its signature."""
        now = self._context.clock.now()
        at = now if message.at is None else message.at
        is_first = chat.id not in self._by_chat
        body = self._make_body(chat, message, at, is_first=is_first)
        delay = self._context.settings.event_delay_seconds if message.at is None else 0.0
        event = Event(body, at + delay)
        for file in message.files:
            self.keep_file(file)
        self._register_event(event)
        self._context.store.save(
            "event", self._seller, event.id, {"body": body, "visible_at": event.visible_at}
        )
        if not message.is_bare:
            chat.body["lastMessage"] = {"text": message.text, "addTimestamp": event.stamp}
            self._save_chat(chat)
        return event

    def renew_sign(self, chat: Chat, *, keep_old: bool) -> str:
        """Issue a fresh signature; older ones may stop working at once."""
        sign = make_sign(chat.id, self._context.chance)
        if not keep_old:
            for old in chat.signs:
                self._by_sign.pop(old, None)
            chat.signs = []
        chat.signs = [*chat.signs[-4:], sign]
        chat.body["replySign"] = sign
        self._by_sign[sign] = chat.id
        self._save_chat(chat)
        return sign

    def read_events(self, after: int) -> list[Event]:
        """One page strictly after the cursor, as far as it is visible."""
        now = self._context.clock.now()
        start = bisect_right(self._stream, (after, 1 << 62, ""))
        found = (self._events[key] for _, _, key in self._stream[start:])
        size = self._context.settings.events_page_size
        page: list[Event] = []
        for event in found:
            if event.visible_at <= now:
                page.append(event)
            if len(page) == size:
                break
        return page

    def remove(self, chat_id: str) -> bool:
        """The chat leaves the list; its events stay in the stream."""
        chat = self._all.pop(chat_id, None)
        if chat is None:
            return False
        for sign in chat.signs:
            self._by_sign.pop(sign, None)
        self._context.store.delete("chat", self._seller, chat_id)
        return True

    def keep_file(self, file: File) -> None:
        """Add or replace a file."""
        self._files[file.id] = file
        row = {
            "id": file.id,
            "name": file.name,
            "content_type": file.content_type,
            "data": file.data,
            "state": file.state,
            "ready_at": file.ready_at,
        }
        self._context.store.save("file", self._seller, file.id, row)

    def restore_chat(self, row: Body) -> None:
        """Take back a saved chat."""
        self._register_chat(Chat(**row))

    def restore_event(self, row: Body) -> None:
        """Take back a saved event."""
        self._register_event(Event(**row))

    def restore_file(self, row: Body) -> None:
        """Take back a saved file."""
        self._files[row["id"]] = File(**row)

    def event_count(self) -> int:
        """Length of the stream."""
        return len(self._stream)

    def is_waiting(self, chat: Chat) -> bool:
        """The buyer had the last word."""
        said = [body for body in self.events_of(chat.id) if "message" in body]
        return bool(said) and said[-1]["sender"] == "client"

    def _register_chat(self, chat: Chat) -> None:
        self._all[chat.id] = chat
        for sign in chat.signs:
            self._by_sign[sign] = chat.id

    def _register_event(self, event: Event) -> None:
        self._arrivals += 1
        self._events[event.id] = event
        place = (event.stamp, self._arrivals, event.id)
        insort(self._stream, place)
        insort(self._by_chat.setdefault(event.body["chatID"], []), place)

    def _save_chat(self, chat: Chat) -> None:
        self._context.store.save(
            "chat", self._seller, chat.id, {"body": chat.body, "signs": chat.signs}
        )

    def _make_body(self, chat: Chat, message: Message, at: float, *, is_first: bool) -> Body:
        body: Body = {
            "chatID": chat.id,
            "eventID": self._context.make_uuid(),
            "eventType": "message",
        }
        if is_first:
            body |= {"isNewChat": True, "replySign": chat.body["replySign"]}
        if not message.is_bare:
            body["message"] = self._make_message(chat, message, at, is_first=is_first)
            if message.source is not None:
                body["source"] = message.source
        body |= {
            "addTimestamp": int(at * 1000),
            "addTime": to_iso(at),
            "sender": message.sender,
        }
        if message.sender == "client":
            body["clientName"] = chat.body["clientName"]
        return body

    def _make_message(self, chat: Chat, message: Message, at: float, *, is_first: bool) -> Body:
        attachments: Body = {}
        if is_first:
            attachments["goodCard"] = chat.body["goodCard"]
        files = [file for file in message.files if file.content_type not in IMAGE_TYPES]
        images = [file for file in message.files if file.content_type in IMAGE_TYPES]
        if files:
            attachments["files"] = [describe_file(file, at) for file in files]
        if images:
            attachments["images"] = [describe_image(file, at) for file in images]
        return {"text": message.text} | ({"attachments": attachments} if attachments else {})


def describe_file(file: File, at: float) -> Body:
    """A document in an event."""
    return {
        "contentType": file.content_type,
        "date": to_iso(at),
        "downloadID": file.id,
        "name": file.name,
        "url": f"https://chat-basket-01.wbbasket.ru/vol0/part1/{file.id}/pdf/{file.id}.pdf",
        "size": len(file.content()),
    }


def describe_image(file: File, at: float) -> Body:
    """A picture in an event."""
    extension = "png" if file.content_type == "image/png" else "jpg"
    return {
        "date": to_iso(at),
        "downloadID": file.id,
        "url": f"https://chat-basket-01.wbbasket.ru/vol0/part1/{file.id}/jpg/{file.id}.{extension}",
    }
