"""The pretended WB as a schedule disturbs it: answers lost, late, refused, listed twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.wb_cabinet import Deed
from shared.domain.accounts.tokens import Scope, TokenFacts
from shared.domain.attachments import Download
from shared.domain.errors import RateLimited, Unavailable
from shared.domain.interaction import Channel
from shared.domain.marketplace import CabinetProfile, EventPage, ListPage, ListRequest
from shared.domain.raw_items import ParsedItem, RawItem, ReadBack
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.domain.sync.category import Category
from shared.ports import Marketplace
from tests.builders import NOON
from tests.simulation.engine import Engine
from tests.simulation.faults import Fault, Place

T = TypeVar("T")

# Who gave up waiting did so after this time; WB may still do what it was asked.
GIVES_UP_AFTER = 15.0
LATEST = 120.0
# In a storm WB names a pause that may be too short.
LONGEST_RETRY = 20.0

_read_tokens: dict[str, TokenFacts] = {}


class _Marketplaces(MemoryMarketplaces):
    """Reading a token's signature is dear, and what a token says never changes."""

    def read_token(self, token: str) -> TokenFacts:
        if token not in _read_tokens:
            _read_tokens[token] = super().read_token(token)
        return _read_tokens[token]


class _Reader:
    """Sync reads the same words again and again, and what they mean never changes."""

    def __init__(self, marketplaces: MemoryMarketplaces) -> None:
        self._marketplaces = marketplaces
        self._known: dict[tuple[Channel, str], ParsedItem] = {}

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        if channel is Channel.CHAT:
            return self._marketplaces.parse_item(channel, raw, observed_at)
        key = channel, json.dumps(raw)
        known = self._known.get(key)
        if known is None:
            known = self._marketplaces.parse_item(channel, raw, observed_at)
            self._known[key] = known
        return replace(known, source=replace(known.source, observed_at=observed_at))


