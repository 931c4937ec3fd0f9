"""One seller's WB in memory: items, moderation, chats, and what goes wrong on demand."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any

from shared.adapters.memory.wb_files import KeptFile, hang_files
from shared.adapters.memory.wb_items import (
    make_chat,
    make_claim,
    make_event,
    make_question,
    make_review,
    millis,
    moscow,
    open_event,
    zulu,
)
from shared.domain.attachments import FileState, OutgoingFile
from shared.domain.claims import ClaimList
from shared.domain.dataclass import dataclass
from shared.domain.errors import InboxError
from shared.domain.interaction import AnswerState, Channel, Sender
from shared.domain.raw_items import RawItem
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.ports import Clock

EDITABLE_FOR = timedelta(days=60)
ARCHIVED_AFTER = timedelta(days=30)
NEW_QUESTION = "suppliersPortalSynch"


class Effect(StrEnum):
    """What a failing write does all the same."""

    NONE = "none"
    AT_ONCE = "at_once"
    LATER = "later"


class Deed(StrEnum):
    """The two ways to write: the first answer or message, and the change of an answer."""

    REPLY = "reply"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that reached the cabinet."""

    method: str
    at: datetime
    target: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """One write that had an effect; a second one for the same approval is a duplicate.

    `add_time` is the message's own time in Unix milliseconds; answers have none.
    """

    channel: Channel
    target: str
    text: str
    at: datetime
    add_time: int | None = None
    deed: Deed = Deed.REPLY
    files: int = 0


@dataclass(slots=True)
class Shelved:
    """A raw item beside what WB knows and does not show."""

    channel: Channel
    raw: RawItem
    created_at: datetime
    answered_at: datetime | None = None
    hidden: str | None = None
    edits_left: int = 1


