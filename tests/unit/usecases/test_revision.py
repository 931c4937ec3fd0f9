"""Who has an item open may answer what they saw, whatever the machine adds to it meanwhile."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.automatic.request import auto_reply_id
from shared.domain.interaction import Answer, AnswerState, Channel, Interaction, Link, ReplyMark
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import DraftMark, Intent, IntentLabel
from shared.ports import Put
from shared.usecases.move_item import change_item
from tests.builders import NOON, SELLER
from tests.reply_bench import Bench

LATER = NOON + timedelta(minutes=1)


def change(bench: Bench, item: Interaction, **changes: Any) -> Interaction:
    after = change_item(item, DEFAULT_SETTINGS, LATER, **changes)
    bench.plain.of_seller(SELLER).commit([Put(after)])
    return after


def with_draft(item: Interaction) -> dict[str, Any]:
    mark = DraftMark(id="1", basis="b", method="template", made_at=LATER)
    return {"ai": replace(item.ai, draft=mark)}


def with_topic(item: Interaction) -> dict[str, Any]:
    return {"ai": replace(item.ai, intent=IntentLabel(label=Intent.THANKS))}


def with_link(item: Interaction) -> dict[str, Any]:
    return {"links": (Link(other=item.id, kind="deterministic", rule="rid", confidence=1.0),)}


def awake(item: Interaction) -> dict[str, Any]:
    return {"work": replace(item.work, snoozed_until=None)}


def noted(item: Interaction) -> dict[str, Any]:
    return {"work": replace(item.work, note="Позвонить", tags=("брак",))}


def read_again(item: Interaction) -> dict[str, Any]:
    return {"source": replace(item.source, observed_at=LATER, buyer_name="Анна")}


@pytest.mark.parametrize(
    "news",
    [with_draft, with_topic, with_link, awake, noted, read_again],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("channel", Channel)
def test_what_the_machine_adds_refuses_no_reply(channel: Channel, news: Any) -> None:
    bench = Bench()
    item = bench.item(bench.add_item(channel))
    snoozed = change(bench, item, work=replace(item.work, snoozed_until=LATER))
    seen = bench.approval(item.id)

    after = change(bench, snoozed, **news(snoozed))

    assert after.revision == item.revision
    assert after.changed_at == LATER
    assert bench.accept(seen).interaction == item.id


def closed(item: Interaction) -> dict[str, Any]:
    return {"work": replace(item.work, closed=True)}


def added(item: Interaction) -> dict[str, Any]:
    chat = item.source.chat
    if chat is None:
        return {"source": replace(item.source, text="И ещё порвалось")}
    more = replace(chat, last_text="И ещё порвалось", last_at=LATER)
    return {"source": replace(item.source, chat=more)}


@pytest.mark.parametrize("news", [closed, added], ids=lambda one: one.__name__)
@pytest.mark.parametrize("channel", Channel)
def test_what_the_seller_has_not_seen_refuses_a_reply(channel: Channel, news: Any) -> None:
    bench = Bench()
    item = bench.item(bench.add_item(channel))
    seen = bench.approval(item.id)

    after = change(bench, item, **news(item))

    assert after.revision == item.revision + 1
    with pytest.raises(ReplyRefused) as refused:
        bench.accept(seen)
    assert refused.value.code is RefusalCode.STALE


def test_an_answer_in_the_cabinet_is_news() -> None:
    bench = Bench()
    item = bench.item(bench.add_item(Channel.REVIEW))

    answer = Answer(text="Спасибо", state=AnswerState.REVIEW_REQUIRED)
    after = change(bench, item, source=replace(item.source, answer=answer))

    assert after.revision == item.revision + 1


def test_what_a_robot_approves_and_takes_back_refuses_no_reply_of_the_open_tab() -> None:
    bench = Bench()
    item = bench.item(bench.add_item(Channel.REVIEW))

    def marked(name: str, state: ReplyState) -> Interaction:
        known = bench.item(item.id)
        mark = ReplyMark(id=name, state=state, at=LATER, text_hash="")
        return change(bench, known, work=replace(known.work, reply=mark))

    marked(auto_reply_id(item.id), ReplyState.APPROVED)
    taken_back = marked(auto_reply_id(item.id), ReplyState.CANCELLED)
    reply = bench.approve(item.id, revision=item.revision)

    assert taken_back.revision == item.revision
    assert reply.state is ReplyState.APPROVED
    assert marked(auto_reply_id(item.id), ReplyState.SENDING).revision > item.revision
