"""A seller, WB, a queue and a store whose side effects go wrong as the schedule says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Found
from shared.domain.accounts.account import Connection, Seller
from shared.domain.errors import NotFound
from shared.domain.ids import ReplyId, hash_text, shard_of
from shared.domain.interaction import Channel, Interaction, Origin
from shared.domain.raw_items import ParsedItem, RawItem
from shared.domain.replies.approval import Approval
from shared.domain.replies.refusals import ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyKind
from shared.domain.replies.switch import RUNNING, Switch
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.sync.category import Category
from shared.domain.sync.state import ChannelSync, SyncState
from shared.ports import Create, Put, Query, Write
from shared.usecases.approve_reply import approve_reply
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.move_item import change_item, summary_writes
from shared.usecases.resume_replies import resume_replies
from shared.usecases.retry_reply import retry_reply
from shared.usecases.watch_deadlines import watch_deadlines
from tests.builders import NOON, SELLER, settle_item
from tests.handlers import run_dispatch
from tests.judges import sure_judge
from tests.simulation.engine import Engine, is_retried
from tests.simulation.faults import Fault
from tests.simulation.ports import EngineClock, MemoryStores, SimFiles, SimQueue, SimStores
from tests.simulation.wb import SimWB
from tests.simulation.witness import Witness

_begun: dict[tuple[Channel, Origin], tuple[Interaction, dict[DocPath, Found]]] = {}

ANSWER = "Спасибо за ваши слова, всё проверим!"
MOST_TRIES = 8


@cache
def _first_token() -> str:
    return MemoryMarketplaces(FixedClock(NOON)).issue_token()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to say, under which name the request goes, and who it is."""

    request: str
    text: str = ANSWER
    author: Author = Author.SELLER
    kind: ReplyKind = ReplyKind.ANSWER


