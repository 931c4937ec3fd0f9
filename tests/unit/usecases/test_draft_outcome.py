"""Each way from a draft to an answer leaves exactly the events that tell it."""

from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.use import Change, EditSize, Use
from shared.domain.errors import NotFound
from shared.domain.events import Event, EventKind
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author
from shared.ports import Query
from shared.usecases.note_draft import note_shown
from shared.usecases.request_draft import DraftWish, request_draft
from tests.builders import SELLER
from tests.reply_bench import ANSWER, Bench
from tests.unit.usecases.test_draft_reply import write_draft


def drafted(channel: Channel = Channel.REVIEW) -> tuple[Bench, InteractionId, Draft]:
    bench = Bench()
    item = bench.add_item(channel)
    write_draft(bench, item, TemplateWriter())
    (stored,) = bench.plain.of_seller(SELLER).find(Query(kind=Draft, within=(item,)))
    return bench, item, stored.value


def show(bench: Bench, item: InteractionId, draft: str = "1") -> None:
    note_shown(SELLER, item, draft, stores=bench.stores, clock=bench.clock)


def noted(bench: Bench) -> list[str]:
    """Kinds of events, those of settled replies with what they made of a draft."""
    return sorted(
        f"{one.kind} {one.facts.get('use', '')}".strip() for one in events_of(bench, *EventKind)
    )


def events_of(bench: Bench, *kinds: EventKind) -> list[Event]:
    found = bench.plain.of_seller(SELLER).find(Query(kind=Event))
    return [stored.value for stored in found if stored.value.kind in kinds]


def send(bench: Bench, item: InteractionId, text: str, **facts: Any) -> Reply:
    """Approve and let it be published."""
    reply = bench.approve(item, text, **facts)
    bench.run_for(timedelta(minutes=5))
    return bench.reply(reply)


@pytest.mark.parametrize("channel", Channel)
def test_shown_and_sent_is_accepted_whatever_the_case_and_spaces(channel: Channel) -> None:
    bench, item, draft = drafted(channel)
    show(bench, item)
    show(bench, item)

    send(bench, item, f" {draft.text.upper().capitalize()} ".strip(), draft_id=draft.id)

    assert noted(bench) == ["draft.shown", "reply.settled accepted"]
    (event,) = events_of(bench, EventKind.REPLY_SETTLED)
    assert event.facts["prompt_version"] == draft.prompt_version
    assert (event.facts["method"], event.facts["channel"]) == ("template", channel.value)


def test_shown_and_changed_keeps_what_was_changed_with_the_reply() -> None:
    bench, item, draft = drafted()
    show(bench, item)
    words = draft.text.split()

    reply = send(bench, item, " ".join([*words[:-1], "скоро"]), draft_id=draft.id)

    assert noted(bench) == ["draft.shown", "reply.settled edited"]
    use = reply.use
    assert use is not None
    assert (use.use, use.size) == (Use.EDITED, EditSize.MINOR)
    assert use.changes == (Change(len(words) - 1, words[-1], "скоро"),)
    (event,) = events_of(bench, EventKind.REPLY_SETTLED)
    assert event.facts["size"] == "minor"
    assert words[0] not in str(event.facts)


def test_shown_and_passed_over_is_ignored() -> None:
    bench, item, _ = drafted()
    show(bench, item)

    send(bench, item, ANSWER)

    assert noted(bench) == ["draft.shown", "reply.settled ignored"]


def test_a_draft_that_nobody_saw_counts_for_nothing() -> None:
    bench, item, _ = drafted()

    send(bench, item, ANSWER)

    assert noted(bench) == ["reply.settled manual"]


def test_words_without_any_draft_are_manual() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    send(bench, item, ANSWER, draft_id="7")

    assert noted(bench) == ["reply.settled manual"]


def test_a_draft_thrown_away_says_so_once_and_the_next_is_judged_by_itself() -> None:
    bench, item, _ = drafted()
    show(bench, item)
    for _ in range(2):
        request_draft(
            SELLER,
            item,
            DraftWish.ANOTHER,
            stores=bench.stores,
            queue=MemoryTaskQueue(bench.clock),
            clock=bench.clock,
            sleep=lambda seconds: bench.clock.advance(timedelta(seconds=seconds)),
        )
    write_draft(bench, item, TemplateWriter())
    show(bench, item, "2")
    second = bench.plain.of_seller(SELLER).get(Draft, item, "2")
    assert second is not None

    send(bench, item, second.value.text, draft_id="2")

    assert noted(bench) == [
        "draft.regenerated",
        "draft.shown",
        "draft.shown",
        "reply.settled accepted",
    ]


def test_what_the_system_approves_judges_no_draft() -> None:
    bench, item, draft = drafted()

    reply = bench.approve(item, draft.text, draft_id=draft.id, author=Author.SYSTEM)

    assert bench.reply(reply).use is None


def test_nobody_sees_a_draft_that_is_not_there() -> None:
    bench, item, _ = drafted()

    with pytest.raises(NotFound):
        show(bench, item, "9")


def test_what_was_cancelled_tells_what_it_would_have_been_and_settles_nothing() -> None:
    bench, item, draft = drafted()
    reply = bench.approve(item, draft.text, draft_id=draft.id)
    bench.cancel(reply)

    assert noted(bench) == ["reply.cancelled accepted"]
