"""Time alone makes things due; the sweep finds them, a bounded number at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.ids import InteractionId, ReplyId, SellerId, shard_of
from shared.domain.interaction import (
    Channel,
    ClosedBy,
    Interaction,
    Priority,
    ReplyMark,
    Sender,
    Status,
    View,
)
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.sync.due import SellerDue, Shard
from shared.ports import Patch, Put, Store
from shared.usecases.edit_interaction import Edit, edit_interaction
from shared.usecases.move_item import change_item, move_item
from shared.usecases.report_quality import report_quality
from shared.usecases.watch_deadlines import (
    MOST_ITEMS,
    MOST_REPLIES,
    PAGE_SIZE,
    watch_deadlines,
)
from tests.builders import SELLER
from tests.counts import count_of, summary_of
from tests.reply_bench import Bench, DeadQueue

MINUTE = timedelta(minutes=1)


def snooze(bench: Bench, item: InteractionId, minutes: int) -> None:
    until = bench.clock.now() + minutes * MINUTE
    edit_interaction(SELLER, item, Edit(snoozed_until=until), stores=bench.plain, clock=bench.clock)


def test_a_reply_whose_task_was_lost_is_found_and_sent() -> None:
    bench = Bench()
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.queue.run_due({})
    bench.clock.advance(MINUTE)

    report = bench.watch()
    assert report.facts() == {"queued": 1, "changed": 0, "doubtful": 0}
    assert bench.watch().queued == 0
    bench.run_for(timedelta(seconds=1))

    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_a_task_that_was_forgotten_is_asked_for_again() -> None:
    bench = Bench()
    bench.approve(bench.add_item(Channel.REVIEW))
    bench.clock.advance(MINUTE)
    assert bench.watch().queued == 1

    bench.clock.advance(5 * MINUTE)

    assert bench.watch().queued == 1


def test_a_reply_that_is_not_due_is_left_alone() -> None:
    bench = Bench()
    bench.approve(bench.add_item(Channel.REVIEW), send_at=bench.clock.now() + 60 * MINUTE)
    bench.clock.advance(MINUTE)

    assert bench.watch().queued == 0


def test_a_dead_queue_stops_no_sweep() -> None:
    bench = Bench()
    bench.approve(bench.add_item(Channel.REVIEW))
    bench.clock.advance(MINUTE)

    report = watch_deadlines(stores=bench.stores, queue=DeadQueue(), clock=bench.clock)

    assert report.queued == 0


def test_one_sweep_reads_on_to_the_last_reply() -> None:
    bench = Bench()
    for _ in range(PAGE_SIZE + 5):
        bench.approve(bench.add_item(Channel.QUESTION))
    bench.clock.advance(MINUTE)

    assert bench.watch().queued == PAGE_SIZE + 5


def test_replies_on_hold_hide_nothing_that_is_due_behind_them() -> None:
    bench = Bench()
    held = bench.approve(bench.add_item(Channel.REVIEW))
    looked_for = bench.approve(bench.add_item(Channel.REVIEW))
    bench.clock.advance(MINUTE)
    now = bench.clock.now()
    old = replace(held, held_at=now)
    many = [Put(replace(old, id=ReplyId(f"held-{number}"))) for number in range(MOST_REPLIES + 20)]
    unknown = replace(looked_for, state=ReplyState.UNKNOWN, attempt="one", due_at=now)
    bench.plain.of_seller(SELLER).commit([*many, Put(old), Put(unknown)])
    tasks: list[str] = []
    bench.queue = MemoryTaskQueue(bench.clock)

    assert bench.watch().queued == MOST_REPLIES + 1

    bench.queue.run_due({"dispatch": lambda payload: tasks.append(payload["reply"])})
    assert tasks[0] == unknown.id


class SlowQueue(MemoryTaskQueue):
    """A queue whose every answer takes seconds."""

    def __init__(self, clock: FixedClock, step: timedelta) -> None:
        super().__init__(clock)
        self._steady = clock
        self._step = step

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        self._steady.advance(self._step)
        return super().enqueue(queue, payload, key=key, delay=delay)


def test_a_slow_queue_does_not_hold_a_sweep_for_long() -> None:
    bench = Bench()
    for _ in range(20):
        bench.approve(bench.add_item(Channel.QUESTION))
    bench.clock.advance(MINUTE)
    bench.queue = SlowQueue(bench.clock, timedelta(seconds=4))

    assert bench.watch().queued == 5


def test_items_that_share_a_limit_are_all_raised() -> None:
    bench = Bench()
    items = [bench.add_item(Channel.QUESTION, text="Расскажите об этом") for _ in range(120)]
    bench.clock.advance(timedelta(hours=24, minutes=1))

    assert bench.watch().changed == 120
    assert {bench.item(item).queue.priority for item in items} == {Priority.URGENT}
    assert bench.watch().changed == 0


def test_what_one_tick_cannot_raise_the_next_ones_do() -> None:
    bench = Bench()
    for _ in range(MOST_ITEMS + 30):
        bench.add_item(Channel.QUESTION, text="Расскажите об этом")
    bench.clock.advance(timedelta(hours=24, minutes=1))

    assert bench.watch().changed == MOST_ITEMS
    bench.clock.advance(MINUTE)
    assert bench.watch().changed == 30


def test_what_missed_ticks_left_is_raised_by_the_next_one() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION, text="Расскажите об этом")
    bench.clock.advance(timedelta(days=4))

    assert bench.watch().changed == 1
    assert bench.item(item).queue.priority is Priority.URGENT


class SlowStores:
    """Stores in which opening a seller's takes seconds; tells who was opened."""

    def __init__(self, bench: Bench, step: timedelta) -> None:
        self._bench = bench
        self._step = step
        self.opened: list[str] = []

    def shared(self) -> Store:
        return self._bench.plain.shared()

    def of_seller(self, seller: SellerId) -> Store:
        self.opened.append(seller)
        self._bench.clock.advance(self._step)
        return self._bench.plain.of_seller(seller)


