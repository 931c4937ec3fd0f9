"""A refusal earned with an old key harms nothing that a new key could do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.accounts.account import Connection, Seller
from shared.domain.errors import AccessDenied, Denial
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.ports import Create, Marketplace, Patch
from shared.usecases.park_category import park_category
from shared.usecases.resume_replies import PAGE_SIZE, resume_replies
from shared.usecases.start_sync import start_sync
from tests.builders import NOON, SELLER
from tests.reply_bench import SID, Bench
from tests.sync_bench import SyncBench
from tests.unit.usecases.test_dispatch_races import SlowMarketplaces

SECOND = timedelta(seconds=1)
DENIED = Outcome(verdict=Verdict.DENIED, denial=Denial.TOKEN)


class Office:
    """A seller who may connect a new key at any moment."""

    def __init__(self) -> None:
        self.bench = Bench()
        facts = self.bench.wb.read_token(self.bench.token)
        self.connection = Connection(
            facts=facts, cabinet="cabinet", trade_mark="Пример", connected_at=NOON
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=self.connection)
        self.bench.plain.shared().commit([Create(seller)])

    def connect(self) -> None:
        bench = self.bench
        self.store_connection()
        resume_replies(SELLER, stores=bench.plain, queue=bench.queue, clock=bench.clock)

    def store_connection(self) -> None:
        bench = self.bench
        bench.clock.advance(SECOND)
        token = bench.wb.issue_token(SID, lifetime=timedelta(days=99))
        bench.vault.seal(SELLER, token)
        connection = replace(self.connection, connected_at=bench.clock.now())
        bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": connection})])

    def dispatch(self, reply: Reply, marketplaces: SlowMarketplaces) -> None:
        self.bench.dispatch(reply, marketplaces)


class RefusingMarketplaces(SlowMarketplaces):
    """A WB that refuses the key at the first read, after something has happened."""

    def open(self, token: str) -> Marketplace:
        return RefusingCabinet(self._bench.wb.open(token), self._meanwhile)


class RefusingCabinet:
    def __init__(self, inner: Marketplace, meanwhile: Callable[[], Outcome]) -> None:
        self._inner = inner
        self._meanwhile = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        raise AccessDenied(self._meanwhile().denial or Denial.TOKEN)


def reconnecting(office: Office) -> Callable[[], Outcome]:
    def connect() -> Outcome:
        office.connect()
        return DENIED

    return connect


def test_a_look_before_that_was_refused_comes_back_with_the_new_key() -> None:
    office = Office()
    reply = office.bench.approve(office.bench.add_item(Channel.REVIEW))
    office.bench.clock.advance(10 * SECOND)

    office.dispatch(reply, RefusingMarketplaces(office.bench, reconnecting(office)))

    assert office.bench.reply(reply).state is ReplyState.APPROVED
    office.bench.run_for(10 * SECOND)
    assert office.bench.reply(reply).state is ReplyState.CONFIRMED


def test_a_sending_that_was_refused_is_repeated_with_the_new_key() -> None:
    office = Office()
    reply = office.bench.approve(office.bench.add_item(Channel.REVIEW))
    office.bench.clock.advance(10 * SECOND)

    office.dispatch(reply, SlowMarketplaces(office.bench, reconnecting(office)))

    assert office.bench.reply(reply).state is ReplyState.APPROVED
    office.bench.run_for(10 * SECOND)
    assert office.bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(office.bench.cabinet.landings) == 1


def test_a_read_back_that_was_refused_comes_back_with_the_new_key() -> None:
    office = Office()
    office.bench.cabinet.lose_answer()
    reply = office.bench.approve(office.bench.add_item(Channel.REVIEW))
    office.bench.clock.advance(10 * SECOND)
    office.bench.dispatch(reply)
    assert office.bench.reply(reply).state is ReplyState.UNKNOWN
    office.bench.clock.advance(30 * SECOND)

    office.dispatch(reply, RefusingMarketplaces(office.bench, reconnecting(office)))

    assert office.bench.reply(reply).state is ReplyState.UNKNOWN
    office.bench.run_for(10 * SECOND)
    assert office.bench.reply(reply).state is ReplyState.CONFIRMED


def test_the_key_of_today_is_believed() -> None:
    office = Office()
    reply = office.bench.approve(office.bench.add_item(Channel.REVIEW))
    office.bench.clock.advance(10 * SECOND)

    office.dispatch(reply, RefusingMarketplaces(office.bench, lambda: DENIED))

    assert office.bench.reply(reply).state is ReplyState.BLOCKED


def parked(bench: SyncBench) -> dict[str, str]:
    profile = bench.plain.shared().get(Seller, SELLER)
    assert profile is not None
    assert profile.value.connection is not None
    return profile.value.connection.parked


@pytest.mark.parametrize("fresh", [True, False])
def test_only_the_refused_connection_is_parked_and_polled_no_more(*, fresh: bool) -> None:
    bench = SyncBench()
    began = bench.clock.now() - (SECOND if fresh else timedelta(0))

    park_category(SELLER, Category.FEEDBACKS, Denial.TOKEN, stores=bench.plain, connected_at=began)

    assert parked(bench) == ({} if fresh else {"feedbacks": "token"})
    shards = [bench.plain.shared().get(Shard, str(number)) for number in range(64)]
    due = next(one.value.sellers[SELLER] for one in shards if one and SELLER in one.value.sellers)
    assert (due.feedbacks_at is None) is not fresh
    assert due.chat_at is not None


def test_every_blocked_reply_is_resumed_however_many_there_are() -> None:
    office = Office()
    bench = office.bench
    bench.vault.forget(SELLER)
    items: list[InteractionId] = [
        bench.add_item(Channel.QUESTION) for _ in range(2 * PAGE_SIZE + 5)
    ]
    replies = [bench.approve(item) for item in items]
    bench.clock.advance(10 * SECOND)
    for reply in replies:
        bench.dispatch(reply)
    bench.vault.seal(SELLER, bench.token)

    resumed = resume_replies(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)

    assert resumed == len(replies)
    assert {bench.reply(reply).state for reply in replies} == {ReplyState.APPROVED}


@pytest.mark.parametrize("parked", [True, False])
def test_a_sync_by_hand_resumes_blocked_replies_whatever_was_cut_off(parked: bool) -> None:
    office = Office()
    bench = office.bench
    bench.cabinet.fail_write(DENIED)
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.run_for(11 * SECOND)
    assert bench.reply(reply).state is ReplyState.BLOCKED

    if parked:
        park_category(SELLER, Category.FEEDBACKS, Denial.TOKEN, stores=bench.plain)
    start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.run_for(10 * SECOND)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
