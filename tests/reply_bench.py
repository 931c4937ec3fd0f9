"""One seller, one WB cabinet and all handlers of replies, in memory and under one clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.counting import CountingStores
from shared.domain.errors import RetryLater
from shared.domain.ids import InteractionId, ReplyId, hash_text, interaction_id, shard_of
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.approval import Approval
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyKind
from shared.domain.replies.switch import RUNNING
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.state import ChannelSync, SyncState
from shared.domain.words import reply_title
from shared.ports import Create, Marketplaces, Put, Stores
from shared.usecases.approve_reply import approve_reply
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.dispatch_reply import DispatchReport
from shared.usecases.move_item import change_item, summary_writes
from shared.usecases.watch_deadlines import SweepReport, watch_deadlines
from tests.builders import NOON, SELLER, settle_item
from tests.handlers import run_dispatch
from tests.judges import sure_judge
from tests.stores import embedded_stores

SID = "sid-1"
ANSWER = "Спасибо за ваши слова, всё проверим!"
EDITED = "Спасибо за ваши слова, нам очень-очень приятно!"


class DeadQueue:
    """A queue that stores nothing."""

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        raise RetryLater("the queue is down")


class Bench:
    """`stores` may be wrapped before use; `bill` counts what passes through it."""

    def __init__(self, plain: Stores | None = None) -> None:
        self.clock = FixedClock(NOON)
        self.plain = plain or embedded_stores()
        self.counting = CountingStores(self.plain)
        self.stores: Stores = self.counting
        self.queue = MemoryTaskQueue(self.clock)
        self.wb = MemoryMarketplaces(self.clock)
        self.cabinet = self.wb.add_cabinet(SID)
        self.vault = MemoryVault()
        self.token = self.wb.issue_token(SID)
        self.vault.seal(SELLER, self.token)
        self.ids = CountingIds("attempt")
        self.files = MemoryFiles()
        self.switch = RUNNING
        self.synced = 0
        shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
        self.plain.shared().commit([Create(shard)])

    # --- what WB holds, as ingestion would have stored it

    def add_item(self, channel: Channel, **facts: Any) -> InteractionId:
        if channel is Channel.REVIEW:
            name = self.cabinet.add_review(**{"text": "Очень понравилось"} | facts)
        elif channel is Channel.QUESTION:
            name = self.cabinet.add_question(**{"text": "Какой состав?"} | facts)
        else:
            name = self.cabinet.open_chat(**{"text": "Где заказ?"} | facts)
        self.ingest(channel, name)
        return interaction_id(channel, name)

    def ingest(self, channel: Channel, name: str) -> None:
        """Read one item from WB into the store, messages included."""
        store = self.plain.of_seller(SELLER)
        now = self.clock.now()
        found = self.wb.parse_item(channel, self._raw(channel, name), now)
        for message in found.messages:
            store.commit([Put(message)])
        stored = store.get(Interaction, interaction_id(channel, name))
        if stored is None:
            item = settle_item(channel, found.source)
            store.commit([Create(item), *summary_writes([(None, item)])])
            return
        after = change_item(stored.value, DEFAULT_SETTINGS, now, source=found.source)
        moved = summary_writes([(stored.value, after)])
        store.commit([Put(after, version=stored.version), *moved])

    def _raw(self, channel: Channel, name: str) -> dict[str, Any]:
        if channel is not Channel.CHAT:
            item = self.cabinet.look_at(channel, name)
            assert item is not None
            return item.raw
        events = [event for event in self.cabinet.events if event["chatID"] == name]
        return {"chat": self.cabinet.chats[name], "events": events}

    def sync_chats(self, payload: Mapping[str, str] | None = None) -> None:
        """Read all chats to the end of their events, as a sync does."""
        self.synced += 1
        for name in self.cabinet.chats:
            self.ingest(Channel.CHAT, name)
        channel = ChannelSync(last_success_at=self.clock.now())
        state = SyncState(category=Category.CHAT, channels={Channel.CHAT.value: channel})
        self.plain.of_seller(SELLER).commit([Put(state)])

    # --- what people and functions do

    def approval(self, item: InteractionId, text: str = ANSWER, **facts: Any) -> Approval:
        known: dict[str, Any] = {
            "interaction": item,
            "text": text,
            "text_hash": hash_text(text),
            "revision": self.item(item).revision,
            "client_request_id": "request-1",
        }
        return Approval(**known | facts)

    def approve(self, item: InteractionId, text: str = ANSWER, **facts: Any) -> Reply:
        return self.accept(self.approval(item, text, **facts))

    def edit(self, item: InteractionId, text: str = EDITED, **facts: Any) -> Reply:
        """Approve the one change of an answer."""
        known = {"kind": ReplyKind.EDIT, "reason": "Опечатка", "client_request_id": "edit-1"}
        return self.approve(item, text, **known | facts)

    def accept(self, approval: Approval) -> Reply:
        return approve_reply(
            SELLER,
            approval,
            stores=self.stores,
            queue=self.queue,
            clock=self.clock,
            judge=sure_judge(),
        )

    def cancel(self, reply: Reply) -> Reply:
        return cancel_reply(SELLER, reply.id, stores=self.stores, clock=self.clock)

    def dispatch(
        self, reply: Reply | ReplyId, through: Marketplaces | None = None
    ) -> DispatchReport:
        return run_dispatch(self, reply.id if isinstance(reply, Reply) else reply, through)

    def watch(self) -> SweepReport:
        return watch_deadlines(
            stores=self.stores, queue=self.queue, clock=self.clock, shards=[shard_of(SELLER)]
        )

    def run_for(self, span: timedelta) -> None:
        """Let time pass; tasks run when they are due and the sweep runs every minute."""
        end = self.clock.now() + span
        handlers = {
            "dispatch": self._run_dispatch,
            "sync": self.sync_chats,
        }
        while self.clock.now() < end:
            tick = self.clock.now() + timedelta(minutes=1)
            while (due := self.queue.next_due()) is not None and due <= min(tick, end):
                self.clock.set(max(due, self.clock.now()))
                self.queue.run_due(handlers)
            self.clock.set(min(tick, end))
            self.watch()

    def _run_dispatch(self, payload: Mapping[str, str]) -> None:
        self.dispatch(ReplyId(payload["reply"]))

    # --- what is stored

    def item(self, item: InteractionId) -> Interaction:
        stored = self.plain.of_seller(SELLER).get(Interaction, item)
        assert stored is not None
        return stored.value

    def reply(self, reply: Reply) -> Reply:
        stored = self.plain.of_seller(SELLER).get(Reply, reply.id)
        assert stored is not None
        return stored.value


def approved(channel: Channel) -> tuple[Bench, InteractionId, Reply]:
    bench = Bench()
    item = bench.add_item(channel)
    return bench, item, bench.approve(item)


def title_of(bench: Bench, reply: Reply) -> str:
    return reply_title(bench.reply(reply), bench.clock.now())