@pytest.mark.parametrize("round_name", ["watch", "report"])
def test_a_round_that_ran_out_of_time_is_taken_up_where_it_stopped(round_name: str) -> None:
    bench = Bench()
    sellers = sorted(f"seller-{number:02}" for number in range(10))
    shard = Shard(number=shard_of(SELLER), sellers={name: SellerDue() for name in sellers})
    bench.plain.shared().commit([Put(shard)])
    slow = SlowStores(bench, timedelta(seconds=13))
    shards = [shard_of(SELLER)]

    def play() -> list[str]:
        slow.opened.clear()
        if round_name == "watch":
            watch_deadlines(stores=slow, queue=bench.queue, clock=bench.clock, shards=shards)
        else:
            report_quality(stores=slow, clock=bench.clock, shards=shards)
        return list(slow.opened)

    rounds = [play() for _ in range(3)]

    assert rounds == [sellers[:4], sellers[4:8], [*sellers[8:], *sellers[:2]]]


def test_an_item_past_its_limit_becomes_urgent_once() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION, text="Расскажите об этом")
    assert bench.item(item).queue.priority is Priority.NORMAL
    bench.clock.advance(timedelta(hours=24, minutes=1))

    assert bench.watch().changed == 1
    assert bench.item(item).queue.priority is Priority.URGENT
    assert bench.watch().changed == 0


def test_what_somebody_else_has_moved_meanwhile_is_left_to_them() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION, text="Расскажите об этом")
    bench.clock.advance(timedelta(hours=24, minutes=1))
    stored = bench.plain.of_seller(SELLER)

    class Busy:
        """A store in which every item moves between reading and writing."""

        def __getattr__(self, name: str) -> object:
            return getattr(stored, name)

        def commit(self, writes: object) -> None:
            stored.commit([Patch(Interaction, (item,), {"work.note": "заметка"})])
            stored.commit(writes)  # type: ignore[arg-type]

    class BusyStores:
        """Opens that store."""

        def shared(self) -> object:
            return bench.plain.shared()

        def of_seller(self, seller: SellerId) -> object:
            return Busy()

    report = watch_deadlines(
        stores=BusyStores(),  # type: ignore[arg-type]
        queue=bench.queue,
        clock=bench.clock,
        shards=[shard_of(SELLER)],
    )

    assert report.changed == 0
    assert bench.item(item).work.note == "заметка"


def test_a_sleeping_item_wakes_when_its_time_has_come() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    snooze(bench, item, 30)
    assert bench.item(item).queue.view is View.SNOOZED
    bench.clock.advance(29 * MINUTE)
    assert bench.watch().changed == 0

    bench.clock.advance(2 * MINUTE)

    assert bench.watch().changed == 1
    assert bench.item(item).queue.view is View.ATTENTION
    assert bench.item(item).queue.turns_at is not None
    assert count_of(summary_of(bench.plain), View.SNOOZED) == 0
    assert bench.watch().changed == 0