@dataclass(slots=True)
class MemoryCabinet:
    """Answers become visible after `visible_after` and are judged after `moderated_after`.

    With `moderated_after` None they wait for `accept_answer` or `reject_answer`.
    """

    sid: str
    clock: Clock
    trade_mark: str = "Пример"
    visible_after: timedelta = timedelta(0)
    moderated_after: timedelta | None = timedelta(seconds=20)
    events_page: int = 1000
    calls_left: int | None = None
    calls: list[Call] = field(default_factory=list)
    landings: list[Landing] = field(default_factory=list)
    items: dict[tuple[Channel, str], Shelved] = field(default_factory=dict)
    chats: dict[str, RawItem] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    events: list[RawItem] = field(default_factory=list)
    read_errors: list[InboxError] = field(default_factory=list)
    write_failures: list[tuple[Outcome, Effect]] = field(default_factory=list)
    late: list[tuple[Outgoing, Deed]] = field(default_factory=list)
    files: dict[str, KeptFile] = field(default_factory=dict)
    claims: dict[str, RawItem] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # --- what buyers and staff do

    def add_review(
        self,
        external_id: str = "",
        *,
        text: str = "",
        rating: int = 5,
        at: datetime | None = None,
        **fields: Any,
    ) -> str:
        """A buyer writes a review; `fields` are WB's own names. Returns its id."""
        created = at or self.clock.now()
        external_id = external_id or self._name("R")
        raw = make_review(external_id, created, rating=rating, text=text)
        return self._shelve(Channel.REVIEW, raw, created, fields)

    def add_question(
        self, external_id: str = "", *, text: str = "", at: datetime | None = None, **fields: Any
    ) -> str:
        """A buyer asks; `fields` are WB's own names. Returns its id."""
        created = at or self.clock.now()
        raw = make_question(external_id or self._name("Q"), created, text=text)
        return self._shelve(Channel.QUESTION, raw, created, fields)

    def open_chat(
        self,
        chat_id: str = "",
        *,
        text: str,
        client_name: str = "Мария",
        nm_id: int = 70_000_001,
        rid: str = "",
        at: datetime | None = None,
    ) -> str:
        """A buyer writes for the first time. Returns the chat's id."""
        chat_id = chat_id or self._name("1:")
        self.chats[chat_id] = make_chat(
            chat_id, client_name=client_name, nm_id=nm_id, rid=rid or f"rid-{chat_id}"
        )
        self.renew_sign(chat_id)
        self.say(chat_id, text, at=at)
        return chat_id

    def say(
        self,
        chat_id: str,
        text: str,
        *,
        sender: Sender = Sender.CLIENT,
        source: str = "rusite",
        at: datetime | None = None,
        files: Sequence[OutgoingFile] = (),
    ) -> RawItem:
        """Somebody writes into a chat; events stay ordered by time."""
        chat, moment = self.chats[chat_id], at or self.clock.now()
        event = make_event(
            chat, self._name("event-"), moment, text=text, sender=sender.value, source=source
        )
        hang_files(event, [self._keep(file) for file in files], moment)
        if not any(one["chatID"] == chat_id for one in self.events):
            event = open_event(chat, event)
        self.events.append(event)
        self.events.sort(key=_stamp)
        chat["lastMessage"] = {"text": text, "addTimestamp": millis(moment)}
        return event

    def change_item(self, channel: Channel, external_id: str, **fields: Any) -> None:
        """Change visible fields by WB's names."""
        self.items[channel, external_id].raw.update(fields)

    def remove_item(self, channel: Channel, external_id: str) -> None:
        """The buyer takes the words back."""
        del self.items[channel, external_id]

    def answer_in_portal(self, channel: Channel, external_id: str, text: str) -> None:
        """Staff answers past the API; nobody waits for moderation."""
        item = self.items[channel, external_id]
        self._show(item, text, AnswerState.WB_RU)

    def accept_answer(self, channel: Channel, external_id: str) -> None:
        """Show a hidden answer and end its moderation well."""
        item = self.items[channel, external_id]
        text = item.hidden if item.hidden is not None else item.raw["answer"]["text"]
        self._show(item, text, AnswerState.WB_RU)

    def reject_answer(self, channel: Channel, external_id: str) -> None:
        """Moderation refuses: a review's answer says so, a question's answer vanishes."""
        item = self.items[channel, external_id]
        text, item.hidden = item.hidden, None
        if channel is Channel.REVIEW:
            shown = item.raw["answer"] or {"text": text, "editable": True}
            item.raw["answer"] = shown | {"state": AnswerState.REJECTED.value}
            return
        item.answered_at = None
        item.raw |= {"answer": None, "state": NEW_QUESTION}

    def add_claim(self, order_key: str, **fields: Any) -> str:
        """A buyer wants to return something; `fields` are WB's own names. Returns its id."""
        claim_id = self._name("claim-")
        self.claims[claim_id] = make_claim(claim_id, order_key, self.clock.now()) | fields
        return claim_id

    def change_claim(self, claim_id: str, **fields: Any) -> None:
        """Somebody decides, or the goods move on."""
        self.claims[claim_id] |= {"dt_update": moscow(self.clock.now())} | fields

    def claims_of(self, which: ClaimList) -> list[RawItem]:
        """One list, the newest claim first."""
        decided = which is ClaimList.DECIDED
        found = [claim for claim in self.claims.values() if bool(claim["status"]) is decided]
        return sorted(found, key=lambda claim: str(claim["dt"]), reverse=True)

    def judge_file(self, download_id: str, state: FileState) -> None:
        """WB finds a file harmless, refuses it, or still looks at it."""
        self.files[download_id].state = state

    # --- what goes wrong

    def fail_reads(self, *errors: InboxError) -> None:
        """The next reads raise these, one each."""
        self.read_errors.extend(errors)

    def fail_write(self, outcome: Outcome, effect: Effect = Effect.NONE) -> None:
        """One of the next writes, in order, ends so whatever it really did."""
        self.write_failures.append((outcome, effect))

    def lose_answer(self) -> None:
        """The next write is done, and its answer lost on the way back."""
        self.fail_write(Outcome(verdict=Verdict.UNKNOWN, reason="ответ потерян"), Effect.AT_ONCE)

    def land_late_writes(self) -> None:
        """Let writes arrive whose sender has long given up."""
        late, self.late = self.late, []
        for outgoing, deed in late:
            self.apply(outgoing, deed)

    # --- what calls do

    def calls_of(self, method: str) -> list[Call]:
        """Calls of one port method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def note_call(self, method: str, target: str = "", text: str = "") -> None:
        """Keep the call log."""
        self.calls.append(Call(method=method, at=self.clock.now(), target=target, text=text))

    def look_at(self, channel: Channel, external_id: str) -> Shelved | None:
        """An item as WB shows it at this moment."""
        item = self.items.get((channel, external_id))
        if item is not None:
            self._settle(item)
        return item

    def shelf(self, channel: Channel) -> list[Shelved]:
        """All items of a channel as WB shows them, oldest first."""
        found = [item for (kind, _), item in self.items.items() if kind is channel]
        for item in found:
            self._settle(item)
        return sorted(found, key=_age)

    def apply(self, outgoing: Outgoing, deed: Deed = Deed.REPLY) -> Landing | None:
        """Let a write take effect as WB does; None where it changes nothing."""
        if outgoing.channel is Channel.CHAT:
            return self._send_message(outgoing)
        return self._land(outgoing, deed) if self._write_answer(outgoing, deed) else None

    def renew_sign(self, chat_id: str) -> None:
        """Issue a sign beside those that still work."""
        sign = f"{chat_id}:{self._name('sign')}"
        self.signs[sign] = chat_id
        self.chats[chat_id]["replySign"] = sign

    def expire_signs(self, chat_id: str) -> None:
        """Make every sign but a new one worthless."""
        self.signs = {sign: chat for sign, chat in self.signs.items() if chat != chat_id}
        self.renew_sign(chat_id)

    def _send_message(self, outgoing: Outgoing) -> Landing | None:
        chat_id = self.signs.get(outgoing.reply_sign)
        if chat_id is None:
            return None
        said = self.say(
            chat_id,
            outgoing.text,
            sender=Sender.SELLER,
            source="seller-public-api",
            files=outgoing.files,
        )
        return self._land(outgoing, Deed.REPLY, add_time=said["addTimestamp"])

    def _land(self, outgoing: Outgoing, deed: Deed, add_time: int | None = None) -> Landing:
        landing = Landing(
            channel=outgoing.channel,
            target=outgoing.target,
            text=outgoing.text,
            at=self.clock.now(),
            add_time=add_time,
            deed=deed,
            files=len(outgoing.files),
        )
        self.landings.append(landing)
        return landing

    def _write_answer(self, outgoing: Outgoing, deed: Deed) -> bool:
        item = self.look_at(outgoing.channel, outgoing.target)
        if item is None or not self._may_write(item, deed):
            return False
        if item.answered_at is not None:
            item.edits_left -= 1
        item.answered_at, item.hidden = self.clock.now(), outgoing.text
        self._settle(item)
        return True

    def _may_write(self, item: Shelved, deed: Deed) -> bool:
        """An answer may be edited once; for questions, both are one method of WB."""
        is_question = item.channel is Channel.QUESTION
        if item.answered_at is None and item.raw["answer"] is None:
            return is_question or deed is Deed.REPLY
        if deed is Deed.REPLY and not is_question:
            return False
        since = item.answered_at or item.created_at
        shown = is_question or item.hidden is None
        return shown and item.edits_left > 0 and self.clock.now() - since <= EDITABLE_FOR

    def _settle(self, item: Shelved) -> None:
        now = self.clock.now()
        if item.answered_at is None:
            return
        if item.hidden is not None and now >= item.answered_at + self.visible_after:
            self._show(item, item.hidden, AnswerState.REVIEW_REQUIRED)
        judged = self.moderated_after is not None and now >= item.answered_at + self.moderated_after
        answer = item.raw["answer"]
        if judged and answer and answer.get("state") == AnswerState.REVIEW_REQUIRED:
            answer["state"] = AnswerState.WB_RU.value

    def _show(self, item: Shelved, text: str, state: AnswerState) -> None:
        item.hidden = None
        item.answered_at = item.answered_at or self.clock.now()
        answer: RawItem = {"text": text, "editable": item.edits_left > 0}
        if item.channel is Channel.REVIEW:
            answer["state"] = state.value
        else:
            answer["createDate"] = zulu(item.answered_at)
        item.raw |= {"answer": answer, "state": "wbRu", "wasViewed": True}

    def _shelve(
        self, channel: Channel, raw: RawItem, created: datetime, fields: Mapping[str, Any]
    ) -> str:
        external_id = str(raw["id"])
        item = Shelved(channel, deepcopy(raw | dict(fields)), created)
        if item.raw["answer"] is not None:
            item.answered_at = created
            item.edits_left = int(item.raw["answer"]["editable"])
        self.items[channel, external_id] = item
        return external_id

    def _keep(self, file: OutgoingFile) -> KeptFile:
        kept = KeptFile(self._name("file-"), file)
        self.files[kept.id] = kept
        return kept

    def _name(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):06d}"


def _stamp(event: RawItem) -> int:
    return int(event["addTimestamp"])


def _age(item: Shelved) -> tuple[datetime, str]:
    return item.created_at, str(item.raw["id"])
