"""Leases, pauses, refusals and crashes of a sync."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.account import Scope, Seller
from shared.domain.errors import (
    AccessDenied,
    Denial,
    NotFound,
    RateLimited,
    RetryLater,
    Unavailable,
)
from shared.domain.ids import shard_of
from shared.domain.interaction import Channel, Interaction
from shared.domain.sync.budget import Ask, Purpose
from shared.domain.sync.state import (
    LEASE,
    Budget,
    Category,
    KnownItems,
    Page,
    Shard,
    SyncRun,
    SyncState,
    SyncStatus,
)
from shared.ports import Delete, Patch, Put, Query, Write
from shared.usecases.park_category import park_category, stop_category
from shared.usecases.reserve_calls import reserve_calls
from shared.usecases.start_sync import read_everything, start_first_sync, start_sync
from tests.builders import NOON, SELLER
from tests.sync_bench import SID, SyncBench

REVIEW = Channel.REVIEW
FEEDBACKS = Category.FEEDBACKS


def hold(bench: SyncBench, owner: str = "somebody") -> None:
    """Somebody takes the lease and is never heard of again."""
    held = Budget(
        category=FEEDBACKS,
        tokens=6.0,
        at=bench.clock.now(),
        holder=owner,
        held_until=bench.clock.now() + LEASE,
    )
    bench.store.commit([Put(held)])


def profile(bench: SyncBench) -> Seller:
    stored = bench.plain.shared().get(Seller, SELLER)
    assert stored is not None
    return stored.value


def parked(bench: SyncBench) -> dict[str, str]:
    connection = profile(bench).connection
    assert connection is not None
    return connection.parked


# --- lease


def test_a_second_run_waits_while_the_first_is_on_its_way() -> None:
    bench = SyncBench()
    hold(bench)

    reports = [bench.sync(), bench.sync()]

    assert [report.outcome for report in reports] == ["held", "held"]
    assert not bench.calls()
    assert [task.due - NOON for task in bench.queue.waiting] == [timedelta(seconds=5), LEASE]
    assert bench.counting.bill.commits == 0


def test_a_dead_lease_is_taken_over_within_two_minutes() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    hold(bench)

    bench.sync()
    bench.drain(timedelta(minutes=2))

    assert len(bench.items()) == 1


def test_a_run_that_ended_frees_its_lease_without_a_write_of_its_own() -> None:
    bench = SyncBench()
    bench.sync()
    holder = bench.budget().holder

    assert bench.state().finished_by == holder
    bench.later(seconds=5)
    assert bench.sync().outcome == "done"
    assert bench.budget().holder != holder


def test_a_run_whose_lease_was_taken_over_leaves_the_cursors_alone() -> None:
    bench = SyncBench(page_size=10)
    for number in range(80):
        bench.cabinet.add_review(text="Да", at=NOON - timedelta(hours=number))

    def lose_lease(method: str) -> None:
        bench.later(seconds=7)
        hold(bench, "successor")

    bench.wb.before_call = lose_lease
    report = bench.sync()

    assert report.outcome == "lost"
    assert bench.state().finished_by == ""
    assert bench.queued("ingest")


def test_of_two_runs_that_overlap_the_later_end_changes_nothing() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def overtake(method: str) -> None:
        bench.wb.before_call = lambda name: None
        bench.later(minutes=2)
        bench.sync()

    bench.wb.before_call = overtake
    bench.sync()

    assert bench.state().finished_by == "run000003"
    assert bench.state().last_run_at == bench.clock.now()


def test_a_wish_for_everything_survives_a_run_on_its_way() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def ask(method: str) -> None:
        bench.wb.before_call = lambda name: None
        read_everything(
            SELLER,
            tuple(Category),
            bench.clock.now(),
            stores=bench.plain,
            queue=bench.queue,
            clock=bench.clock,
        )

    bench.wb.before_call = ask
    bench.sync()

    assert bench.state().full_at == bench.clock.now()
    assert bench.state().last_run_at == bench.clock.now()


def test_a_state_that_is_erased_meanwhile_stays_erased() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def erase(method: str) -> None:
        bench.store.commit([Delete(SyncState, ("feedbacks",))])

    bench.wb.before_call = erase
    bench.sync()

    assert bench.store.get(SyncState, "feedbacks") is None


# --- calls


def test_the_sync_leaves_room_for_a_reply_that_waits() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(seconds=10)
    kind = bench.wb.read_token(bench.token).kind
    for owner in ("one", "two", "three"):
        ask = Ask(owner=owner, calls=3, least=3, purpose=Purpose.REPLY)
        grant = reserve_calls(FEEDBACKS, kind, ask, store=bench.store, clock=bench.clock)
    bench.cabinet.calls.clear()

    report = bench.sync()

    assert grant.calls == 0
    assert report.outcome == "no_calls"
    assert bench.queued("sync")
    assert not bench.calls()


def test_while_a_continuation_is_planned_other_tasks_do_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(RateLimited(30))
    bench.sync()
    bench.counting.bill.clear()

    report = bench.sync()

    assert report.outcome == "planned"
    assert bench.counting.bill.commits == 0
    assert len(bench.queued("sync")) == 1


def test_wbs_pause_is_kept_to_the_second() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.cabinet.fail_reads(RateLimited(30))

    bench.settle()

    first, second = (call.at for call in bench.cabinet.calls[:2])
    assert second - first >= timedelta(seconds=30)
    assert second - first < timedelta(seconds=33)
    assert len(bench.items()) == 1
    assert bench.progress().status is SyncStatus.OK


# --- refusals


@pytest.mark.parametrize(
    ("denial", "words"),
    [(Denial.TOKEN, "токен"), (Denial.PAYMENT, "нашему сервису"), (Denial.SCOPE, "раздел")],
)
def test_what_wb_refuses_is_parked_and_asked_no_more(denial: Denial, words: str) -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(denial))

    report = bench.sync()
    bench.later(hours=1)
    again = bench.sync()

    assert (report.outcome, again.outcome) == ("parked", "stopped")
    assert parked(bench) == {"feedbacks": denial.value}
    assert bench.progress().status is SyncStatus.PARKED
    assert words in bench.progress(Channel.QUESTION).error
    assert len(bench.calls()) == 1
    assert not bench.queue.waiting
    bench.plan()
    assert [task["category"] for task in bench.queued("sync")] == ["chat"]


def test_a_parked_category_leaves_the_other_alone() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    bench.sync()

    assert bench.sync(Category.CHAT).outcome == "done"


def test_the_seller_may_try_again_what_was_refused() -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.PAYMENT))
    bench.sync()

    queued = start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.drain()

    assert queued == (Category.FEEDBACKS, Category.CHAT)
    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK
    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    assert shard.value.sellers[SELLER].feedbacks_at is not None


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("spot", range(3))
def test_trying_again_leaves_nothing_unpolled_whatever_is_lost(fault: Fault, spot: int) -> None:
    bench = SyncBench()
    bench.cabinet.fail_reads(AccessDenied(Denial.PAYMENT))
    bench.sync()
    faulty = FaultyStores(bench.plain, in_turn(*[Fault.NONE] * spot, fault))

    with suppress(Unavailable):
        start_sync(SELLER, stores=faulty, queue=bench.queue, clock=bench.clock)

    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    polled = shard.value.sellers[SELLER].feedbacks_at is not None
    assert polled or parked(bench)
    start_sync(SELLER, stores=bench.plain, queue=bench.queue, clock=bench.clock)
    bench.drain()
    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK


def test_a_readable_category_that_nobody_polls_is_polled_again() -> None:
    bench = SyncBench()
    stop_category(SELLER, FEEDBACKS, stores=bench.plain)

    start_sync(SELLER, stores=bench.plain, queue=bench.queue, clock=bench.clock)

    shard = bench.plain.shared().get(Shard, str(shard_of(SELLER)))
    assert shard is not None
    assert shard.value.sellers[SELLER].feedbacks_at == bench.clock.now()


def test_everything_is_asked_for_only_where_the_token_reaches() -> None:
    bench = SyncBench()
    token = bench.wb.issue_token(SID, scopes=[Scope.FEEDBACKS])
    connection = profile(bench).connection
    assert connection is not None
    feedbacks_only = replace(connection, facts=bench.wb.read_token(token))
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": feedbacks_only})])
    asked_at = bench.clock.now()

    asked = bench.ask_for_all()
    bench.drain()

    assert asked is not None
    assert asked.categories == (FEEDBACKS,)
    assert bench.state().full_at == asked_at
    assert bench.store.get(SyncState, "chat") is None


def test_nobody_asks_for_everything_without_a_cabinet() -> None:
    bench = SyncBench()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    with pytest.raises(NotFound):
        bench.ask_for_all()

    assert bench.store.get(SyncState, "feedbacks") is None


def test_a_seller_without_a_cabinet_is_not_read() -> None:
    bench = SyncBench()
    bench.vault.forget(SELLER)
    without_token = bench.sync()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])
    park_category(SELLER, FEEDBACKS, Denial.TOKEN, stores=bench.plain)
    without_connection = bench.sync()
    bench.plain.shared().commit([Delete(Seller, (SELLER,))])

    reports = [without_token, without_connection, bench.sync()]

    assert {report.outcome for report in reports} == {"stopped"}
    assert bench.plan() == 1
    assert not bench.calls()


def test_a_token_without_the_scope_is_not_tried() -> None:
    bench = SyncBench()
    connection = profile(bench).connection
    assert connection is not None
    facts = replace(connection.facts, chats=False)
    changed = replace(connection, facts=facts)
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": changed})])

    assert bench.sync(Category.CHAT).outcome == "stopped"
    assert start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock) == (
        Category.FEEDBACKS,
    )
    assert start_first_sync(SELLER, facts, queue=bench.queue, ids=bench.ids) == (
        Category.FEEDBACKS,
    )


def test_a_sync_by_hand_is_queued_once_a_minute() -> None:
    bench = SyncBench()

    def ask() -> tuple[Category, ...]:
        return start_sync(
            SELLER, [Category.CHAT], stores=bench.stores, queue=bench.queue, clock=bench.clock
        )

    assert [ask(), ask()] == [(Category.CHAT,), ()]
    bench.later(minutes=1)
    assert ask() == (Category.CHAT,)


def test_nothing_can_be_asked_for_without_a_cabinet() -> None:
    bench = SyncBench()
    bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": None})])

    with pytest.raises(NotFound):
        start_sync(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)


def test_a_refusal_of_the_old_token_says_nothing_of_the_new_one() -> None:
    bench = SyncBench()

    def reconnect(method: str) -> None:
        bench.wb.before_call = lambda name: None
        connection = profile(bench).connection
        assert connection is not None
        renewed = replace(connection, connected_at=bench.clock.now() + timedelta(seconds=1))
        bench.plain.shared().commit([Patch(Seller, (SELLER,), {"connection": renewed})])
        raise AccessDenied(Denial.TOKEN)

    bench.wb.before_call = reconnect
    bench.settle()

    assert parked(bench) == {}
    assert bench.progress().status is SyncStatus.OK
    assert bench.plan() == 2


@pytest.mark.parametrize("has_run", [False, True])
def test_a_token_that_cannot_be_opened_is_parked(has_run: bool) -> None:
    bench = SyncBench()
    if has_run:
        bench.sync()
    bench.vault.seal(SELLER, "no token at all")

    report = bench.sync()

    assert report.outcome == "parked"
    assert parked(bench) == {"feedbacks": "token"}
    assert bench.progress().status is SyncStatus.PARKED
    assert "токен" in bench.progress().error


# --- races


class Rival:
    """Writes one document right before each commit, as a faster worker would."""

    def __init__(self, bench: SyncBench, write: Callable[[int], None], times: int) -> None:
        self._write = write
        self.left = times
        self.stores = FaultyStores(bench.plain, self._interfere)

    def _interfere(self, writes: Sequence[Write]) -> Fault:
        if self.left > 0:
            self.left -= 1
            self._write(self.left)
        return Fault.NONE


def test_a_profile_that_others_change_is_parked_all_the_same() -> None:
    bench = SyncBench()

    def rename(number: int) -> None:
        bench.plain.shared().commit([Patch(Seller, (SELLER,), {"name": f"Имя {number}"})])

    park_category(SELLER, FEEDBACKS, Denial.TOKEN, stores=Rival(bench, rename, 2).stores)
    with pytest.raises(RetryLater):
        park_category(SELLER, FEEDBACKS, Denial.SCOPE, stores=Rival(bench, rename, 99).stores)

    assert parked(bench) == {"feedbacks": Denial.TOKEN.value}


def test_a_lease_that_is_always_lost_is_tried_later() -> None:
    bench = SyncBench()

    def spend(number: int) -> None:
        budget = Budget(category=FEEDBACKS, tokens=6.0 - number / 100, at=NOON)
        bench.store.commit([Put(budget)])

    bench.stores = Rival(bench, spend, 99).stores

    assert bench.sync().outcome == "no_calls"
    assert len(bench.queued("sync")) == 1


def test_a_run_that_cannot_renew_its_lease_goes_on_later() -> None:
    bench = SyncBench(page_size=10)
    for number in range(80):
        bench.cabinet.add_review(text="Да", at=NOON - timedelta(hours=number))

    def spend(number: int) -> None:
        stored = bench.store.get(Budget, "feedbacks")
        if stored is not None:
            tokens = stored.value.tokens - number / 10_000
            bench.store.commit([Put(replace(stored.value, tokens=tokens))])

    def begin_races(method: str) -> None:
        bench.later(seconds=7)
        rival.left = 99

    rival = Rival(bench, spend, 0)
    bench.stores = rival.stores
    bench.wb.before_call = begin_races

    report = bench.sync()

    assert (report.outcome, report.calls) == ("done", 1)
    assert bench.queued("sync")


def test_a_wish_for_everything_that_always_loses_is_told() -> None:
    bench = SyncBench()
    bench.settle()

    def touch(number: int) -> None:
        at = NOON + timedelta(seconds=number)
        bench.store.commit([Patch(SyncState, ("feedbacks",), {"last_run_at": at})])

    rival = Rival(bench, touch, 99)

    with pytest.raises(RetryLater):
        read_everything(
            SELLER,
            tuple(Category),
            bench.clock.now(),
            stores=rival.stores,
            queue=bench.queue,
            clock=bench.clock,
        )


# --- crashes


class Crash(BaseException):
    """The process dies."""


class CrashingQueue:
    """Dies before or after its n-th task."""

    def __init__(self, bench: SyncBench, dies_at: int, *, after: bool) -> None:
        self._bench = bench
        self._left = dies_at
        self._after = after

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        new = self._bench.queue.enqueue(queue, payload, key=key, delay=delay)
        if self._left == 0:
            raise Crash
        return new


def work_off(bench: SyncBench) -> None:
    """Both categories until nothing is left; a crash loses the task that it hits."""
    for category in Category:
        try:
            bench.sync(category)
        except (Crash, RetryLater):
            continue
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        try:
            bench.queue.run_due(bench.handlers)
        except Crash:
            continue


def fill(bench: SyncBench) -> set[str]:
    names = {
        bench.cabinet.add_review(text=f"Отзыв {n}", rating=2, at=NOON - timedelta(hours=n))
        for n in range(25)
    }
    names |= {bench.cabinet.add_question(text=f"Вопрос {n}?") for n in range(3)}
    names |= {bench.cabinet.open_chat(text=f"Чат {n}") for n in range(3)}
    bench.later(seconds=1)
    return names


def plain_items(bench: SyncBench) -> dict[str, object]:
    """What must be equal however the run went; times of writing may differ."""
    return {
        name: (item.source.text, item.source.answer, item.queue.view, item.queue.status)
        for name, item in bench.items().items()
    }


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.LOSE_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("spot", range(1, 13))
def test_a_commit_that_fails_anywhere_loses_and_doubles_nothing(fault: Fault, spot: int) -> None:
    calm, bench = SyncBench(page_size=10), SyncBench(page_size=10)
    names = fill(calm)
    fill(bench)
    work_off(calm)
    bench.stores = FaultyStores(bench.plain, in_turn(*[Fault.NONE] * spot, fault))

    work_off(bench)
    bench.later(minutes=5)
    work_off(bench)

    assert set(bench.items()) == names
    assert plain_items(bench) == plain_items(calm)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("spot", range(1, 12))
def test_a_crash_at_any_enqueueing_loses_nothing(spot: int, after: bool) -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    bench.tasks = CrashingQueue(bench, spot, after=after)

    work_off(bench)
    for _ in range(3):
        bench.later(minutes=6)
        work_off(bench)

    assert not {name for name in names if name not in bench.items()}


def test_pages_that_the_queue_dropped_are_found_by_the_next_runs() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    dropped: list[Mapping[str, str]] = []
    dropping = bench.handlers | {"ingest": dropped.append}
    for category in Category:
        bench.sync(category)
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        bench.queue.run_due(dropping)
    assert dropped
    assert not bench.items()

    bench.later(minutes=6)
    work_off(bench)

    assert set(bench.items()) == names
    assert sum(report.recovered for report in bench.synced) == len(dropped)
    bench.later(minutes=6)
    work_off(bench)
    assert bench.state().loose == bench.state(Category.CHAT).loose == ()


def test_what_shared_a_dropped_page_with_an_item_that_was_read_again_is_found() -> None:
    bench = SyncBench()
    bench.sync()
    bench.drain()
    bench.later(minutes=1)
    names = [bench.cabinet.add_review(text="Порвалось", rating=1) for _ in range(3)]
    bench.later(seconds=1)
    bench.sync()
    bench.queue.run_due(bench.handlers | {"ingest": lambda payload: None})
    for name in names[1:]:
        bench.later(minutes=1)
        bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Замените")
        bench.sync()
        bench.drain()
    assert set(bench.items()) == set(names[1:])

    bench.later(minutes=6)
    bench.sync()
    bench.drain()

    assert set(bench.items()) == set(names)
    bench.later(minutes=6)
    assert bench.sync().recovered == 0
    assert bench.state().loose == ()


def test_only_few_pages_are_opened_at_a_time_and_none_is_forgotten() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)
    for category in Category:
        bench.sync(category)
    bench.drain()
    watched = len(bench.state().loose)
    assert watched > 2
    for stored in bench.store.find(Query(kind=Interaction)):
        later = replace(stored.value.source, observed_at=bench.clock.now() + timedelta(hours=1))
        bench.store.commit([Put(replace(stored.value, source=later), version=stored.version)])
    bench.later(minutes=6)

    for _ in range(watched):
        bench.later(minutes=1)
        work_off(bench)

    assert set(bench.items()) == names
    assert bench.state().loose == ()
    assert sum(report.recovered for report in bench.synced) == 0


def test_a_page_that_is_dropped_again_and_again_is_asked_for_ever_less() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.sync()
    dropped: list[Mapping[str, str]] = []

    for _ in range(60):
        bench.queue.run_due(bench.handlers | {"ingest": dropped.append})
        bench.later(minutes=5)
        bench.sync()

    assert 5 <= len(dropped) <= 7
    bench.later(days=1)
    bench.sync()
    assert bench.state().loose == ()


def test_a_store_that_stays_down_is_told_to_the_queue() -> None:
    bench = SyncBench()
    down: list[Fault] = [Fault.REFUSE] * 50
    bench.stores = FaultyStores(bench.plain, in_turn(*down))

    with pytest.raises(Unavailable):
        bench.sync()


def test_an_end_that_cannot_be_stored_is_tried_again_by_the_queue() -> None:
    bench = SyncBench()
    bench.settle()
    bench.later(minutes=5)

    def refuse_ends(writes: Sequence[Write]) -> Fault:
        ends = any(
            isinstance(write, Put) and isinstance(write.value, SyncState) for write in writes
        )
        return Fault.REFUSE if ends else Fault.NONE

    bench.stores = FaultyStores(bench.plain, refuse_ends)

    with pytest.raises(RetryLater):
        bench.sync()


def test_every_task_delivered_twice_changes_nothing() -> None:
    bench = SyncBench(page_size=10)
    names = fill(bench)

    def twice(handler: Callable[[Mapping[str, str]], None]) -> Callable[[Mapping[str, str]], None]:
        def run(payload: Mapping[str, str]) -> None:
            handler(payload)
            handler(payload)

        return run

    for category in Category:
        bench.sync(category)
    doubled = {name: twice(handler) for name, handler in bench.handlers.items()}
    while (due := bench.queue.next_due()) is not None:
        bench.clock.set(max(due, bench.clock.now()))
        bench.queue.run_due(doubled)

    assert set(bench.items()) == names
    assert all(item.revision == 1 for name, item in bench.items().items() if name[0] != "1")
    drafts = Counter(key for queue, key in bench.queue._known if queue == "draft")
    assert len(drafts) == len(names)


def test_the_first_run_shows_that_it_has_begun() -> None:
    bench = SyncBench()
    seen: list[SyncStatus] = []
    bench.wb.before_call = lambda method: seen.append(bench.progress().status)

    bench.sync()

    assert seen[0] is SyncStatus.RUNNING
    assert bench.store.get(KnownItems, "review") is not None


def test_a_page_lives_for_a_day_and_a_record_for_a_month() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.sync()

    (page,) = bench.store.find(Query(kind=Page))
    (run,) = bench.store.find(Query(kind=SyncRun))

    assert page.value.expires_at - page.value.observed_at == timedelta(days=1)
    assert run.value.expires_at - run.value.finished_at == timedelta(days=30)
    assert (run.value.items, run.value.changed, run.value.error) == (1, 1, "")
    facts = run.value.channels["review"]
    assert (facts.fetched, facts.created, facts.updated, facts.unchanged) == (1, 1, 0, 0)
    assert (run.value.calls, facts.calls, facts.quarantined) == (5, 3, 0)
    assert bench.progress().last_run == facts


def test_a_log_line_names_counts_and_no_words() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", rating=1)
    bench.later(seconds=1)
    bench.settle()

    assert bench.synced[0].facts() == {
        "outcome": "done",
        "calls": 5,
        "items": 1,
        "changed": 1,
        "recovered": 0,
        "quarantined": 0,
    }
    assert bench.ingested[0].facts()["created"] == 1


def test_what_a_dead_run_read_is_remembered_by_its_successor() -> None:
    """Else an item that is again what it was would look unchanged, and stay as the dead saw it."""
    bench = SyncBench()
    name = bench.cabinet.add_review(text="Порвалось", at=NOON - timedelta(days=20))
    bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо")
    bench.settle()
    answered = dict(bench.cabinet.items[REVIEW, name].raw)
    bench.later(minutes=5)
    bench.cabinet.items[REVIEW, name].raw.update({"answer": None, "state": "none"})
    bench.tasks = CrashingQueue(bench, 1, after=False)
    with pytest.raises(Crash):
        bench.sync()

    bench.tasks = bench.queue
    bench.cabinet.change_item(REVIEW, name, **answered)
    bench.later(minutes=5)
    bench.settle()

    assert bench.item(REVIEW, name).source.answer is not None
    assert bench.item(REVIEW, name).revision == 3


def test_a_sleeper_who_was_taken_for_dead_stores_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Порвалось", at=NOON - timedelta(days=1))
    bench.wb.before_call = lambda method: bench.later(seconds=61)

    report = bench.sync()

    assert report.outcome == "lost"
    assert not bench.store.find(Query(kind=Page))