def test_without_sellers_there_is_nothing_to_do() -> None:
    bench = Bench()
    empty = next(number for number in range(64) if number != shard_of(SELLER))

    report = watch_deadlines(
        stores=bench.stores, queue=bench.queue, clock=bench.clock, shards=[empty]
    )

    assert (report.queued, report.changed) == (0, 0)
    assert report_quality(stores=bench.stores, clock=bench.clock, shards=[empty]) == 0


def test_sellers_of_one_shard_are_all_looked_at() -> None:
    bench = Bench()
    other = SellerId("seller-of-nothing")
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue(), other: SellerDue()})
    bench.plain.shared().commit([Put(shard)])
    item = bench.add_item(Channel.QUESTION, text="Расскажите об этом")
    bench.clock.advance(timedelta(hours=24, minutes=1))

    assert bench.watch().changed == 1
    assert bench.item(item).queue.priority is Priority.URGENT


def test_a_reply_that_wb_does_not_show_in_time_brings_its_item_back() -> None:
    bench = Bench()
    name = bench.add_item(Channel.QUESTION)
    mark = ReplyMark(id="r", state=ReplyState.SENT, at=bench.clock.now(), text_hash="h")
    item = bench.item(name)
    held = change_item(
        item, DEFAULT_SETTINGS, bench.clock.now(), work=replace(item.work, reply=mark)
    )
    store = bench.plain.of_seller(SELLER)
    stored = store.get(Interaction, name)
    assert stored is not None
    store.commit(move_item(stored, held))
    bench.clock.advance(179 * MINUTE)
    assert bench.watch().changed == 0

    bench.clock.advance(2 * MINUTE)

    assert bench.watch().changed == 1
    assert bench.item(name).queue.view is View.ATTENTION
    assert bench.watch().changed == 0


def test_an_unanswered_review_leaves_the_queue_when_wb_archives_it() -> None:
    bench = Bench()
    name = bench.add_item(Channel.REVIEW, rating=1)
    bench.clock.advance(timedelta(days=29, hours=23))
    bench.watch()
    assert bench.item(name).queue.needs_response
    bench.clock.advance(timedelta(hours=1))

    assert bench.watch().changed == 1

    assert bench.item(name).queue.closed_by is ClosedBy.WB
    assert count_of(summary_of(bench.plain), View.DONE, Channel.REVIEW) == 1
    assert bench.watch().changed == 0


def test_an_answered_chat_is_closed_by_silence_and_opened_by_words() -> None:
    bench = Bench()
    name = bench.add_item(Channel.CHAT)
    chat = bench.item(name).source.external_id
    bench.clock.advance(MINUTE)
    bench.cabinet.say(chat, "Уже едет", sender=Sender.SELLER, source="seller-portal")
    bench.sync_chats()
    bench.clock.advance(timedelta(days=10) - MINUTE)
    assert bench.watch().changed == 0
    bench.clock.advance(2 * MINUTE)

    assert bench.watch().changed == 1

    closed = bench.item(name).queue
    assert (closed.status, closed.closed_by) == (Status.CLOSED, ClosedBy.SILENCE)
    bench.cabinet.say(chat, "И где?")
    bench.sync_chats()
    opened = bench.item(name).queue
    assert (opened.status, opened.closed_at, opened.view) == (Status.OPEN, None, View.ATTENTION)


def test_a_chat_that_a_person_reopens_stays_open() -> None:
    bench = Bench()
    name = bench.add_item(Channel.CHAT)
    chat = bench.item(name).source.external_id
    bench.clock.advance(MINUTE)
    bench.cabinet.say(chat, "Уже едет", sender=Sender.SELLER, source="seller-portal")
    bench.sync_chats()
    bench.clock.advance(timedelta(days=11))
    bench.watch()
    reopen = Edit(closed=False)

    for _ in range(2):
        edit_interaction(SELLER, name, reopen, stores=bench.plain, clock=bench.clock)
        bench.clock.advance(MINUTE)

    item = bench.item(name)
    assert (item.queue.status, item.queue.view) == (Status.RESPONDED, View.WAITING)
    assert item.work.reopened_at == bench.clock.now() - 2 * MINUTE
    assert bench.watch().changed == 0
