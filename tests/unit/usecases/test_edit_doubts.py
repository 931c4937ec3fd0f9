"""An edit finds at WB what it may find there, and what cannot be proved goes to a person."""

from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import Denial
from shared.domain.events import Event
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, View
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.domain.words import reply_title
from shared.ports import Query
from shared.usecases.retry_reply import retry_reply
from tests.builders import SELLER
from tests.edit_bench import MINUTE, PUBLIC, answered, edits, read, refusal
from tests.judges import sure_judge
from tests.reply_bench import ANSWER, EDITED, Bench

NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


def settled(bench: Bench, reply: Reply) -> Reply:
    bench.run_for(QUIET_PERIOD + 30 * MINUTE)
    return bench.reply(reply)


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
