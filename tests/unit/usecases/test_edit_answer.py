"""The one change of an answer that WB allows is asked for, guarded, spent once and proved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Deed, Effect
from shared.domain.accounts.tokens import TokenKind
from shared.domain.connectors import capabilities_of
from shared.domain.errors import Denial
from shared.domain.events import Event
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Origin, View
from shared.domain.replies.editing import edit_budget
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.refusals import RefusalCode, ReplyRefused, TextRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.domain.words import reply_title
from shared.ports import Put, Query
from shared.usecases.newest_replies import newest_replies
from shared.usecases.retry_reply import retry_reply
from tests.builders import SELLER
from tests.judges import sure_judge
from tests.reply_bench import ANSWER, EDITED, Bench

MINUTE = timedelta(minutes=1)
EDIT_WITHIN = capabilities_of(Channel.REVIEW).edit_within
PUBLIC = [Channel.REVIEW, Channel.QUESTION]
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


def answered(channel: Channel) -> tuple[Bench, InteractionId]:
    """An item whose answer of ours WB shows."""
    bench = Bench()
    item = bench.add_item(channel)
    bench.approve(item)
    bench.run_for(2 * MINUTE)
    read(bench, item)
    return bench, item


def read(bench: Bench, item: InteractionId) -> None:
    """What the next sync brings."""
    bench.clock.advance(timedelta(seconds=1))
    known = bench.item(item)
    bench.ingest(known.channel, known.source.external_id)


def edits(bench: Bench) -> list[str]:
    return [one.text for one in bench.cabinet.landings if one.deed is Deed.EDIT]


def refusal(bench: Bench, item: InteractionId, text: str = EDITED, **facts: str) -> RefusalCode:
    with pytest.raises(ReplyRefused) as refused:
        bench.edit(item, text, **facts)
    return refused.value.code


def settled(bench: Bench, reply: Reply) -> Reply:
    bench.run_for(QUIET_PERIOD + 30 * MINUTE)
    return bench.reply(reply)


# --- the happy way


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_edit_is_sent_once_and_proved(channel: Channel) -> None:
    bench, item = answered(channel)

    edit = bench.edit(item)
    assert (edit.kind, edit.edit_reason) == (ReplyKind.EDIT, "Опечатка")
    assert reply_title(edit, bench.clock.now()) == "Правка отправится через 10 с"
    bench.run_for(2 * MINUTE)

    assert edits(bench) == [EDITED]
    assert bench.reply(edit).state is ReplyState.CONFIRMED
    assert bench.item(item).queue.view is View.DONE
    read(bench, item)
    assert bench.item(item).source.answer is not None
    assert refusal(bench, item, "Ещё одна правка того же ответа", client_request_id="2") in (
        RefusalCode.EDIT_SPENT,
        RefusalCode.EDIT_CLOSED,
    )


def test_a_published_edit_says_so() -> None:
    bench, item = answered(Channel.REVIEW)
    edit = bench.edit(item)
    bench.run_for(5 * MINUTE)

    assert reply_title(bench.reply(edit), bench.clock.now()) == "Правка опубликована"


def test_an_edit_costs_as_little_as_an_answer() -> None:
    bench, item = answered(Channel.REVIEW)
    bench.counting.bill.clear()
    edit = bench.edit(item)
    bench.clock.advance(timedelta(seconds=10))

    bench.dispatch(edit)

    assert bench.reply(edit).state is ReplyState.CONFIRMED
    assert bench.counting.bill.writes.total() <= 10
    assert bench.counting.bill.commits <= 5


def test_an_edit_can_be_taken_back_before_it_is_sent() -> None:
    bench, item = answered(Channel.REVIEW)
    edit = bench.edit(item)

    bench.cancel(edit)
    bench.run_for(2 * MINUTE)

    assert edits(bench) == []
    assert bench.edit(item, client_request_id="edit-2").state is ReplyState.APPROVED


def test_an_edit_of_an_example_never_reaches_wb() -> None:
    bench, item = answered(Channel.REVIEW)
    known = bench.item(item)
    demo = replace(known, source=replace(known.source, origin=Origin.DEMO))
    bench.plain.of_seller(SELLER).commit([Put(demo)])

    edit = bench.edit(item)
    bench.run_for(2 * MINUTE)

    assert edits(bench) == []
    assert reply_title(bench.reply(edit), bench.clock.now()).startswith("Пример")


# --- what stands in its way


def test_a_chat_message_cannot_be_edited() -> None:
    bench = Bench()

    assert refusal(bench, bench.add_item(Channel.CHAT)) is RefusalCode.NO_EDIT


def test_without_an_answer_there_is_nothing_to_edit() -> None:
    bench = Bench()

    assert refusal(bench, bench.add_item(Channel.QUESTION)) is RefusalCode.NO_ANSWER


def test_a_reply_on_its_way_comes_first() -> None:
    bench, item = answered(Channel.REVIEW)
    first = bench.edit(item)

    with pytest.raises(ReplyRefused) as refused:
        bench.edit(item, client_request_id="edit-2")

    assert (refused.value.code, refused.value.reply) == (RefusalCode.IN_FLIGHT, first.id)


@pytest.mark.parametrize("text", [ANSWER, f"  {ANSWER.replace(' ', chr(10))} "])
def test_the_same_words_are_no_edit(text: str) -> None:
    bench, item = answered(Channel.REVIEW)

    assert refusal(bench, item, text) is RefusalCode.SAME_TEXT


def test_the_guardrails_guard_an_edit_too() -> None:
    bench, item = answered(Channel.REVIEW)

    with pytest.raises(TextRefused):
        bench.edit(item, "Напишите нам на почту shop@example.com, всё вернём", confirm=True)


def test_an_item_that_changed_since_it_was_seen_is_refused() -> None:
    bench, item = answered(Channel.REVIEW)

    with pytest.raises(ReplyRefused) as refused:
        bench.edit(item, revision=99)

    assert refused.value.code is RefusalCode.STALE


def test_one_request_cannot_be_an_answer_and_an_edit() -> None:
    bench, item = answered(Channel.REVIEW)

    assert refusal(bench, item, ANSWER, client_request_id="request-1") is RefusalCode.KEY_REUSED
    bench.edit(item)
    assert refusal(bench, item, reason="Другая причина") is RefusalCode.KEY_REUSED


def test_the_budget_ends_sixty_days_after_the_answer() -> None:
    bench, item = answered(Channel.QUESTION)
    replies = newest_replies(bench.plain.of_seller(SELLER), item)
    budget = edit_budget(bench.item(item), replies, bench.clock.now())

    assert budget.refusal is None
    assert budget.until is not None
    assert abs(budget.until - bench.clock.now() - EDIT_WITHIN) < 5 * MINUTE
    bench.clock.advance(EDIT_WITHIN)
    assert refusal(bench, item) is RefusalCode.EDIT_LATE


def test_of_a_review_our_own_reply_knows_when_it_was_answered() -> None:
    bench, item = answered(Channel.REVIEW)
    replies = newest_replies(bench.plain.of_seller(SELLER), item)

    assert edit_budget(bench.item(item), replies, bench.clock.now()).until is not None
    assert edit_budget(bench.item(item), [], bench.clock.now()).until is None


def test_what_wb_calls_closed_is_closed() -> None:
    bench, item = answered(Channel.REVIEW)
    name = bench.item(item).source.external_id
    answer = bench.cabinet.items[Channel.REVIEW, name].raw["answer"]
    bench.cabinet.change_item(Channel.REVIEW, name, answer=answer | {"editable": False})
    read(bench, item)

    assert refusal(bench, item) is RefusalCode.EDIT_CLOSED


# --- between the approval and WB


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_answer_that_is_no_longer_editable_is_left_alone(channel: Channel) -> None:
    bench, item = answered(channel)
    edit = bench.edit(item)
    name = bench.item(item).source.external_id
    answer = bench.cabinet.items[channel, name].raw["answer"]
    bench.cabinet.change_item(channel, name, answer=answer | {"editable": False})

    after = settled(bench, edit)

    assert (after.state, after.reason) == (ReplyState.FAILED, "not_editable")
    assert bench.cabinet.calls_of("edit_answer") == []
    assert bench.item(item).queue.view is View.FAILED


@pytest.mark.parametrize("channel", PUBLIC)
def test_somebody_elses_text_is_never_overwritten(channel: Channel) -> None:
    bench, item = answered(channel)
    edit = bench.edit(item)
    name = bench.item(item).source.external_id
    bench.cabinet.answer_in_portal(channel, name, "Исправлено сотрудником")

    after = settled(bench, edit)

    assert after.state is ReplyState.ANSWERED_ELSEWHERE
    assert bench.cabinet.calls_of("edit_answer") == []


def test_an_answer_that_has_gone_cannot_be_edited() -> None:
    bench, item = answered(Channel.QUESTION)
    edit = bench.edit(item)
    bench.cabinet.reject_answer(Channel.QUESTION, bench.item(item).source.external_id)

    after = settled(bench, edit)

    assert (after.state, after.reason) == (ReplyState.FAILED, "no_answer")


def with_base_token(channel: Channel) -> tuple[Bench, InteractionId]:
    """WB allows one call an hour, so what the sync has read stands for the look before."""
    bench, item = answered(channel)
    bench.run_for(60 * MINUTE)
    bench.vault.seal(SELLER, bench.wb.issue_token(kind=TokenKind.BASE))
    return bench, item


@pytest.mark.parametrize("channel", PUBLIC)
def test_a_base_token_edits_with_its_only_call(channel: Channel) -> None:
    bench, item = with_base_token(channel)
    before = len(bench.cabinet.calls)
    edit = bench.edit(item)

    bench.run_for(MINUTE)

    assert bench.reply(edit).state is ReplyState.SENT
    assert [call.method for call in bench.cabinet.calls[before:]] == ["edit_answer"]


@pytest.mark.parametrize("channel", PUBLIC)
def test_a_base_token_edits_nothing_but_what_the_sync_has_read(channel: Channel) -> None:
    bench, item = with_base_token(channel)
    known = bench.item(item)
    edit = bench.edit(item)
    name = known.source.external_id
    bench.clock.advance(timedelta(seconds=1))
    bench.cabinet.answer_in_portal(channel, name, "Исправлено сотрудником")
    bench.ingest(channel, name)

    bench.run_for(2 * MINUTE)

    assert bench.reply(edit).state is ReplyState.ANSWERED_ELSEWHERE
    assert bench.cabinet.calls_of("edit_answer") == []


# --- in doubt


@pytest.mark.parametrize("channel", PUBLIC)
def test_a_lost_yes_is_found_by_reading(channel: Channel) -> None:
    bench, item = answered(channel)
    bench.cabinet.lose_answer()
    edit = bench.edit(item)

    assert settled(bench, edit).state is ReplyState.CONFIRMED
    assert edits(bench) == [EDITED]


@pytest.mark.parametrize("channel", PUBLIC)
@pytest.mark.parametrize("outcome", [NO_ANSWER, Outcome(verdict=Verdict.ACCEPTED)])
def test_an_edit_without_effect_ends_with_a_person(channel: Channel, outcome: Outcome) -> None:
    bench, item = answered(channel)
    bench.cabinet.fail_write(outcome)
    edit = bench.edit(item)
    bench.run_for(QUIET_PERIOD - MINUTE)
    assert bench.reply(edit).state in (ReplyState.UNKNOWN, ReplyState.SENT)

    after = settled(bench, edit)

    assert after.state is ReplyState.ATTENTION
    assert reply_title(after, bench.clock.now()) == "Проверьте: WB не показывает правку"
    assert len(bench.cabinet.calls_of("edit_answer")) == 1
    assert bench.item(item).queue.view is View.FAILED
    assert refusal(bench, item, client_request_id="edit-2") is RefusalCode.EDIT_SPENT


def test_an_edit_that_turns_up_late_confirms_itself() -> None:
    bench, item = answered(Channel.QUESTION)
    bench.cabinet.fail_write(NO_ANSWER, Effect.LATER)
    edit = bench.edit(item)
    assert settled(bench, edit).state is ReplyState.ATTENTION
    bench.cabinet.land_late_writes()

    bench.run_for(60 * MINUTE)

    assert bench.reply(edit).state is ReplyState.CONFIRMED
    assert bench.item(item).queue.view is View.DONE


def test_a_confirmed_edit_that_goes_back_asks_a_person() -> None:
    bench, item = answered(Channel.QUESTION)
    edit = bench.edit(item)
    bench.run_for(2 * MINUTE)
    assert bench.reply(edit).state is ReplyState.CONFIRMED
    bench.cabinet.answer_in_portal(Channel.QUESTION, bench.item(item).source.external_id, ANSWER)

    assert settled(bench, edit).state is ReplyState.ATTENTION


@pytest.mark.parametrize("verdict", [Verdict.NOT_SENT, Verdict.RATE_LIMITED])
def test_a_certain_no_is_tried_again(verdict: Verdict) -> None:
    bench, item = answered(Channel.REVIEW)
    bench.cabinet.fail_write(Outcome(verdict=verdict, retry_after=5.0))
    edit = bench.edit(item)

    assert settled(bench, edit).state is ReplyState.CONFIRMED
    assert edits(bench) == [EDITED]


def test_a_refused_edit_may_be_repeated_with_its_reason() -> None:
    bench, item = answered(Channel.REVIEW)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="Плохой текст"))
    edit = bench.edit(item)
    assert settled(bench, edit).state is ReplyState.FAILED

    again = retry_reply(
        SELLER,
        edit.id,
        stores=bench.stores,
        queue=bench.queue,
        clock=bench.clock,
        judge=sure_judge(),
    )

    assert (again.kind, again.edit_reason) == (ReplyKind.EDIT, "Опечатка")
    assert settled(bench, again).state is ReplyState.CONFIRMED


def test_a_revoked_key_parks_an_edit() -> None:
    bench, item = answered(Channel.REVIEW)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.DENIED, denial=Denial.SCOPE))
    edit = bench.edit(item)
    bench.run_for(MINUTE)

    assert bench.reply(edit).state is ReplyState.BLOCKED
    assert bench.item(item).queue.view is View.FAILED


# --- rejected answers


def test_a_rejected_answer_can_be_edited_and_settles_the_item() -> None:
    bench = Bench()
    bench.cabinet.moderated_after = None
    item = bench.add_item(Channel.REVIEW)
    bench.approve(item)
    bench.run_for(MINUTE)
    bench.cabinet.reject_answer(Channel.REVIEW, bench.item(item).source.external_id)
    read(bench, item)
    bench.run_for(5 * MINUTE)
    assert bench.item(item).queue.priority == "urgent"

    edit = bench.edit(item)
    bench.run_for(2 * MINUTE)

    assert bench.reply(edit).state is ReplyState.CONFIRMED
    assert bench.item(item).queue.view is View.DONE


def test_every_end_is_noted_once() -> None:
    bench, item = answered(Channel.REVIEW)
    bench.edit(item)
    bench.run_for(5 * MINUTE)

    events = [one.value for one in bench.plain.of_seller(SELLER).find(Query(kind=Event))]

    assert sorted(one.facts["kind"] for one in events) == ["answer", "edit"]
    assert {one.facts["state"] for one in events} == {"confirmed"}
