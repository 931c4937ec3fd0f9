"""One deed on many items: look first, then do it, watch it, take it back."""

from dataclasses import replace

from shared.domain.bulk import (
    Bulk,
    BulkAction,
    BulkLine,
    BulkWish,
    LeftOut,
    Outcome,
    count_outcomes,
)
from shared.domain.bulk_words import LEFT_OUT
from shared.domain.ids import InteractionId
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.search.parser import parse_search
from shared.domain.words import refusal_words
from shared.entrypoint.api.answers import draft_answer, finding_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.handlers.inbox import filter_of, rows
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.base import Nothing, Request
from shared.entrypoint.api.shapes.bulk import (
    MOST_PREVIEWED,
    BulkAnswer,
    BulkLineAnswer,
    BulkPreviewAnswer,
    BulkPreviewRequest,
    BulkProblem,
    BulkRequest,
)
from shared.entrypoint.api.shapes.replies import DraftAnswer
from shared.entrypoint.api.words import (
    BAD_SNOOZE,
    BULK_REUSED,
    BULK_TOO_LATE,
    ONE_CHOICE,
    TAGS_NEEDED,
)
from shared.usecases.bulk_apply import BulkReused, read_bulk, start_bulk
from shared.usecases.bulk_choose import Choice, choose_items
from shared.usecases.bulk_preview import PreviewLine, preview_bulk
from shared.usecases.bulk_undo import undo_bulk
from shared.usecases.edit_interaction import BadSnooze


def preview_many(call: Call[BulkPreviewRequest, Nothing]) -> Result:
    """Tell what would happen to each item."""
    choice = _choose(call)
    first, rest = choice.seen[:MOST_PREVIEWED], choice.seen[MOST_PREVIEWED:]
    outside = call.outside
    lines = preview_bulk(
        call.seller,
        call.body.action,
        first,
        tags=call.body.tags,
        stores=outside.stores,
        clock=outside.clock,
        judge=outside.judge,
    )
    return Result(
        answer=BulkPreviewAnswer(
            lines=_line_answers(call, lines),
            rest=[(name, revision) for name, revision in rest],
            total=len(choice.seen),
            is_cut=choice.is_cut,
        )
    )


def apply_many(call: Call[BulkRequest, Nothing]) -> Result:
    """Begin the deed, or find the one that this request has begun."""
    body, outside = call.body, call.outside
    if (body.action is BulkAction.SNOOZE) is (body.snoozed_until is None):
        raise invalid("snoozed_until", "out_of_range", BAD_SNOOZE)
    if (body.action is BulkAction.TAG) is not bool(body.tags):
        raise invalid("tags", "missing", TAGS_NEEDED)
    wish = BulkWish(
        action=body.action,
        lines=_lines_of(body),
        client_request_id=str(body.client_request_id),
        until=body.snoozed_until,
        tags=body.tags,
        trace=call.trace,
    )
    try:
        bulk = start_bulk(
            call.seller, wish, stores=outside.stores, queue=outside.queue, clock=outside.clock
        )
    except BadSnooze as bad:
        raise invalid("snoozed_until", "out_of_range", BAD_SNOOZE) from bad
    except BulkReused as reused:
        raise Refusal(code="conflict", title=BULK_REUSED) from reused
    return Result(answer=_bulk_answer(call, bulk))


def show_many(call: Call[Nothing, Nothing]) -> Result:
    """Tell how far the deed got."""
    bulk = read_bulk(call.seller, call.path["id"], stores=call.outside.stores)
    return Result(answer=_bulk_answer(call, bulk))


def undo_many(call: Call[Nothing, Nothing]) -> Result:
    """Stop the deed and take it back."""
    outside = call.outside
    try:
        bulk = undo_bulk(
            call.seller,
            call.path["id"],
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
        )
    except ReplyRefused as refused:
        raise Refusal(code="conflict", title=BULK_TOO_LATE) from refused
    return Result(answer=_bulk_answer(call, bulk))


def _choose(call: Call[BulkPreviewRequest, Nothing]) -> Choice:
    body = call.body
    if (body.filter is None) is not bool(body.items):
        raise invalid("items", "missing", ONE_CHOICE)
    if body.filter is None:
        seen: dict[InteractionId, int] = {
            InteractionId(name): revision for name, revision in body.items
        }
        return Choice(seen=tuple(seen.items()), is_cut=False)
    search = parse_search(body.filter.q or "", call.now)
    stores, clock = call.outside.stores, call.outside.clock
    return choose_items(call.seller, filter_of(body.filter), search, stores=stores, clock=clock)


def _lines_of(body: BulkRequest) -> tuple[BulkLine, ...]:
    """Each item once, as it was named first."""
    lines: dict[str, BulkLine] = {}
    for name, revision, draft in body.items:
        line = BulkLine(interaction=InteractionId(name), revision=revision, draft=draft)
        text = body.texts.get(name, "")
        own = replace(line, draft="", changed=draft, text=text) if text else line
        lines.setdefault(name, own)
    return tuple(lines.values())


def _line_answers(call: Call[Request, Request], lines: list[PreviewLine]) -> list[BulkLineAnswer]:
    there = tuple(line.item for line in lines if line.item is not None)
    known = {row.id: row for row in rows(call, there)}
    return [
        BulkLineAnswer(
            id=line.interaction,
            revision=line.revision,
            row=known.get(line.interaction),
            draft=_draft_answer(line),
            left_out=line.left_out,
            why=LEFT_OUT[line.left_out] if line.left_out else None,
        )
        for line in lines
    ]


def _draft_answer(line: PreviewLine) -> DraftAnswer | None:
    if line.item is None or line.draft is None:
        return None
    channel, text = line.item.channel, line.draft.text
    findings = [finding_answer(channel, text, one) for one in line.findings]
    return draft_answer(channel, line.draft).model_copy(update={"findings": findings})


def _bulk_answer(call: Call[Request, Request], bulk: Bulk) -> BulkAnswer:
    counts = count_outcomes(bulk)
    can_undo = bulk.can_undo(call.now)
    return BulkAnswer(
        id=bulk.id,
        action=bulk.action,
        is_over=bulk.is_over(call.now),
        is_undone=bulk.undone_at is not None,
        total=len(bulk.lines),
        waiting=counts[Outcome.WAITING],
        done=counts[Outcome.DONE],
        left_out=counts[Outcome.LEFT_OUT],
        undone=counts[Outcome.UNDONE],
        too_late=counts[Outcome.TOO_LATE],
        can_undo=can_undo,
        undo_until=bulk.undo_until if can_undo else None,
        problems=[_problem(line) for line in bulk.lines if line.outcome in _PROBLEMS],
    )


_PROBLEMS = (Outcome.LEFT_OUT, Outcome.TOO_LATE)


def _problem(line: BulkLine) -> BulkProblem:
    if line.outcome is Outcome.TOO_LATE:
        why = refusal_words(RefusalCode.TOO_LATE)
        return BulkProblem(id=line.interaction, outcome="too_late", code="too_late", why=why)
    return BulkProblem(
        id=line.interaction, outcome="left_out", code=line.why, why=LEFT_OUT[LeftOut(line.why)]
    )