class World:
    """Everything outside the handlers; `witness` sees what really happened.

    Whoever looks at an example has no key for WB.
    """

    def __init__(
        self,
        engine: Engine,
        channel: Channel,
        *,
        remembers: bool = True,
        origin: Origin = Origin.WB_API,
    ) -> None:
        self.engine = engine
        self.channel = channel
        self.origin = origin
        self.clock = EngineClock(engine)
        self.plain = MemoryStores(remembers=remembers)
        self.wb = SimWB(engine)
        self.witness = Witness(engine, channel)
        self.witness.is_example = origin is Origin.DEMO
        self.wb.called = lambda category, *, was_frozen: self.witness.see_call()
        self.stores = SimStores(self.plain, engine, self.witness.see_commit)
        self.queue = SimQueue(engine, self.handle, frozenset({"dispatch", "sync"}))
        self.wb.begin, self.wb.arrive = self.witness.begin_sending, self.witness.see_arrival
        self.cabinet = self.wb.cabinet
        visible = 0.0 if engine.is_scripted else engine.dice.uniform(0, 60)
        self.cabinet.visible_after = timedelta(seconds=visible)
        self.vault = MemoryVault()
        if origin is Origin.WB_API:
            self.vault.seal(SELLER, _first_token())
        self.files = SimFiles(engine)
        self.ids = CountingIds("attempt")
        self.switch = RUNNING
        self._copy: dict[DocPath, Found] | None = None
        self.name = self._add_to_cabinet()
        self.item = self._add_item()
        self._known_news = self._news()

    # --- set-up

    def _add_to_cabinet(self) -> str:
        match self.channel:
            case Channel.REVIEW:
                return self.cabinet.add_review(text="Очень понравилось")
            case Channel.QUESTION:
                return self.cabinet.add_question(text="Какой состав?")
            case Channel.CHAT:
                return self.cabinet.open_chat(text="Где заказ?")

    def _add_item(self) -> Interaction:
        """Every schedule of a channel begins with the same item in the same store."""
        key = self.channel, self.origin
        begun = _begun.get(key)
        if begun is None:
            item = settle_item(self.channel, replace(self._parse().source, origin=self.origin))
            self.plain.of_seller(SELLER).commit([Create(item), *summary_writes([(None, item)])])
            if self.origin is Origin.WB_API:
                self._connect()
            begun = _begun[key] = (item, self.plain.copy())
        else:
            self.plain.restore(begun[1])
        return begun[0]

    def _connect(self) -> None:
        """The profile follows the token: whoever reads it first never has too new a moment."""
        token = self.vault.open(SELLER)
        assert token is not None
        moment = NOON + timedelta(seconds=self.engine.now)
        connection = Connection(
            facts=self.wb.read_token(token), cabinet="c", trade_mark="", connected_at=moment
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.plain.shared().commit([Put(seller)])

    def _parse(self) -> ParsedItem:
        self.wb.follow_time()
        raw: RawItem
        if self.channel is Channel.CHAT:
            events = [one for one in self.cabinet.events if one["chatID"] == self.name]
            raw = {"chat": self.cabinet.chats[self.name], "events": events}
        else:
            shelved = self.cabinet.look_at(self.channel, self.name)
            assert shelved is not None
            raw = shelved.raw
        return self.wb.parse_item(self.channel, raw, self.wb.clock.now())

    # --- people

    def approve(self, wish: Wish) -> None:
        """A browser repeats the same request until it hears an answer."""

        self._insist(lambda: self.approve_now(wish), f"approve {wish.request}")

    def approve_now(self, wish: Wish) -> None:
        approval = Approval(
            interaction=self.item.id,
            text=wish.text,
            text_hash=hash_text(wish.text),
            revision=self.stored_item().revision,
            client_request_id=wish.request,
            author=wish.author,
            kind=wish.kind,
            confirm=True,
            reason="Опечатка" if wish.kind is ReplyKind.EDIT else "",
        )
        self._hear_yes(
            lambda: approve_reply(
                SELLER,
                approval,
                stores=self.stores,
                queue=self.queue,
                clock=self.clock,
                judge=sure_judge(),
            )
        )

    def _hear_yes(self, ask: Callable[[], Reply]) -> None:
        """A yes that comes after a restore is of the store that was lost."""
        asked_of = self.switch.restored_at
        reply = ask()
        if self.switch.restored_at == asked_of:
            self.witness.hear_yes(reply)

    def cancel(self, reply: ReplyId) -> None:
        self.engine.count(Fault.CANCELLED)
        self.engine.start(lambda: self.cancel_now(reply), self._accept_refusal, name="cancel")

    def cancel_now(self, reply: ReplyId) -> None:
        asked_of = self.switch.restored_at
        cancel_reply(SELLER, reply, stores=self.stores, clock=self.clock)
        if self.switch.restored_at == asked_of:
            self.witness.hear_cancelled(reply)

    def retry(self, reply: ReplyId) -> None:
        self._insist(lambda: self.retry_now(reply), "retry")

    def retry_now(self, reply: ReplyId) -> None:
        self._hear_yes(
            lambda: retry_reply(
                SELLER,
                reply,
                stores=self.stores,
                queue=self.queue,
                clock=self.clock,
                judge=sure_judge(),
            )
        )

    def _insist(self, ask: Callable[[], None], name: str) -> None:
        """Nobody goes on clicking through the hours in which an older copy is brought back."""
        switch = self.switch

        def end(error: BaseException | None, tries: int = 0) -> None:
            goes_on = switch.restored_at == self.switch.restored_at
            if is_retried(error) and tries < MOST_TRIES and goes_on:
                again = lambda: self.engine.start(ask, lambda e: end(e, tries + 1), name)  # noqa: E731
                self.engine.at(5.0, again)
            else:
                self._accept_refusal(error)

        self.engine.start(ask, end, name)

    def _accept_refusal(self, error: BaseException | None) -> None:
        if isinstance(error, ReplyRefused):
            self.witness.hear_refusal(error)
            return
        assert error is None or is_retried(error) or isinstance(error, NotFound), error

    def answer_in_portal(self) -> None:
        shelved = self.cabinet.look_at(self.channel, self.name)
        assert shelved is not None
        if shelved.raw["answer"] is None and shelved.answered_at is None:
            self.wb.follow_time()
            self.engine.count(Fault.PORTAL)
            self.cabinet.answer_in_portal(self.channel, self.name, "Ответ сотрудника")
            self.witness.answered_at = self.engine.now

    def lose_token(self) -> None:
        token = self.vault.open(SELLER)
        assert token is not None
        self.engine.count(Fault.REVOKED)
        self.wb.memory.revoke(token)

    def replace_token(self) -> None:
        self.seal_token()

        def end(error: BaseException | None) -> None:
            if error is not None:
                self.engine.at(30.0, lambda: self.engine.start(self.resume_now, end, "resume"))

        self.engine.start(self.resume_now, end, "resume")

    def new_token(self) -> str:
        """A token that no other is equal to."""
        return self.wb.memory.issue_token(lifetime=timedelta(days=100, seconds=self.engine.now))

    def seal_token(self) -> None:
        """Everything of a new connection but its replies, which go on by `resume_now`."""
        self.vault.seal(SELLER, self.new_token())
        self._connect()

    def resume_now(self) -> None:
        resume_replies(SELLER, stores=self.stores, queue=self.queue, clock=self.clock)

    # --- operators

    def halt(self) -> None:
        """Nothing that begins from now on may send."""
        self.engine.count(Fault.HALTED)
        self._turn(replace(self.switch, paused=True))

    def go_on(self) -> None:
        self._turn(replace(self.switch, paused=False))

    def keep_copy(self) -> None:
        """A backup."""
        self._copy = self.plain.copy()

    def restore_copy(self) -> None:
        """The backup takes the place of all that came after it; sending is paused."""
        assert self._copy is not None
        self.engine.count(Fault.RESTORED)
        self.plain.restore(self._copy)
        self._known_news = ""
        found = self.plain.of_seller(SELLER).find(Query(kind=Reply))
        self.witness.forget([stored.value for stored in found])
        restored_at = NOON + timedelta(seconds=self.engine.now)
        self._turn(Switch(paused=True, restored_at=restored_at))

    def _turn(self, switch: Switch) -> None:
        self.switch = switch
        self.witness.see_switch(is_paused=switch.paused)

    # --- functions

    def handle(self, queue: str, payload: Mapping[str, str]) -> None:
        if queue == "sync":
            self.sync()
            return
        run_dispatch(self, ReplyId(payload["reply"]))

    def sweep(self) -> None:
        self.engine.start(self.sweep_now, lambda _: None, name="watch")

    def sweep_when_due(self) -> None:
        """A sweep that finds nothing changes nothing, and is left out."""
        soon = NOON + timedelta(seconds=self.engine.now + self.engine.odds.most_skew)
        replies = self.witness.replies.values()
        if any(one.due_at is not None and one.due_at <= soon for one in replies):
            self.sweep()

    def sweep_now(self) -> None:
        shards = [shard_of(SELLER)]
        watch_deadlines(stores=self.stores, queue=self.queue, clock=self.clock, shards=shards)

    def sync(self) -> None:
        """What the sync would store; its own faults have schedules of their own."""
        if self.origin is Origin.DEMO:
            return
        store = self.plain.of_seller(SELLER)
        self.wb.follow_time()
        now = self.wb.clock.now()
        awaited = any(one.due_at is not None for one in self.witness.replies.values())
        if self.channel is Channel.CHAT and awaited:
            channel = ChannelSync(last_success_at=now)
            state = SyncState(category=Category.CHAT, channels={Channel.CHAT.value: channel})
            store.commit([Put(state)])
        news = self._news()
        if news == self._known_news:
            return
        self._known_news = news
        found = self._parse()
        stored = store.get(Interaction, self.item.id)
        assert stored is not None
        after = change_item(stored.value, DEFAULT_SETTINGS, now, source=found.source)
        writes: list[Write] = [Put(message) for message in found.messages]
        moved = summary_writes([(stored.value, after)])
        store.commit([*writes, Put(after, version=stored.version), *moved])

    def _news(self) -> str:
        """What would make a sync write anything."""
        if self.channel is Channel.CHAT:
            return str(len(self.cabinet.events))
        shelved = self.cabinet.look_at(self.channel, self.name)
        return str(shelved.raw["answer"]) if shelved else ""

    # --- what is stored

    def stored_item(self) -> Interaction:
        stored = self.plain.of_seller(SELLER).get(Interaction, self.item.id)
        assert stored is not None
        return stored.value

    def stored_replies(self) -> list[Reply]:
        store = self.plain.of_seller(SELLER)
        found = [store.get(Reply, name) for name in self.witness.replies]
        return [stored.value for stored in found if stored is not None]
