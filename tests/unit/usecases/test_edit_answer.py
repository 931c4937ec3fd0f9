"""The one change of an answer that WB allows is asked for, guarded and spent once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.connectors import capabilities_of
from shared.domain.interaction import Channel, Origin, View
from shared.domain.replies.editing import edit_budget
from shared.domain.replies.refusals import RefusalCode, ReplyRefused, TextRefused
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.domain.words import reply_title
from shared.ports import Put
from shared.usecases.newest_replies import newest_replies
from tests.builders import SELLER
from tests.edit_bench import MINUTE, PUBLIC, answered, edits, read, refusal
from tests.reply_bench import ANSWER, EDITED, Bench

EDIT_WITHIN = capabilities_of(Channel.REVIEW).edit_within


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
