"""An approval is kept once, exactly, or refused with a reason."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import NotFound, Unavailable
from shared.domain.events import Event
from shared.domain.ids import InteractionId, hash_text
from shared.domain.interaction import Answer, AnswerState, Channel, Interaction, Origin, View
from shared.domain.replies.refusals import (
    BadSendingTime,
    RefusalCode,
    ReplyRefused,
    TextChanged,
    TextRefused,
)
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Put, Query
from shared.usecases.approve_reply import approve_reply
from tests.builders import NOON, SELLER
from tests.counts import count_of
from tests.judges import sure_judge
from tests.reply_bench import ANSWER, Bench, DeadQueue

T = TypeVar("T")


def put_item(bench: Bench, item: Interaction) -> None:
    bench.plain.of_seller(SELLER).commit([Put(item)])


def all_of(bench: Bench, kind: type[T]) -> list[T]:
    return [one.value for one in bench.plain.of_seller(SELLER).find(Query(kind=kind))]


def refusal(bench: Bench, item: InteractionId, **facts: Any) -> ReplyRefused:
    with pytest.raises(ReplyRefused) as refused:
        bench.approve(item, **facts)
    return refused.value


def test_an_approval_is_stored_and_takes_the_item_out_of_the_queue() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    reply = bench.approve(item, draft_id="1")

    assert bench.reply(reply) == reply
    assert reply.state is ReplyState.APPROVED
    assert reply.text == ANSWER
    assert reply.due_at == NOON + timedelta(seconds=10)
    moved = bench.item(item)
    assert (moved.queue.view, moved.queue.needs_response) == (View.DONE, False)
    assert moved.work.reply is not None
    summary = bench.plain.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    assert summary is not None
    assert count_of(summary.value, View.DONE) == 1
    assert count_of(summary.value, View.ATTENTION) == 0
    assert not all_of(bench, Event)
    assert [task.queue for task in bench.queue.waiting] == ["dispatch"]


def test_an_approval_is_one_commit_of_three_writes() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bench.counting.bill.clear()

    bench.approve(item)

    assert bench.counting.bill.commits == 1
    assert bench.counting.bill.writes.total() == 3


def test_the_same_request_meets_its_reply_even_after_the_item_moved_on() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    approval = bench.approval(item)
    first = bench.accept(approval)
    bench.counting.bill.clear()
    bench.clock.advance(timedelta(hours=1))

    again = bench.accept(approval)

    assert again == first
    assert bench.counting.bill.commits == 0
    assert len(bench.queue.waiting) == 1


@pytest.mark.parametrize("change", [{"text": "Совсем другой ответ, иной"}, {"draft_id": "7"}])
def test_the_same_request_with_another_body_is_refused(change: dict[str, str]) -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    first = bench.approve(item)

    refused = refusal(bench, item, **change)

    assert refused.code is RefusalCode.KEY_REUSED
    assert refused.reply == first.id


@pytest.mark.parametrize("channel", Channel)
def test_of_two_approvals_one_wins_and_the_other_learns_of_it(channel: Channel) -> None:
    bench = Bench()
    item = bench.add_item(channel)
    first = bench.approve(item)

    refused = refusal(bench, item, client_request_id="request-2")

    assert refused.code is RefusalCode.IN_FLIGHT
    assert refused.reply == first.id


def test_an_item_that_changed_since_it_was_seen_is_refused() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    assert refusal(bench, item, revision=99).code is RefusalCode.STALE


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (AnswerState.WB_RU, RefusalCode.ANSWERED),
        (AnswerState.REJECTED, RefusalCode.ANSWER_REJECTED),
    ],
)
def test_an_answered_review_takes_no_second_answer(state: AnswerState, code: RefusalCode) -> None:
    bench = Bench()
    known = bench.item(bench.add_item(Channel.REVIEW))
    answer = Answer(text="Уже ответили", state=state)
    put_item(bench, replace(known, source=replace(known.source, answer=answer)))

    assert refusal(bench, known.id).code is code


@pytest.mark.parametrize(
    ("text", "confirm"),
    [("Пишите на a@example.ru, ответим вам", True), ("Спасибо!", False), ("", True)],
)
def test_the_guardrails_decide_on_the_server_too(text: str, confirm: bool) -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    with pytest.raises(TextRefused) as refused:
        bench.approve(item, text, confirm=confirm)

    assert refused.value.findings
    assert all_of(bench, Reply) == []


def test_a_confirmed_warning_is_accepted() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    assert bench.approve(item, "Спасибо!", confirm=True).text == "Спасибо!"


def test_a_text_that_is_not_the_one_that_was_seen_is_refused() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    with pytest.raises(TextChanged):
        bench.approve(item, text_hash=hash_text("иное"))


def test_blanks_and_letters_are_kept_as_they_are() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT)
    text = "  Здравствуйте!\n\nЗаказ уже в пути — «ждём» и\u00a0верим…  "

    reply = bench.approve(item, text)

    assert bench.reply(reply).text == text


def test_a_reply_can_wait_for_a_moment_but_not_for_the_past() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    evening = NOON + timedelta(hours=6)

    for wrong in (NOON - timedelta(hours=1), NOON + timedelta(days=31)):
        with pytest.raises(BadSendingTime):
            bench.approve(item, send_at=wrong)
    reply = bench.approve(item, send_at=evening)

    assert reply.due_at == evening


def test_a_reply_for_next_month_is_left_to_the_sweep() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    bench.approve(item, send_at=NOON + timedelta(days=29))

    assert bench.queue.waiting == ()


def test_without_an_undo_window_a_reply_is_due_at_once() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    bench.plain.of_seller(SELLER).commit([Put(SellerSettings(undo=timedelta(0)))])

    reply = bench.approve(item)

    assert reply.due_at == NOON


@pytest.mark.parametrize(
    ("author", "settings", "waits"),
    [
        (Author.SYSTEM, SellerSettings(), 300),
        (Author.SYSTEM, SellerSettings(auto_undo=timedelta(hours=1)), 3600),
        (Author.SELLER, SellerSettings(undo=timedelta(seconds=30)), 30),
        (Author.SELLER, SellerSettings(undo=timedelta(hours=1)), 60),
        (Author.SELLER, SellerSettings(undo=timedelta(seconds=-5)), 0),
    ],
)
def test_a_robots_reply_waits_longer_and_a_persons_a_minute_at_most(
    author: Author, settings: SellerSettings, waits: int
) -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bench.plain.of_seller(SELLER).commit([Put(settings)])

    reply = bench.approve(item, author=author)

    assert reply.due_at == NOON + timedelta(seconds=waits)
    assert bench.cancel(reply).state is ReplyState.CANCELLED


def test_nothing_is_approved_for_an_unknown_item() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    with pytest.raises(NotFound):
        bench.accept(replace(bench.approval(item), interaction=InteractionId("nowhere")))


def test_a_lost_acknowledgement_is_settled_by_reading() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bench.stores = FaultyStores(bench.counting, in_turn(Fault.LOSE_ACKNOWLEDGEMENT))

    reply = bench.approve(item)

    assert bench.reply(reply) == reply
    assert len(all_of(bench, Reply)) == 1


def test_a_refused_commit_leaves_nothing_and_the_next_request_works() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bench.stores = FaultyStores(bench.counting, in_turn(Fault.REFUSE))

    with pytest.raises(Unavailable):
        bench.approve(item)

    assert all_of(bench, Reply) == []
    assert bench.approve(item).state is ReplyState.APPROVED


def test_a_dead_queue_does_not_undo_an_approval() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    reply = approve_reply(
        SELLER,
        bench.approval(item),
        stores=bench.stores,
        queue=DeadQueue(),
        clock=bench.clock,
        judge=sure_judge(),
    )

    assert bench.reply(reply).state is ReplyState.APPROVED


def test_a_reply_to_an_example_is_marked_as_simulated() -> None:
    bench = Bench()
    known = bench.item(bench.add_item(Channel.REVIEW))
    put_item(bench, replace(known, source=replace(known.source, origin=Origin.DEMO)))

    assert bench.approve(known.id).simulated


def test_what_dispatch_has_proved_counts_before_the_sync_shows_it() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    reply = bench.approve(item)
    bench.run_for(timedelta(minutes=1))

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert refusal(bench, item, client_request_id="2").code is RefusalCode.ANSWERED


def test_a_review_whose_answer_wb_rejected_can_only_be_edited() -> None:
    bench = Bench()
    bench.cabinet.moderated_after = None
    item = bench.add_item(Channel.REVIEW)
    bench.approve(item)
    bench.run_for(timedelta(seconds=30))
    bench.cabinet.reject_answer(Channel.REVIEW, bench.item(item).source.external_id)
    bench.run_for(timedelta(minutes=5))

    assert bench.item(item).queue.needs_response
    assert refusal(bench, item, client_request_id="2").code is RefusalCode.ANSWER_REJECTED


def test_a_question_whose_answer_vanished_takes_another() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION)
    bench.approve(item)
    bench.run_for(timedelta(seconds=30))
    bench.cabinet.reject_answer(Channel.QUESTION, bench.item(item).source.external_id)
    bench.run_for(timedelta(minutes=5))

    assert bench.item(item).queue.needs_response
    assert bench.approve(item, client_request_id="2").state is ReplyState.APPROVED
