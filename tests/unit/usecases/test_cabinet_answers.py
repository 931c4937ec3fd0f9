"""Answers given past the product, and documents that went missing: a sync finds them all."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Interaction, Sender, Status, View
from shared.domain.jobs import JobState
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Delete, Patch
from shared.usecases.run_job import read_job
from tests.builders import NOON, SELLER
from tests.sync_bench import SyncBench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
FROM_CABINET = "Спасибо, ответили из кабинета"


def stocked(reviews: int, questions: int, chats: int) -> SyncBench:
    bench = SyncBench(page_size=100)
    for number in range(reviews):
        name = bench.cabinet.add_review(
            text=f"Отзыв {number}",
            rating=number % 5 + 1,
            at=NOON - timedelta(hours=2 * number + 1),
        )
        if number % 2:
            bench.cabinet.answer_in_portal(REVIEW, name, "Отвечено давно")
    for number in range(questions):
        at = NOON - timedelta(hours=5 * number + 1)
        bench.cabinet.add_question(text=f"Вопрос {number}?", at=at)
    for number in range(chats):
        bench.cabinet.open_chat(text=f"Чат {number}", at=NOON - timedelta(hours=number + 1))
    bench.later(seconds=1)
    for category in Category:
        bench.settle(category)
    bench.later(minutes=10)
    return bench


@pytest.mark.parametrize("seed", range(5))
def test_ten_answers_of_the_cabinet_are_all_noticed_by_the_next_sync(seed: int) -> None:
    bench = stocked(reviews=80, questions=40, chats=0)
    waiting = [(one.channel, name) for name, one in bench.items().items() if is_open(one)]
    ten = Random(seed).sample(sorted(waiting), 10)
    assert {channel for channel, _ in ten} == {REVIEW, QUESTION}
    for channel, name in ten:
        bench.cabinet.answer_in_portal(channel, name, FROM_CABINET)
    bench.later(minutes=1)
    began = bench.clock.now()

    bench.settle()

    for channel, name in ten:
        item = bench.item(channel, name)
        assert (item.queue.status, item.queue.view) == (Status.RESPONDED, View.DONE)
        answer = item.source.answer
        assert answer is not None
        assert answer.text == FROM_CABINET
        assert answer.noticed_at is not None
        assert began <= answer.noticed_at <= bench.clock.now() + timedelta(milliseconds=1)
    open_still = [name for name, one in bench.items().items() if is_open(one)]
    assert len(open_still) == len(waiting) - 10


def test_answers_of_the_cabinet_in_chats_are_noticed_by_the_next_sync() -> None:
    bench = stocked(reviews=0, questions=0, chats=12)
    ten = sorted(bench.items())[:10]
    for name in ten:
        bench.cabinet.say(name, FROM_CABINET, sender=Sender.SELLER, source="seller-portal")
    bench.later(minutes=1)

    bench.settle(Category.CHAT)

    views = {name: one.queue.view for name, one in bench.items().items()}
    assert {name for name, view in views.items() if view is View.WAITING} == set(ten)


@pytest.mark.parametrize("seed", range(3))
def test_a_full_sync_restores_a_hundred_lost_items_and_a_broken_cursor(seed: int) -> None:
    bench = stocked(reviews=180, questions=60, chats=20)
    before = bench.items()
    lost = Random(seed).sample(sorted(before), 100)
    bench.store.commit(
        [Delete(Interaction, (interaction_id(before[name].channel, name),)) for name in lost]
    )
    bench.store.commit([Patch(SyncState, ("feedbacks",), {"channels.review.cursor": 10**14})])
    bench.store.commit([Patch(SyncState, ("chat",), {"channels.chat.cursor": 10**16})])
    bench.counting.bill.clear()

    asked = bench.ask_for_all()
    assert asked is not None
    bench.drain(timedelta(hours=6))

    assert read_job(SELLER, asked.job, stores=bench.plain).state is JobState.DONE
    after = bench.items()
    assert after.keys() == before.keys()
    assert bench.counting.bill.writes[Interaction] == 100
    for name, item in before.items():
        assert content_of(after[name]) == content_of(item)


def is_open(item: Interaction) -> bool:
    return item.queue.needs_response


def content_of(item: Interaction) -> Interaction:
    """All but what says when it was read."""
    source = replace(item.source, observed_at=NOON)
    if source.answer:
        source = replace(source, answer=replace(source.answer, noticed_at=NOON))
    if source.chat:
        source = replace(source, chat=replace(source.chat, listed_at=None))
    return replace(item, source=source, changed_at=NOON)
