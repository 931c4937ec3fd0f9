"""Take a deed on many items back as a whole, as far as that is still certain."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from shared.domain.bulk import (
    Bulk,
    BulkAction,
    BulkLine,
    Outcome,
    bulk_job,
    reply_of,
    settle_lines,
    was_closed_by,
)
from shared.domain.errors import NotFound, Stale
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.ports import Clock, Create, Put, Store, Stored, Stores, TaskQueue, Write
from shared.usecases.bulk_preview import find_items
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.edit_interaction import Edit, edit_interaction
from shared.usecases.run_job import queue_job

# A request takes back what it can in so long; the job goes on with the rest.
_AT_ONCE_S = 5.0
_STEP = 25
_TRIES = 6


def undo_bulk(
    seller: SellerId, name: str, *, stores: Stores, queue: TaskQueue, clock: Clock
) -> Bulk:
    """Stop the deed and take back what it did; a repetition goes on with the same.

    Raises NotFound, or ReplyRefused where the time for it is over.
    """
    store, ends = stores.of_seller(seller), clock.monotonic() + _AT_ONCE_S
    bulk = _mark_undone(store, name, clock)
    queue_job(seller, bulk_job(name, clock.now(), undoes=True), queue)
    undo_lines(seller, name, lambda: clock.monotonic() < ends, stores=stores, clock=clock)
    stored = store.get(Bulk, name)
    return stored.value if stored else bulk


def undo_lines(
    seller: SellerId, name: str, has_time: HasTime, *, stores: Stores, clock: Clock
) -> bool:
    """Look at every item of an undone deed, whatever was noted of it; say whether all were seen."""
    store = stores.of_seller(seller)
    stored = store.get(Bulk, name)
    if stored is None:
        return True
    bulk = stored.value
    took_back: list[BulkLine] = []
    lines = [one for one in bulk.lines if one.outcome is not Outcome.LEFT_OUT]
    for first in range(0, len(lines), _STEP):
        if first and not has_time():
            break
        took_back += _take_back(seller, store, bulk, lines[first : first + _STEP], stores, clock)
    _note(store, name, took_back, clock)
    return len(took_back) == len(lines)


def _mark_undone(store: Store, name: str, clock: Clock) -> Bulk:
    """From here on no worker does another step; the job that looks after it is stored with it."""

    def mark(bulk: Bulk) -> tuple[Bulk, list[Write]] | None:
        if bulk.undone_at is not None:
            return None
        if not bulk.can_undo(clock.now()):
            raise ReplyRefused(RefusalCode.TOO_LATE)
        return replace(bulk, undone_at=clock.now()), [
            Create(bulk_job(name, clock.now(), undoes=True))
        ]

    return _change(store, name, mark)


def _note(store: Store, name: str, lines: Sequence[BulkLine], clock: Clock) -> None:
    def settle(bulk: Bulk) -> tuple[Bulk, list[Write]] | None:
        after = settle_lines(bulk, lines, clock.now())
        return None if after.lines == bulk.lines else (after, [])

    _change(store, name, settle)


def _change(
    store: Store, name: str, change: Callable[[Bulk], tuple[Bulk, list[Write]] | None]
) -> Bulk:
    for _ in range(_TRIES):
        stored: Stored[Bulk] | None = store.get(Bulk, name)
        if stored is None:
            raise NotFound("no such deed")
        changed = change(stored.value)
        if changed is None:
            return stored.value
        with suppress(Stale):
            store.commit([Put(changed[0], version=stored.version), *changed[1]])
            return changed[0]
    raise Stale("the deed keeps changing")


def _take_back(
    seller: SellerId,
    store: Store,
    bulk: Bulk,
    lines: Sequence[BulkLine],
    stores: Stores,
    clock: Clock,
) -> list[BulkLine]:
    if bulk.action is BulkAction.SEND:
        sent = store.get_many(Reply, [reply_of(bulk, one) for one in lines])
        replies = {one: sent.get(reply_of(bulk, one)) for one in lines}
        return [
            replace(one, outcome=_cancel(seller, found, stores, clock))
            for one, found in replies.items()
        ]
    items = find_items(store, [one.interaction for one in lines])
    for one in lines:
        edit = _edit_back(bulk, one, items.get(one.interaction))
        if edit is not None:
            with suppress(NotFound):
                edit_interaction(seller, one.interaction, edit, stores=stores, clock=clock)
    return [replace(one, outcome=Outcome.UNDONE) for one in lines]


def _cancel(seller: SellerId, found: Stored[Reply] | None, stores: Stores, clock: Clock) -> Outcome:
    if found is None or found.value.state is ReplyState.CANCELLED:
        return Outcome.UNDONE
    try:
        cancel_reply(seller, found.value.id, stores=stores, clock=clock)
    except ReplyRefused:
        return Outcome.TOO_LATE
    except NotFound:
        # What is gone is sent by nobody; the other replies still wait to be cancelled.
        return Outcome.UNDONE
    return Outcome.UNDONE


def _edit_back(bulk: Bulk, line: BulkLine, item: Interaction | None) -> Edit | None:
    """What somebody has changed since stays as they have made it."""
    if item is None:
        return None
    if bulk.action is BulkAction.CLOSE:
        return Edit(closed=False) if was_closed_by(bulk, item) else None
    if bulk.action is BulkAction.TAG:
        return Edit(untagged=tuple(tag for tag in bulk.tags if tag not in line.had))
    if item.work.snoozed_until != bulk.until:
        return None
    slept = line.slept_until
    still = slept is not None and bulk.undone_at is not None and slept > bulk.undone_at
    return Edit(snoozed_until=slept if still else None)
