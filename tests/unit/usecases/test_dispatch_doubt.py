"""What may have reached WB is looked for, and hardly ever sent again."""

from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.errors import Malformed, RateLimited, Unavailable
from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel, Sender, View
from shared.domain.replies.doubles import OUR_SOURCE
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from tests.handlers import run_dispatch
from tests.reply_bench import ANSWER, Bench, approved, title_of

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PUBLIC = [Channel.REVIEW, Channel.QUESTION]
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


# --- doubt


@pytest.mark.parametrize("channel", Channel)
def test_a_lost_answer_of_wb_is_settled_by_reading(channel: Channel) -> None:
    bench, _, reply = approved(channel)
    bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)

    bench.run_for(timedelta(seconds=15))
    assert title_of(bench, reply) == "Проверяем, дошёл ли ответ"
    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_a_review_that_never_arrived_is_sent_again_after_the_quiet_period() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER)

    bench.run_for(14 * MINUTE)
    assert bench.cabinet.landings == []
    bench.run_for(20 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.reply(reply).resends == 1
    assert len(bench.cabinet.landings) == 1


def test_a_review_is_sent_again_twice_at_most() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    for _ in range(10):
        bench.cabinet.fail_write(NO_ANSWER)

    bench.run_for(3 * HOUR)

    assert bench.reply(reply).state is ReplyState.ATTENTION
    assert len(bench.cabinet.calls_of("send_reply")) == 3
    assert bench.item(item).queue.view is View.FAILED


def test_a_review_found_before_its_second_sending_is_not_sent_again() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER, Effect.LATER)
    bench.run_for(15 * MINUTE)
    while bench.reply(reply).state is not ReplyState.APPROVED:
        bench.clock.advance(MINUTE)
        bench.dispatch(reply)
    bench.cabinet.land_late_writes()

    with pytest.raises(ReplyRefused) as refused:
        bench.cancel(reply)
    bench.run_for(MINUTE)

    assert refused.value.code is RefusalCode.TOO_LATE
    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_our_words_in_a_state_that_nobody_knows_are_not_somebody_elses() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER)
    bench.run_for(14 * MINUTE)
    while bench.reply(reply).state is not ReplyState.APPROVED:
        bench.clock.advance(MINUTE)
        bench.dispatch(reply)
    name = bench.item(item).source.external_id
    shown = {"text": ANSWER, "state": "beingWeighed", "editable": True}
    bench.cabinet.change_item(Channel.REVIEW, name, answer=shown)

    bench.dispatch(reply)
    waits = bench.reply(reply)
    bench.cabinet.change_item(Channel.REVIEW, name, answer=shown | {"state": "wbRu"})
    bench.run_for(20 * MINUTE)

    assert waits.state is ReplyState.UNKNOWN
    assert title_of(bench, reply) == "Опубликовано"
    assert bench.cabinet.landings == []


