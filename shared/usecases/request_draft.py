"""Ask for a draft and wait a moment: the one who writes drafts is another function."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from shared.domain.drafts.draft import Draft
from shared.domain.drafts.drafting import basis_of
from shared.domain.drafts.outcome import draft_event
from shared.domain.drafts.spending import DraftCause
from shared.domain.errors import Conflict, NotFound, Stale
from shared.domain.events import EventKind
from shared.domain.ids import InteractionId, SellerId, hash_text
from shared.domain.interaction import Interaction
from shared.domain.queue import is_in_flight
from shared.domain.understanding import DraftMark
from shared.ports import Clock, Put, Store, Stored, Stores, TaskQueue, Write
from shared.usecases.move_item import patch_item

WAIT_S = 2.5
LOOK_EVERY_S = 0.25
# A person who asks again within this time gets the task that is already on its way.
_ONE_TASK_PER_S = 10
_TRIES = 5


class DraftWish(StrEnum):
    """Whether the draft at hand will do."""

    ANY = "any"
    ANOTHER = "another"


class NothingToAnswer(Conflict):
    """Nobody waits for an answer to this item."""


class ReplyUnderway(Conflict):
    """While a reply is on its way there is nothing to suggest."""


def request_draft(
    seller: SellerId,
    interaction: InteractionId,
    wish: DraftWish,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    sleep: Callable[[float], None],
    instruction: str = "",
) -> Draft | None:
    """Give a draft for the words at hand, or None when it will arrive later.

    An `instruction` says how another one shall be.
    """
    store = stores.of_seller(seller)
    item = _find_waiting(store, interaction)
    if wish is DraftWish.ANY and has_fresh_draft(item.value):
        return _read_draft(store, item.value)
    key = _task_key(item.value, wish, instruction, clock)
    if wish is DraftWish.ANOTHER:
        _discard(store, item, instruction, clock)
    payload = {"seller": seller, "interaction": interaction, "cause": DraftCause.REQUEST.value}
    queue.enqueue("draft", payload, key=key)
    return _wait(store, interaction, clock=clock, sleep=sleep)


def has_fresh_draft(item: Interaction) -> bool:
    """A draft counts only for the words it was written for."""
    return item.ai.draft is not None and item.ai.draft.basis == basis_of(item)


def _find_waiting(store: Store, interaction: InteractionId) -> Stored[Interaction]:
    stored = store.get(Interaction, interaction)
    if stored is None:
        raise NotFound("no such interaction")
    if is_in_flight(stored.value.work):
        raise ReplyUnderway("a reply is on its way")
    if not stored.value.queue.needs_response:
        raise NothingToAnswer("nobody waits for an answer")
    return stored


def _task_key(item: Interaction, wish: DraftWish, instruction: str, clock: Clock) -> str:
    mark = item.ai.draft
    if wish is DraftWish.ANOTHER and (mark is not None or instruction):
        asked = f"-{hash_text(instruction)[:16]}" if instruction else ""
        return f"redraft-{item.id}-{mark.id if mark else 0}-{basis_of(item)}{asked}"
    moment = int(clock.now().timestamp()) // _ONE_TASK_PER_S
    return f"draft-{item.id}-{basis_of(item)}-{moment}"


def _discard(store: Store, item: Stored[Interaction], instruction: str, clock: Clock) -> None:
    """Forget what the draft was written for, and keep its number, which the next one counts on."""
    stored: Stored[Interaction] | None = item
    for _ in range(_TRIES):
        if stored is None:
            raise NotFound("no such interaction")
        mark = stored.value.ai.draft
        if mark is None and not instruction:
            return
        mark = mark or DraftMark(id="0", basis="", method="", made_at=clock.now())
        asked = replace(mark, basis="", wish=instruction)
        after = replace(stored.value, ai=replace(stored.value.ai, draft=asked))
        try:
            store.commit([patch_item(stored, after), *_noted(store, stored.value, clock)])
        except Stale:
            stored = store.get(Interaction, item.value.id)
            continue
        return
    raise Stale("the item keeps changing")


def _noted(store: Store, item: Interaction, clock: Clock) -> list[Write]:
    """Only a draft that there was can have been thrown away."""
    draft = _read_draft(store, item)
    if draft is None:
        return []
    kind = EventKind.DRAFT_REGENERATED
    return [Put(draft_event(kind, draft, item.channel.value, clock.now()))]


def _wait(
    store: Store,
    interaction: InteractionId,
    *,
    clock: Clock,
    sleep: Callable[[float], None],
) -> Draft | None:
    until = clock.monotonic() + WAIT_S
    while clock.monotonic() < until:
        sleep(LOOK_EVERY_S)
        stored = store.get(Interaction, interaction)
        if stored is not None and has_fresh_draft(stored.value):
            return _read_draft(store, stored.value)
    return None


def _read_draft(store: Store, item: Interaction) -> Draft | None:
    if item.ai.draft is None:
        return None
    stored = store.get(Draft, item.id, item.ai.draft.id)
    return stored.value if stored else None
