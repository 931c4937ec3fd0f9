"""Write what became of a reply, and its mark on the item, in one commit."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta

from shared.domain.errors import NotFound, RetryLater, Stale, Unavailable
from shared.domain.ids import ReplyId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.replies.dispatch import mark_of
from shared.domain.replies.events import settled_event
from shared.domain.replies.reply import Reply
from shared.ports import Clock, Patch, Put, Store, Stored, TaskQueue, Write
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_settings import read_settings

# A task that waits longer is left to the sweep, which finds every reply by when it is due.
LONGEST_TASK = timedelta(hours=24)
_TRIES = 6


def settle_reply(
    store: Store,
    reply: ReplyId,
    decide: Callable[[Reply], Reply | None],
    *,
    clock: Clock,
    extra: Callable[[Reply], list[Write]] = lambda _: [],
) -> Reply:
    """Apply a pure decision by compare and set; None from `decide` leaves everything as it is.

    After a lost answer the decision is taken again on what is stored: if the write was ours, it
    has nothing left to do.
    """
    for left in reversed(range(_TRIES)):
        before = find_reply(store, reply)
        after = decide(before.value)
        if after is None:
            return before.value
        try:
            store.commit([*_writes(store, before, after, clock.now()), *extra(after)])
        except (Stale, Unavailable):
            if not left:
                raise
            continue
        return after
    raise Stale("the reply keeps changing")


def find_reply(store: Store, reply: ReplyId) -> Stored[Reply]:
    """Read a reply or raise NotFound."""
    stored = store.get(Reply, reply)
    if stored is None:
        raise NotFound("no such reply")
    return stored


def patch_reply(before: Stored[Reply], after: Reply) -> Patch[Reply]:
    """Write only the fields that differ, and only if nobody else wrote in between."""
    changed = {
        part.name: getattr(after, part.name)
        for part in fields(after)
        if getattr(after, part.name) != getattr(before.value, part.name)
    }
    return Patch(Reply, (after.id,), changed, version=before.version)


def queue_dispatch(queue: TaskQueue, seller: SellerId, reply: Reply, now: datetime) -> None:
    """Ask for the reply's next step when it is due; without an answer the sweep does."""
    if reply.due_at is None or reply.due_at - now > LONGEST_TASK:
        return
    # One task per moment at which the reply is due: repeating the request adds none.
    key = f"dispatch-{reply.id}-{reply.due_at.isoformat()}"
    delay = max(reply.due_at - now, timedelta(0))
    enqueue_dispatch(queue, seller, reply.id, key=key, delay=delay)


def enqueue_dispatch(
    queue: TaskQueue, seller: SellerId, reply: ReplyId, *, key: str, delay: timedelta
) -> bool:
    """Say whether the key was new; what is committed holds without the task."""
    try:
        return queue.enqueue("dispatch", {"seller": seller, "reply": reply}, key=key, delay=delay)
    except RetryLater:
        return True


def _writes(
    store: Store,
    before: Stored[Reply],
    after: Reply,
    now: datetime,
) -> list[Write]:
    """An older reply's end does not show on an item that has a newer reply.

    The passing of time alone can bring an item back, so its place is computed at every step.
    """
    writes: list[Write] = [patch_reply(before, after)]
    event = settled_event(before.value, after, now)
    if event is not None:
        writes.append(Put(event))
    item = store.get(Interaction, after.interaction)
    if item is None or item.value.work.reply is None or item.value.work.reply.id != after.id:
        return writes
    work = replace(item.value.work, reply=mark_of(after))
    moved = change_item(item.value, read_settings(store), now, work=work)
    if work == item.value.work and moved.queue == item.value.queue:
        return writes
    return [*writes, *move_item(item, moved)]