@pytest.mark.parametrize("channel", [Channel.QUESTION, Channel.CHAT])
def test_questions_and_chats_are_never_sent_again(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.fail_write(NO_ANSWER)

    bench.run_for(45 * MINUTE)

    assert title_of(bench, reply) == "Проверьте: неизвестно, дошло ли"
    assert bench.item(item).queue.needs_response
    assert len(bench.cabinet.calls_of("send_reply")) == 1


@pytest.mark.parametrize("channel", [Channel.QUESTION, Channel.CHAT])
def test_a_reply_that_turns_up_late_confirms_itself(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.fail_write(NO_ANSWER, Effect.LATER)
    bench.run_for(45 * MINUTE)
    assert bench.reply(reply).state is ReplyState.ATTENTION

    bench.cabinet.land_late_writes()
    bench.sync_chats()
    bench.run_for(2 * HOUR)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert not bench.item(item).queue.needs_response


def test_listening_ends_a_day_after_a_person_was_asked() -> None:
    bench, _, reply = approved(Channel.QUESTION)
    bench.cabinet.fail_write(NO_ANSWER)

    bench.run_for(26 * HOUR)

    assert bench.reply(reply).state is ReplyState.ATTENTION
    assert bench.reply(reply).due_at is None


def test_silence_of_a_chat_is_believed_only_when_its_events_were_read() -> None:
    bench, _, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(NO_ANSWER)
    bench.run_for(timedelta(seconds=15))
    bench.queue.run_due({})

    for _ in range(24):
        bench.clock.advance(5 * MINUTE)
        bench.dispatch(reply)
    assert bench.reply(reply).state is ReplyState.UNKNOWN
    for _ in range(47):
        bench.clock.advance(HOUR)
        bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.ATTENTION


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_accepted_answer_that_is_never_shown_ends_with_a_person(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.ACCEPTED))
    bench.run_for(2 * HOUR)
    assert title_of(bench, reply) == "Принято WB, на проверке"
    assert not bench.item(item).queue.needs_response
    bench.run_for(2 * HOUR)
    assert title_of(bench, reply) == "WB ещё не показал ответ"
    assert bench.item(item).queue.needs_response

    bench.run_for(48 * HOUR)

    assert bench.reply(reply).state is ReplyState.ATTENTION
    assert len(bench.cabinet.calls_of("send_reply")) == 1


def test_somebody_elses_answer_after_a_lost_one_is_left_alone() -> None:
    bench, item, reply = approved(Channel.QUESTION)
    bench.cabinet.fail_write(NO_ANSWER)
    bench.run_for(timedelta(seconds=15))
    name = bench.item(item).source.external_id
    bench.cabinet.answer_in_portal(Channel.QUESTION, name, "Ответ сотрудника")

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.ANSWERED_ELSEWHERE


def test_an_answer_edited_in_the_cabinet_ends_the_watch() -> None:
    bench = Bench()
    bench.cabinet.moderated_after = None
    item = bench.add_item(Channel.REVIEW)
    reply = bench.approve(item)
    bench.run_for(timedelta(seconds=15))
    name = bench.item(item).source.external_id
    bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Исправлено сотрудником")

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.reply(reply).due_at is None


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_answer_that_wb_rejects_reopens_the_item_as_urgent(channel: Channel) -> None:
    bench = Bench()
    bench.cabinet.moderated_after = None
    item = bench.add_item(channel)
    reply = bench.approve(item)
    bench.run_for(timedelta(seconds=15))
    bench.cabinet.reject_answer(channel, bench.item(item).source.external_id)

    bench.run_for(5 * MINUTE)

    assert title_of(bench, reply) == "Отклонено WB"
    assert bench.item(item).queue.needs_response
    assert bench.item(item).queue.priority == "urgent"


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_item_that_wb_removes_says_nothing_against_its_answer(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.moderated_after = None
    bench.run_for(MINUTE)
    assert bench.reply(reply).state is ReplyState.CONFIRMED
    known = bench.reply(reply).wb_state
    bench.cabinet.remove_item(channel, bench.item(item).source.external_id)

    bench.run_for(HOUR)

    after = bench.reply(reply)
    assert (after.state, after.wb_state, after.due_at) == (ReplyState.CONFIRMED, known, None)
    assert bench.item(item).queue.view is View.DONE


def test_two_equal_messages_prove_two_replies() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT)
    bench.cabinet.fail_write(NO_ANSWER)
    first = bench.approve(item)
    bench.run_for(45 * MINUTE)
    assert bench.reply(first).state is ReplyState.ATTENTION

    second = bench.approve(item, client_request_id="request-2")
    bench.run_for(10 * MINUTE)
    bench.run_for(2 * HOUR)

    assert bench.reply(second).state is ReplyState.CONFIRMED
    assert bench.reply(first).state is ReplyState.ATTENTION
    mark = bench.item(item).work.reply
    assert mark is not None
    assert mark.id == second.id


@pytest.mark.parametrize("times", [1, 2])
def test_one_reply_that_a_chat_shows_twice_is_told(times: int) -> None:
    bench, item, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(NO_ANSWER)
    bench.run_for(timedelta(seconds=12))
    chat = bench.item(item).source.external_id
    for _ in range(times):
        bench.clock.advance(timedelta(seconds=1))
        bench.cabinet.say(chat, ANSWER, sender=Sender.SELLER, source=OUR_SOURCE)
    bench.clock.advance(10 * MINUTE)
    bench.sync_chats()

    told: list[ReplyId] = []
    run_dispatch(bench, reply.id, report_double=told.append)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert told == [reply.id] * (times - 1)


def test_a_seller_in_wbs_own_chat_window_is_no_proof() -> None:
    bench, item, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(NO_ANSWER)
    bench.run_for(timedelta(seconds=12))
    chat = bench.item(item).source.external_id
    bench.cabinet.say(chat, ANSWER, sender=Sender.SELLER, source="seller-portal")

    bench.run_for(10 * MINUTE)

    assert bench.reply(reply).state is ReplyState.UNKNOWN


@pytest.mark.parametrize(
    "error",
    [Unavailable("down"), Malformed("odd"), RateLimited(9.0)],
    ids=lambda e: type(e).__name__,
)
def test_a_failed_look_is_looked_again(error: Unavailable | Malformed | RateLimited) -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)
    bench.run_for(timedelta(seconds=12))
    bench.cabinet.fail_reads(error)

    bench.run_for(10 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED


# --- the store's own doubts


@pytest.mark.parametrize("channel", Channel)
def test_a_claim_whose_acknowledgement_was_lost_is_recognised(channel: Channel) -> None:
    bench, _, reply = approved(channel)
    bench.clock.advance(timedelta(seconds=10))
    faults = in_turn(Fault.NONE, Fault.LOSE_ACKNOWLEDGEMENT, Fault.LOSE_ACKNOWLEDGEMENT)
    bench.stores = FaultyStores(bench.counting, faults)

    bench.dispatch(reply)

    assert bench.reply(reply).state in (ReplyState.SENT, ReplyState.CONFIRMED)
    assert len(bench.cabinet.landings) == 1


def test_a_claim_that_was_refused_sends_nothing() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.clock.advance(timedelta(seconds=10))
    bench.stores = FaultyStores(bench.counting, in_turn(Fault.NONE, Fault.REFUSE))

    with pytest.raises(Unavailable):
        bench.dispatch(reply)

    assert bench.cabinet.landings == []
    assert bench.reply(reply).state is ReplyState.APPROVED


def test_an_outcome_that_cannot_be_written_is_found_by_reading() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.clock.advance(timedelta(seconds=10))
    plain = bench.stores
    bench.stores = FaultyStores(plain, in_turn(Fault.NONE, Fault.NONE, *[Fault.REFUSE] * 10))
    with pytest.raises(Unavailable):
        bench.dispatch(reply)
    assert bench.reply(reply).state is ReplyState.SENDING

    bench.stores = plain
    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1