class SimWB:
    """WB with a clock of its own, which no worker's skew moves.

    `begin` is told of each write before anything can go wrong with it, `arrive` of each that WB
    has taken, with what `begin` made of it; `called` of each read, and whether its process had
    been frozen on the way to it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = FixedClock(NOON)
        self.memory = _Marketplaces(self.clock)
        self.cabinet = self.memory.add_cabinet()
        self.begin: Callable[[str, Outgoing], Any] = lambda sender, outgoing: None
        self.arrive: Callable[[Any], None] = lambda sending: None
        self.called: Callable[..., None] = lambda category, was_frozen: None
        self.between_pages: Callable[[], None] | None = None
        self._reader = _Reader(self.memory)
        self._trouble: dict[Category, tuple[Fault, float]] = {}

    def follow_time(self) -> None:
        self.clock.set(NOON + timedelta(seconds=self.engine.now))

    # --- marketplaces

    def open(self, token: str) -> Marketplace:
        return SimCabinet(self, self.memory.open(token))

    def read_token(self, token: str) -> TokenFacts:
        return self.memory.read_token(token)

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        return self._reader.parse_item(channel, raw, observed_at)

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        return self.memory.read_answer(channel, raw)

    # --- writing

    def process(self, outgoing: Outgoing, deed: Deed, sending: Any) -> Outcome:
        """WB does what it was asked."""
        self.follow_time()
        landing = self.cabinet.apply(outgoing, deed)
        self.take(outgoing, sending)
        return Outcome(verdict=Verdict.ACCEPTED, add_time=landing.add_time if landing else None)

    def take(self, outgoing: Outgoing, sending: Any) -> None:
        """Whatever WB makes of it, these words have arrived."""
        if self.cabinet.visible_after:
            self.engine.count(Fault.SHOWN_LATE)
        self.engine.note(f"WB takes {outgoing.target}: {outgoing.text}")
        self.arrive(sending)

    def process_later(self, outgoing: Outgoing, deed: Deed, sending: Any) -> None:
        engine = self.engine
        late = GIVES_UP_AFTER + (LATEST if engine.is_scripted else engine.dice.uniform(0, LATEST))

        def process() -> None:
            self.process(outgoing, deed, sending)

        self.engine.disturb_for(late)
        self.engine.at(late, process)

    # --- reading

    def begin_trouble(self, category: Category, fault: Fault, seconds: float) -> None:
        """For a while every call of a category fails."""
        self.engine.count(fault)
        self.engine.disturb_for(seconds)
        self._trouble[category] = fault, self.engine.now + seconds

    def meet_trouble(self, category: Category) -> None:
        """Fail as everybody does who calls now."""
        fault, until = self._trouble.get(category, (Fault.STORM, 0.0))
        if self.engine.now >= until:
            return
        if fault is Fault.OUTAGE:
            raise Unavailable("WB is down")
        raise RateLimited(min(until - self.engine.now, LONGEST_RETRY))

    def disturb_page(self, request: ListRequest, page: ListPage) -> ListPage:
        """While somebody pages, items come and go: some are listed twice, some move."""
        engine = self.engine
        if not engine.is_faulty or self.between_pages is None:
            return page
        if engine.dice.random() < 0.05:
            engine.count(Fault.LIST_MOVED)
            self.between_pages()
        if 0 < len(page.items) < request.take and engine.dice.random() < 0.05:
            engine.count(Fault.LISTED_TWICE)
            return ListPage(items=(*page.items, page.items[0]))
        return page


class SimCabinet:
    """One open cabinet."""

    def __init__(self, wb: SimWB, inner: Marketplace) -> None:
        self._wb = wb
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def list_items(self, request: ListRequest) -> ListPage:
        page = self._read(Category.FEEDBACKS, lambda: self._inner.list_items(request))
        return self._wb.disturb_page(request, page)

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        return self._read(Category.FEEDBACKS, lambda: self._inner.read_item(channel, external_id))

    def list_chats(self) -> tuple[RawItem, ...]:
        lines = self._read(Category.CHAT, self._inner.list_chats)
        engine = self._wb.engine
        if engine.is_faulty and lines and engine.dice.random() < 0.05:
            engine.count(Fault.LISTED_TWICE)
            return (*lines, lines[0])
        return lines

    def list_events(self, cursor: int | None) -> EventPage:
        return self._read(Category.CHAT, lambda: self._inner.list_events(cursor))

    def download_file(self, download_id: str) -> Download:
        return self._read(Category.CHAT, lambda: self._inner.download_file(download_id))

    def check_scope(self, scope: Scope) -> None:
        category = Category.CHAT if scope is Scope.CHATS else Category.FEEDBACKS
        self._read(category, lambda: self._inner.check_scope(scope))

    def read_profile(self) -> CabinetProfile:
        return self._read(Category.FEEDBACKS, self._inner.read_profile)

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Write an answer or a message."""
        return self._write(outgoing, Deed.REPLY)

    def edit_answer(self, outgoing: Outgoing) -> Outcome:
        """Change an answer."""
        return self._write(outgoing, Deed.EDIT)

    def _write(self, outgoing: Outgoing, deed: Deed) -> Outcome:
        """Freezing here is the worst case: the last check is done, the words are on their way."""
        engine = self._wb.engine
        sending = self._wb.begin(engine.running, outgoing)
        fault = engine.draw(Place.SEND)
        outcome = self._send(outgoing, deed, sending, fault)
        engine.crash_after(fault)
        return outcome

    def _send(self, outgoing: Outgoing, deed: Deed, sending: Any, fault: Fault | None) -> Outcome:
        wb, dice = self._wb, self._wb.engine.dice
        match fault:
            case Fault.NOT_SENT:
                return Outcome(verdict=Verdict.NOT_SENT, reason="refused")
            case Fault.LIMITED:
                return Outcome(verdict=Verdict.RATE_LIMITED, retry_after=dice.uniform(1, 20))
            case Fault.REJECTED:
                return Outcome(verdict=Verdict.REFUSED, reason="WB не принял текст")
            case Fault.NOT_PROCESSED:
                return Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
            case Fault.BROKEN_UNDONE:
                return Outcome(verdict=Verdict.UNKNOWN, reason="500")
            case Fault.PROCESSED_LATE:
                wb.process_later(outgoing, deed, sending)
                return Outcome(verdict=Verdict.UNKNOWN, reason="timeout")
            case Fault.PROCESSED | Fault.BROKEN_DONE:
                wb.process(outgoing, deed, sending)
                broken = fault is Fault.BROKEN_DONE
                return Outcome(verdict=Verdict.UNKNOWN, reason="500" if broken else "timeout")
            case _:
                return self._send_well(outgoing, deed, sending)

    def _send_well(self, outgoing: Outgoing, deed: Deed, sending: Any) -> Outcome:
        """A dead token, an unknown target and a stale sign are refused as ever."""
        self._wb.follow_time()
        is_edit = deed is Deed.EDIT
        write = self._inner.edit_answer if is_edit else self._inner.send_reply
        outcome = write(outgoing)
        if outcome.verdict is Verdict.ACCEPTED:
            self._wb.take(outgoing, sending)
        return outcome

    def _read(self, category: Category, read: Callable[[], T]) -> T:
        """A call that fails has reached WB as well."""
        wb, engine = self._wb, self._wb.engine
        began = engine.now

        def reach() -> None:
            wb.follow_time()
            wb.called(category, was_frozen=engine.now > began)

        def act() -> T:
            wb.meet_trouble(category)
            reach()
            return read()

        try:
            return engine.effect(Place.READ, act)
        except (RateLimited, Unavailable):
            reach()
            raise
