"""From a buyer's words to a proven answer, through every stage, on both marketplaces."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.accounts.account import Connection, Seller
from shared.domain.drafts.draft import Draft
from shared.domain.ids import InteractionId, ReplyId, SellerId, hash_text, interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.approval import Approval
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.sync.category import Category
from shared.domain.words import reply_title
from shared.ports import Clock, Create
from shared.usecases.approve_reply import approve_reply
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.draft_reply import draft_reply
from shared.usecases.ingest_page import ingest_page
from shared.usecases.link_thread import link_thread
from shared.usecases.plan_sync import plan_sync
from shared.usecases.schedule_seller import schedule_seller
from shared.usecases.sync_channel import sync_channel
from shared.usecases.watch_deadlines import watch_deadlines
from tests.contract.marketplace_benches import Bench, MemoryBench, SimulatedBench
from tests.judges import sure_judge
from tests.stores import embedded_stores

SELLER = SellerId("seller-1")


class BenchClock(Clock):
    """The product lives in the marketplace's time."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._start = bench.now()

    def now(self) -> datetime:
        return self._bench.now()

    def name(self) -> str:
        return "test"

    def wait(self, pause: timedelta) -> None:
        self._bench.advance(pause.total_seconds())

    def monotonic(self) -> float:
        return (self._bench.now() - self._start).total_seconds()


class Product:
    """All functions of one seller in one process."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.clock = BenchClock(bench)
        self.stores = embedded_stores()
        self.queue = MemoryTaskQueue(self.clock)
        self.vault = MemoryVault()
        self.ids = CountingIds()
        token = bench.issue(seconds=90 * 86_400)
        self.vault.seal(SELLER, token)
        facts = bench.marketplaces.read_token(token)
        connection = Connection(
            facts=facts, cabinet="c", trade_mark="Пример", connected_at=bench.now()
        )
        profile = Seller(
            id=SELLER, name="И", email="e", created_at=bench.now(), connection=connection
        )
        self.stores.shared().commit([Create(profile)])
        schedule_seller(SELLER, facts, stores=self.stores, clock=self.clock)

    def live(self, minutes: int) -> None:
        """Every second tasks may run; every minute the scheduler calls."""
        handlers = {
            "sync": self._sync,
            "ingest": self._ingest,
            "link": self._link,
            "draft": self._draft,
            "dispatch": self._dispatch,
        }
        for second in range(minutes * 60):
            if second % 60 == 0:
                plan_sync(stores=self.stores, queue=self.queue, clock=self.clock)
                watch_deadlines(stores=self.stores, queue=self.queue, clock=self.clock)
            self.queue.run_due(handlers)
            self.bench.advance(1)

    def _sync(self, body: Mapping[str, str]) -> None:
        sync_channel(
            SELLER,
            Category(body["category"]),
            stores=self.stores,
            marketplaces=self.bench.marketplaces,
            vault=self.vault,
            queue=self.queue,
            clock=self.clock,
            ids=self.ids,
        )

    def _ingest(self, body: Mapping[str, str]) -> None:
        ingest_page(
            SELLER,
            body["page"],
            stores=self.stores,
            item_reader=self.bench.marketplaces,
            queue=self.queue,
            clock=self.clock,
        )

    def _link(self, body: Mapping[str, str]) -> None:
        item = InteractionId(body["interaction"])
        link_thread(SELLER, item, stores=self.stores, clock=self.clock)

    def _draft(self, body: Mapping[str, str]) -> None:
        draft_reply(
            SELLER,
            InteractionId(body["interaction"]),
            stores=self.stores,
            writers=[TemplateWriter()],
            cards=MemoryCards(),
            clock=self.clock,
        )

    def _dispatch(self, body: Mapping[str, str]) -> None:
        dispatch_reply(
            SELLER,
            ReplyId(body["reply"]),
            stores=self.stores,
            marketplaces=self.bench.marketplaces,
            vault=self.vault,
            queue=self.queue,
            clock=self.clock,
            ids=self.ids,
            files=MemoryFiles(),
        )

    def item(self, item: InteractionId) -> Interaction:
        stored = self.stores.of_seller(SELLER).get(Interaction, item)
        assert stored is not None
        return stored.value

    def approve_draft(self, item: InteractionId) -> ReplyId:
        known = self.item(item)
        assert known.ai.draft is not None
        draft = self.stores.of_seller(SELLER).get(Draft, item, known.ai.draft.id)
        assert draft is not None
        text = draft.value.text
        approval = Approval(
            interaction=item,
            text=text,
            text_hash=hash_text(text),
            revision=known.revision,
            client_request_id="request-1",
            draft_id=draft.value.id,
            confirm=True,
        )
        return approve_reply(
            SELLER,
            approval,
            stores=self.stores,
            queue=self.queue,
            clock=self.clock,
            judge=sure_judge(),
        ).id

    def reply(self, reply: ReplyId) -> Reply:
        stored = self.stores.of_seller(SELLER).get(Reply, reply)
        assert stored is not None
        return stored.value


@pytest.fixture(params=[MemoryBench, SimulatedBench])
def product(request: pytest.FixtureRequest) -> Product:
    return Product(request.param())


TITLES = {
    Channel.REVIEW: "Опубликовано",
    Channel.QUESTION: "Ответ виден в WB",
    Channel.CHAT: "Доставлено",
}


@pytest.mark.parametrize("channel", Channel)
def test_a_drafted_answer_is_sent_and_proved(product: Product, channel: Channel) -> None:
    bench = product.bench
    match channel:
        case Channel.REVIEW:
            name = bench.add_review(text="Очень мягкая ткань", rating=5)
        case Channel.QUESTION:
            name = bench.add_question(text="Какой состав?")
        case Channel.CHAT:
            name = bench.open_chat("Где мой заказ?")
    item = interaction_id(channel, name)
    product.live(minutes=2)

    reply = product.approve_draft(item)
    product.live(minutes=12)

    sent = product.reply(reply)
    assert sent.state is ReplyState.CONFIRMED
    assert reply_title(sent, product.clock.now()) == TITLES[channel]
    assert not product.item(item).queue.needs_response


def test_a_lost_answer_is_found_and_nothing_is_sent_twice(product: Product) -> None:
    bench = product.bench
    item = interaction_id(Channel.QUESTION, bench.add_question(text="Какой состав?"))
    product.live(minutes=2)

    reply = product.approve_draft(item)
    bench.lose_answer()
    product.live(minutes=12)

    sent = product.reply(reply)
    assert sent.state is ReplyState.CONFIRMED
    assert [step.state for step in sent.trail].count(ReplyState.SENDING) == 1


def test_a_hidden_answer_is_waited_for(product: Product) -> None:
    bench = product.bench
    bench.hide_answers(timedelta(minutes=4).total_seconds())
    item = interaction_id(Channel.REVIEW, bench.add_review(text="Мягкая ткань", rating=5))
    product.live(minutes=2)

    reply = product.approve_draft(item)
    product.live(minutes=2)
    assert product.reply(reply).state is ReplyState.SENT
    product.live(minutes=12)

    assert reply_title(product.reply(reply), product.clock.now()) == "Опубликовано"
