"""One deed on many items: each by its own check, each once, and all of it taken back together."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from shared.domain.bulk import Bulk, BulkAction, LeftOut, Outcome, count_outcomes, why_left
from shared.domain.composing import ComposerWords, next_words
from shared.domain.errors import NotFound
from shared.domain.interaction import Channel, Status, View
from shared.domain.jobs import JobKind, new_job
from shared.domain.places import InboxFilter, Place
from shared.domain.replies.refusals import ReplyRefused
from shared.domain.replies.states import ReplyState
from shared.domain.search.parser import parse_search
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Alarm, Escalation
from shared.ports import Create, Delete, Put
from shared.usecases.bulk_apply import BulkReused, bulk_worker
from shared.usecases.bulk_choose import choose_items
from shared.usecases.bulk_preview import preview_bulk
from shared.usecases.crash_points import CrashPoint
from shared.usecases.edit_interaction import BadSnooze, Edit, edit_interaction
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.unit.usecases.bulk_bench import (
    THANKS,
    Bench,
    CuttingStores,
    Killed,
    reviews,
    wish_for,
)

GREETING = "Здравствуйте! Да, всё в порядке."
LATER = NOON + timedelta(hours=3)


def test_each_item_gets_its_own_reply_and_all_wait_for_the_last_one() -> None:
    others = [make_chat(), make_item(Channel.QUESTION, "Q1", text="Есть синий?")]
    items, bench = [*reviews(12), *others], Bench(*reviews(12))
    for other in others:
        bench.put(other, GREETING)

    bulk = bench.start(wish_for(items))
    bench.work()

    replies = bench.replies()
    assert {one.interaction for one in replies} == {item.id for item in items}
    assert Counter(one.text for one in replies) == {THANKS: 12, GREETING: 2}
    assert {one.due_at for one in replies} == {NOON + timedelta(seconds=10 + 1.4)}
    assert count_outcomes(bench.read(bulk))[Outcome.DONE] == 14
    assert bench.read(bulk).finished_at == NOON


def test_the_same_request_is_one_deed_and_another_under_its_name_is_refused() -> None:
    items = reviews(3)
    bench = Bench(*items)

    first, again = bench.start(wish_for(items)), bench.start(wish_for(items))
    bench.work()
    bench.start(wish_for(items))
    bench.work()

    assert first == again
    assert len(bench.replies()) == 3
    with pytest.raises(BulkReused):
        bench.start(wish_for(items[:2]))


def test_what_cannot_be_sent_is_left_out_with_its_reason_and_stops_nothing() -> None:
    good, changed, bare, bad, gone, unnamed = reviews(6)
    bench = Bench(good, changed, unnamed)
    bench.put(bad, "Вы получите возврат денег на карту, напишите нам на почту shop@example.com")
    bench.store.commit([Create(bare)])
    wish = wish_for([bad, replace(changed, revision=7), gone, bare, good, unnamed])
    *named, last = wish.lines

    bulk = bench.start(replace(wish, lines=(*named, replace(last, draft=""))))
    bench.work()

    why = {line.interaction: line.why for line in bench.read(bulk).lines}
    assert why == {
        bad.id: LeftOut.BLOCKED,
        changed.id: LeftOut.CHANGED,
        gone.id: LeftOut.GONE,
        bare.id: LeftOut.NO_DRAFT,
        unnamed.id: LeftOut.NO_DRAFT,
        good.id: "",
    }
    assert [one.interaction for one in bench.replies()] == [good.id]


def test_a_preview_says_beforehand_what_the_deed_will_do() -> None:
    good, closed, bad, bare = reviews(4)
    bench = Bench(good, closed)
    bench.put(bad, "Вы получите возврат денег на карту, напишите нам на почту shop@example.com")
    bench.store.commit([Create(bare)])
    edit_interaction(SELLER, closed.id, Edit(closed=True), stores=bench.stores, clock=bench.clock)
    seen = [(item.id, bench.item(item.id).revision) for item in (good, closed, bad, bare)]

    lines = preview_bulk(
        SELLER,
        BulkAction.SEND,
        [*seen, (good.id, 9)],
        stores=bench.stores,
        clock=bench.clock,
        judge=bench.judge,
    )

    assert [line.left_out for line in lines] == [
        None,
        LeftOut.SETTLED,
        LeftOut.BLOCKED,
        LeftOut.NO_DRAFT,
        LeftOut.CHANGED,
    ]
    assert [line.draft.text if line.draft else "" for line in lines[:1]] == [THANKS]
    assert lines[2].findings


def test_words_that_the_seller_has_begun_outlive_a_closing_of_many() -> None:
    begun, other = reviews(2)
    bench = Bench(begun, other)
    bench.store.commit([Create(next_words(None, begun.id, "Спасибо", "phone", NOON))])

    bulk = bench.start(wish_for([begun, other], BulkAction.CLOSE))
    bench.work()

    assert [line.why for line in bench.read(bulk).lines] == [LeftOut.OWN_WORDS, ""]
    assert [bench.item(one.id).work.closed for one in (begun, other)] == [False, True]
    assert bench.store.get(ComposerWords, begun.id) is not None


def test_what_the_seller_has_begun_to_write_is_theirs_to_send() -> None:
    begun, other = reviews(2)
    bench = Bench(begun, other)
    words = next_words(None, begun.id, "Спасибо", "phone", NOON)
    bench.store.commit([Create(words)])
    seen = [(begun.id, 1), (other.id, 1)]

    lines = preview_bulk(SELLER, BulkAction.SEND, seen, **bench.looking)
    bench.start(wish_for([begun, other]))
    bench.work()

    assert [line.left_out for line in lines] == [LeftOut.OWN_WORDS, None]
    assert [one.interaction for one in bench.replies()] == [other.id]


def test_closing_and_putting_off_are_undone_as_a_whole() -> None:
    items = reviews(30)
    bench = Bench(*items)
    edit_interaction(
        SELLER, items[0].id, Edit(snoozed_until=LATER), stores=bench.stores, clock=bench.clock
    )

    closed = bench.start(wish_for(items[:5], BulkAction.CLOSE))
    slept = bench.start(
        wish_for(items[5:], BulkAction.SNOOZE, until=LATER, client_request_id="two")
    )
    bench.work()
    between = [bench.item(item.id).queue.view for item in items]
    bench.undo(closed)
    bench.undo(slept)

    assert Counter(between) == {View.DONE: 5, View.SNOOZED: 25}
    assert bench.item(items[0].id).queue.view is View.SNOOZED
    assert {bench.item(item.id).queue.view for item in items[1:]} == {View.ATTENTION}
    assert count_outcomes(bench.read(slept))[Outcome.UNDONE] == 25


def test_putting_off_anew_gives_the_earlier_moment_back() -> None:
    (item,) = reviews(1)
    bench = Bench(item)
    first = Edit(snoozed_until=LATER)
    edit_interaction(SELLER, item.id, first, stores=bench.stores, clock=bench.clock)

    bulk = bench.start(wish_for([item], BulkAction.SNOOZE, until=LATER + timedelta(days=1)))
    bench.work()
    bench.undo(bulk)

    assert bench.item(item.id).work.snoozed_until == LATER


def test_what_somebody_changed_after_the_deed_stays_theirs() -> None:
    (item,) = reviews(1)
    bench = Bench(item)

    bulk = bench.start(wish_for([item], BulkAction.SNOOZE, until=LATER))
    bench.work()
    other = Edit(snoozed_until=LATER + timedelta(hours=1))
    edit_interaction(SELLER, item.id, other, stores=bench.stores, clock=bench.clock)
    bench.undo(bulk)

    assert bench.item(item.id).work.snoozed_until == LATER + timedelta(hours=1)


def test_undoing_cancels_what_waits_and_a_repetition_changes_nothing() -> None:
    items = reviews(12)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.work()
    for _ in range(2):
        bench.undo(bulk)
        bench.work()

    assert {one.state for one in bench.replies()} == {ReplyState.CANCELLED}
    assert count_outcomes(bench.read(bulk))[Outcome.UNDONE] == 12
    assert {bench.item(item.id).queue.status for item in items} == {Status.OPEN}


def test_a_deed_that_has_not_begun_is_stopped_and_never_begins() -> None:
    items = reviews(12)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.clock.advance(timedelta(minutes=5))
    bench.undo(bulk)
    bench.work()

    assert bench.replies() == []
    assert bench.read(bulk).finished_at is not None


def test_after_its_time_a_deed_is_not_undone() -> None:
    items = reviews(2)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.work()
    bench.clock.advance(timedelta(seconds=11))

    with pytest.raises(ReplyRefused):
        bench.undo(bulk)
    with pytest.raises(NotFound):
        bench.undo(replace(bulk, id="xnobody"))


def test_what_dispatch_has_taken_is_told_and_the_rest_is_cancelled() -> None:
    items = reviews(3)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.work()
    (first, *_) = bench.replies()
    bench.store.commit([Put(replace(first, state=ReplyState.SENDING))])
    bench.undo(bulk)

    counts = count_outcomes(bench.read(bulk))
    assert (counts[Outcome.UNDONE], counts[Outcome.TOO_LATE]) == (2, 1)


def test_without_a_time_to_undo_replies_go_at_once() -> None:
    items = reviews(2)
    bench = Bench(*items)
    bench.store.commit([Create(SellerSettings(undo=timedelta(0)))])

    bulk = bench.start(wish_for(items))
    bench.work()

    assert {one.due_at for one in bench.replies()} == {NOON}
    with pytest.raises(ReplyRefused):
        bench.undo(bulk)


def test_a_late_worker_gives_each_reply_its_own_time_to_undo() -> None:
    items = reviews(2)
    bench = Bench(*items)

    bench.start(wish_for(items))
    bench.clock.advance(timedelta(minutes=5))
    bench.work()

    assert {one.due_at for one in bench.replies()} == {NOON + timedelta(minutes=5, seconds=10)}


def test_nothing_is_put_off_to_the_past() -> None:
    items = reviews(1)
    bench = Bench(*items)

    with pytest.raises(BadSnooze):
        bench.start(wish_for(items, BulkAction.SNOOZE, until=NOON))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("action", list(BulkAction))
def test_killed_at_any_write_it_goes_on_without_doubles(action: BulkAction, after: bool) -> None:
    items = reviews(12)
    for at in count(1):
        bench = Bench(*items)
        until = LATER if action is BulkAction.SNOOZE else None
        tags = ("опт",) if action is BulkAction.TAG else ()
        bulk = bench.start(wish_for(items, action, until=until, tags=tags))
        killed = run_cut(bench, at, after=after)

        bench.clock.advance(timedelta(seconds=3))
        bench.work()

        assert count_outcomes(bench.read(bulk))[Outcome.DONE] == 12, at
        if action is BulkAction.SEND:
            assert Counter(one.interaction for one in bench.replies()) == Counter(
                item.id for item in items
            )
        elif action is BulkAction.TAG:
            assert {bench.item(item.id).work.tags for item in items} == {("опт",)}
        else:
            view = View.DONE if action is BulkAction.CLOSE else View.SNOOZED
            assert {bench.item(item.id).queue.view for item in items} == {view}
        if not killed:
            return


@pytest.mark.parametrize("after", [False, True])
def test_undone_while_a_killed_worker_was_at_it_nothing_escapes(
    after: bool,
) -> None:
    items = reviews(12)
    for at in count(1):
        bench = Bench(*items)
        bulk = bench.start(wish_for(items))
        killed = run_cut(bench, at, after=after)
        bench.undo(bulk)
        bench.work()

        assert {one.state for one in bench.replies()} <= {ReplyState.CANCELLED}, at
        if not killed:
            return


def test_undone_in_the_middle_of_a_step_nothing_escapes() -> None:
    items = reviews(5)
    bench = Bench(*items)
    bulk = bench.start(wish_for(items))
    undone: list[str] = []

    def undo_after_two(point: CrashPoint, reply: str) -> None:
        if point is CrashPoint.APPROVE_AFTER:
            undone.append(reply)
            if len(undone) == 2:
                bench.undo(bulk)

    bench.work(reach=undo_after_two)

    assert {one.state for one in bench.replies()} == {ReplyState.CANCELLED}
    assert count_outcomes(bench.read(bulk))[Outcome.UNDONE] == 5


def test_a_deed_goes_on_slice_by_slice_and_ends_with_its_document() -> None:
    items = reviews(12)
    bench = Bench(*items)
    bulk = bench.start(wish_for(items))
    worker = bulk_worker(
        stores=bench.stores, queue=bench.queue, clock=bench.clock, judge=bench.judge
    )
    job = new_job("j", JobKind.BULK, {"bulk": bulk.id}, NOON)

    slices = [worker(SELLER, job, lambda: False) for _ in range(3)]
    bench.store.commit([Delete(Bulk, (bulk.id,))])
    last = worker(SELLER, job, lambda: True)

    assert [(one.done, one.is_over) for one in slices] == [(10, False), (12, False), (12, True)]
    assert last.is_over


def test_what_needs_a_person_is_left_to_one() -> None:
    (item,) = reviews(1)
    alarm = Escalation(alarm=Alarm.HEALTH)
    alarmed = replace(item, ai=replace(item.ai, escalations=(alarm,)))

    assert why_left(BulkAction.SEND, alarmed, 1) is LeftOut.PERSON
    assert why_left(BulkAction.CLOSE, alarmed, 1) is None


def test_a_filter_means_all_that_it_shows_up_to_a_limit_that_is_told() -> None:
    bench = Bench()
    for item in reviews(501):
        bench.store.commit([Create(item)])
    bench.put(make_item(external_id="bad", rating=1, text="Порвалось"))

    def choose(wanted: InboxFilter, text: str = "") -> tuple[int, bool]:
        search = parse_search(text, NOON)
        made = choose_items(SELLER, wanted, search, stores=bench.stores, clock=bench.clock)
        return len(made.seen), made.is_cut

    assert choose(InboxFilter(place=Place.ATTENTION)) == (500, True)
    assert choose(InboxFilter(rating=1)) == (1, False)
    assert choose(InboxFilter(channel=Channel.CHAT)) == (0, False)
    assert choose(InboxFilter(), "звёзды:1") == (1, False)


def run_cut(bench: Bench, at: int, *, after: bool) -> bool:
    """Work until the write of a number, and say whether it came to that."""
    try:
        bench.work(CuttingStores(bench.stores, at, after=after))
    except Killed:
        return True
    return False
