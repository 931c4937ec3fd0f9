"""What a person changes on an item by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound, Rejected, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction, Status, Work
from shared.domain.queue import spoke_anew
from shared.domain.tagging import add_tags, drop_tags
from shared.ports import Clock, Patch, Stores
from shared.usecases.move_item import change_item, move_item
from shared.usecases.read_interaction import find_item
from shared.usecases.read_settings import read_settings

LONGEST_SNOOZE = timedelta(days=365)
_TRIES = 5


class Keep(Enum):
    """Marks what an edit leaves alone."""

    AS_IS = "as_is"


AS_IS = Keep.AS_IS


class BadSnooze(Rejected):
    """An item can only be put off to a moment to come, within a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A person's change; `snoozed_until` of None wakes the item.

    `tags` replace those that the item bears; `tagged` come to them, `untagged` are taken off.
    `decided_at` is when the person asked for the closing, where it comes later.
    """

    closed: bool | Keep = AS_IS
    snoozed_until: datetime | Keep | None = AS_IS
    note: str | Keep = AS_IS
    tags: tuple[str, ...] | Keep = AS_IS
    tagged: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()
    decided_at: datetime | None = None


def edit_interaction(
    seller: SellerId, interaction: InteractionId, edit: Edit, *, stores: Stores, clock: Clock
) -> Interaction:
    """Apply an edit; repeating it writes nothing. Half-written words outlive a closing.

    Raises BadSnooze or TagsFull.
    """
    now = clock.now()
    check_snooze(edit.snoozed_until, now)
    return _change_work(
        seller,
        interaction,
        lambda item: _edited(item, edit, now),
        stores=stores,
        clock=clock,
    )


def check_snooze(until: datetime | Keep | None, now: datetime) -> None:
    """Raise BadSnooze for a moment to which nothing can be put off."""
    if isinstance(until, datetime) and not now < until <= now + LONGEST_SNOOZE:
        raise BadSnooze("put off to the past or by more than a year")


def mark_read(
    seller: SellerId, interaction: InteractionId, *, stores: Stores, clock: Clock
) -> None:
    """Note that the seller has seen the item's newest words.

    The revision stays: who has just looked may approve what they saw.
    """
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    if _is_seen(item):
        return
    now = clock.now()
    store.commit([Patch(Interaction, (item.id,), {"work.seen_at": now, "changed_at": now})])


def _edited(item: Interaction, edit: Edit, now: datetime) -> Work:
    work = item.work if isinstance(edit.note, Keep) else replace(item.work, note=edit.note)
    work = replace(work, tags=_tags_after(item.work.tags, edit))
    if isinstance(edit.snoozed_until, Keep) and isinstance(edit.closed, Keep):
        return work
    work = _known(item, work)
    if not isinstance(edit.snoozed_until, Keep):
        work = replace(work, snoozed_until=edit.snoozed_until)
    if isinstance(edit.closed, Keep) or edit.closed is (item.queue.status is Status.CLOSED):
        return work
    if edit.closed:
        return replace(work, closed=True, closed_at=edit.decided_at or now)
    # A chat that its buyer's silence has closed begins a new silence.
    return replace(work, closed=False, closed_at=None, reopened_at=now)


def _tags_after(held: tuple[str, ...], edit: Edit) -> tuple[str, ...]:
    kept = held if isinstance(edit.tags, Keep) else edit.tags
    kept = drop_tags(kept, edit.untagged)
    return add_tags(kept, edit.tagged) if edit.tagged else kept


def _known(item: Interaction, work: Work) -> Work:
    """What is decided now holds against the words that are there; older decisions may not."""
    if spoke_anew(item.source, work):
        work = replace(work, closed=False, closed_at=None, snoozed_until=None)
    return replace(work, known_until=item.source.chat.asked_at if item.source.chat else None)


def _is_seen(item: Interaction) -> bool:
    chat = item.source.chat
    newest = chat.last_at if chat and chat.last_at else item.source.created_at
    return item.work.seen_at is not None and item.work.seen_at >= newest


def _change_work(
    seller: SellerId,
    interaction: InteractionId,
    change: Callable[[Interaction], Work],
    *,
    stores: Stores,
    clock: Clock,
) -> Interaction:
    store = stores.of_seller(seller)
    settings = read_settings(store)
    for _ in range(_TRIES):
        stored = store.get(Interaction, interaction)
        if stored is None:
            raise NotFound("no such interaction")
        item = stored.value
        work = change(item)
        if work == item.work:
            return item
        after = change_item(item, settings, clock.now(), work=work)
        try:
            store.commit(move_item(stored, after))
        except Stale:
            # Another stage wrote a map of its own; the person's change still holds.
            continue
        return after
    raise Stale("the item keeps changing")
