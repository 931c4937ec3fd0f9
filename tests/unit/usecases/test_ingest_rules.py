"""What ingestion makes of each kind of item, a row per rule."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.adapters.memory.wb_items import make_review
from shared.domain.drafts.drafting import basis_of
from shared.domain.drafts.prompts import build_prompt
from shared.domain.ids import hash_text, interaction_id
from shared.domain.interaction import (
    Channel,
    ClosedBy,
    Interaction,
    Link,
    Priority,
    ReplyMark,
    Status,
    View,
)
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import DraftMark
from shared.ports import Patch
from shared.usecases.move_item import change_item, move_item
from tests.builders import NOON
from tests.sync_bench import SyncBench
from tests.unit.usecases.ingested import OURS, QUESTION, REVIEW, only, question, review, take_in

THEIRS = "Ответ из кабинета"


@pytest.mark.parametrize(
    ("channel", "raw", "needs_response", "status", "priority"),
    [
        (REVIEW, review(), False, Status.RESPONDED, Priority.LOW),
        (REVIEW, review(pros="мягкая"), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(cons="колется"), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(bables=["качество"]), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(photoLinks=[{"fullSize": "f"}]), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(video={"link": "v"}), True, Status.OPEN, Priority.LOW),
        (REVIEW, review(text="Ок", state="wbRu"), True, Status.OPEN, Priority.LOW),
        (
            REVIEW,
            review(text="Ок", answer={"text": "", "state": "wbRu", "editable": False}),
            False,
            Status.RESPONDED,
            Priority.LOW,
        ),
        (QUESTION, question(), True, Status.OPEN, Priority.HIGH),
        (QUESTION, question(answer={"text": ""}), True, Status.OPEN, Priority.HIGH),
        (QUESTION, question(answer={"text": "Есть"}), False, Status.RESPONDED, Priority.LOW),
        (QUESTION, question(state="wbRu"), True, Status.OPEN, Priority.HIGH),
    ],
)
def test_content_without_an_answer_wants_one_whatever_wb_calls_it(
    channel: Channel,
    raw: dict[str, Any],
    needs_response: bool,
    status: Status,
    priority: Priority,
) -> None:
    bench = SyncBench()

    take_in(bench, channel, raw)

    queue = only(bench).queue
    assert (queue.needs_response, queue.status, queue.priority) == (
        needs_response,
        status,
        priority,
    )


def test_the_words_of_a_review_are_three_lines_with_their_labels() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим", pros="Мягкая", cons="Колется"))

    data = build_prompt(only(bench), (), None).data

    assert "Носим\nДостоинства: Мягкая\nНедостатки: Колется" in data


def test_an_unchanged_item_keeps_drafts_links_and_work_and_costs_no_write() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    item = only(bench)
    link = Link(other=interaction_id("review", "R2"), kind="deterministic", rule="r", confidence=1)
    mark = DraftMark(id="d", basis=basis_of(item), method="template", made_at=NOON)
    patch = {"links": (link,), "ai.draft": mark, "work.note": "Позвонить"}
    bench.store.commit([Patch(Interaction, (item.id,), patch)])
    before = only(bench)
    bench.counting.bill.clear()

    take_in(bench, REVIEW, review(text="Носим", wasViewed=True), minute=1, moved=False)

    assert only(bench) == before
    assert not bench.counting.bill.writes


def test_a_changed_item_changes_the_maps_of_ingestion_alone() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    item = only(bench)
    link = Link(other=interaction_id("review", "R2"), kind="deterministic", rule="r", confidence=1)
    mark = DraftMark(id="d", basis=basis_of(item), method="template", made_at=NOON)
    patch = {"links": (link,), "buyer": "b", "ai.draft": mark, "work.note": "Позвонить"}
    bench.store.commit([Patch(Interaction, (item.id,), patch)])
    before = only(bench)

    take_in(bench, REVIEW, review(text="Порвалось, не работает"), minute=1)

    after = only(bench)
    assert (after.links, after.buyer, after.ai.draft, after.work) == (
        before.links,
        before.buyer,
        before.ai.draft,
        before.work,
    )
    assert after.source.text == "Порвалось, не работает"
    assert after.ai.intent != before.ai.intent


# --- answers


def answered(text: str, state: str = "wbRu") -> dict[str, Any]:
    return review(text="Носим", answer={"text": text, "state": state, "editable": True})


def note_reply(bench: SyncBench, state: ReplyState, **facts: Any) -> None:
    stored = bench.store.get(Interaction, interaction_id("review", "R1"))
    assert stored is not None
    known: dict[str, Any] = {
        "id": "r",
        "state": state,
        "at": bench.clock.now(),
        "text_hash": hash_text(OURS),
    }
    work = replace(stored.value.work, reply=ReplyMark(**known | facts))
    after = change_item(stored.value, DEFAULT_SETTINGS, bench.clock.now(), work=work)
    bench.store.commit(move_item(stored, after))


def noticed(bench: SyncBench) -> datetime | None:
    answer = only(bench).source.answer
    return answer.noticed_at if answer else None


def test_an_answer_is_noticed_once_for_each_of_its_texts() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    take_in(bench, REVIEW, answered(THEIRS, "reviewRequired"), minute=5)
    first = noticed(bench)
    take_in(bench, REVIEW, answered(THEIRS), minute=9)
    again = noticed(bench)
    take_in(bench, REVIEW, answered(THEIRS + "!"), minute=20)

    assert first == again == NOON + timedelta(minutes=5)
    assert noticed(bench) == NOON + timedelta(minutes=20)


def test_an_answer_that_was_there_before_us_is_noticed_with_its_item() -> None:
    bench = SyncBench()

    take_in(bench, REVIEW, answered(THEIRS), minute=3)

    assert noticed(bench) == NOON + timedelta(minutes=3)


def test_our_answer_stays_out_of_the_queue_while_wb_does_not_show_it() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    note_reply(bench, ReplyState.SENT)

    take_in(bench, REVIEW, review(text="Носим", color="синий"), minute=30)
    held = only(bench).queue
    take_in(bench, REVIEW, review(text="Носим", color="белый"), minute=181)

    assert (held.needs_response, held.status) == (False, Status.RESPONDED)
    assert only(bench).queue.needs_response


@pytest.mark.parametrize("state", [ReplyState.SENT, ReplyState.CONFIRMED])
def test_a_rejected_answer_of_ours_comes_back_as_urgent(state: ReplyState) -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, review(text="Носим"))
    note_reply(bench, state, at=NOON - timedelta(hours=4), wb_state="reviewRequired")

    take_in(bench, REVIEW, answered(OURS, "rejected"), minute=1)

    item = only(bench)
    assert (item.queue.needs_response, item.queue.priority) == (True, Priority.URGENT)
    assert item.source.answer is not None
    assert item.source.answer.editable


def test_a_rejected_answer_of_the_cabinet_comes_back_as_urgent() -> None:
    bench = SyncBench()
    take_in(bench, REVIEW, answered(THEIRS, "reviewRequired"))
    assert not only(bench).queue.needs_response

    take_in(bench, REVIEW, answered(THEIRS, "rejected"), minute=1)

    assert only(bench).queue.priority is Priority.URGENT


def test_an_answer_that_wb_takes_back_opens_its_question_as_urgent() -> None:
    bench = SyncBench()
    take_in(bench, QUESTION, question(answer={"text": "Есть", "editable": True}))

    take_in(bench, QUESTION, question(), minute=1)
    taken = only(bench)
    take_in(bench, QUESTION, question(answer={"text": "Есть, да", "editable": True}), minute=2)

    assert (taken.queue.needs_response, taken.queue.priority) == (True, Priority.URGENT)
    assert taken.source.answer_gone_at == NOON + timedelta(minutes=1)
    assert only(bench).queue.status is Status.RESPONDED
    assert only(bench).source.answer_gone_at is None


# --- archived reviews


def test_archived_reviews_bring_no_work_and_no_second_write() -> None:
    bench = SyncBench()
    old = make_review("old", NOON - timedelta(days=31), rating=1, text="Порвалось")
    bare = make_review("bare", NOON - timedelta(days=1), rating=5, text="")
    tagged = make_review("tagged", NOON - timedelta(days=1), rating=5, text="")
    raws = [old, bare, tagged | {"bables": ["качество"], "state": "wbRu"}]
    take_in(bench, REVIEW, *raws)
    bench.counting.bill.clear()

    take_in(bench, REVIEW, *raws, minute=9, moved=False)

    items = bench.items()
    assert {name for name, one in items.items() if one.queue.needs_response} == {"tagged"}
    assert (items["old"].queue.view, items["old"].queue.closed_by) == (View.DONE, ClosedBy.WB)
    assert not bench.counting.bill.writes
    assert {task["interaction"] for task in bench.queued("draft")} == {items["tagged"].id}
