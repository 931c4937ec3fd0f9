"""A person takes a link away, or puts it back; both sides remember that they were asked to."""

from collections.abc import Callable
from dataclasses import replace

from shared.domain.errors import NotFound, Stale
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction, Link
from shared.domain.linking.exact import KIND, find_link
from shared.ports import Clock, Store, Stored, Stores
from shared.usecases.move_item import change_item, patch_item, summary_writes
from shared.usecases.read_settings import read_settings

_TRIES = 5
# Far more than anybody takes away by hand.
_MOST_UNLINKED = 100


def unlink(
    seller: SellerId, one: InteractionId, other: InteractionId, *, stores: Stores, clock: Clock
) -> None:
    """Take a link off both sides for good; repeating it writes nothing."""
    _change_ends(seller, one, other, _take_away, stores=stores, clock=clock)


def relink(
    seller: SellerId, one: InteractionId, other: InteractionId, *, stores: Stores, clock: Clock
) -> None:
    """Put back what was taken away by hand, as it was; repeating it writes nothing."""
    _change_ends(seller, one, other, _put_back, stores=stores, clock=clock)


def _change_ends(
    seller: SellerId,
    one: InteractionId,
    other: InteractionId,
    change: Callable[[Interaction, InteractionId], Interaction],
    *,
    stores: Stores,
    clock: Clock,
) -> None:
    store = stores.of_seller(seller)
    settings = read_settings(store)
    for _ in range(_TRIES):
        ends = _read_ends(store, one, other)
        moves = []
        for name, far in ((one, other), (other, one)):
            before = ends.get(name)
            after = change(before.value, far) if before else None
            if before and after and after != before.value:
                moved = change_item(
                    before.value, settings, clock.now(), links=after.links, work=after.work
                )
                moves.append((before, moved))
        if not moves:
            return
        counted = [(before.value, after) for before, after in moves]
        try:
            store.commit([*(patch_item(*move) for move in moves), *summary_writes([*counted])])
        except Stale:
            continue
        return
    raise Stale("the items keep changing")


def _read_ends(
    store: Store, one: InteractionId, other: InteractionId
) -> dict[str, Stored[Interaction]]:
    """Both items; the other may be gone, but a link to it must be or have been there."""
    found = store.get_many(Interaction, [one, other])
    item = found.get(one)
    known = item is not None and (
        find_link(item.value.links, other) or find_link(item.value.work.unlinked, other)
    )
    if not known:
        raise NotFound("no such link")
    return found


def _take_away(item: Interaction, far: InteractionId) -> Interaction:
    link = find_link(item.links, far)
    if link is None:
        return item
    kept = tuple(one for one in item.links if one.other != far)
    unlinked = (*_without(item.work.unlinked, far), link)[-_MOST_UNLINKED:]
    return replace(item, links=kept, work=replace(item.work, unlinked=unlinked))


def _put_back(item: Interaction, far: InteractionId) -> Interaction:
    """Beyond all bounds, which the next look at the item keeps on both sides."""
    link = find_link(item.work.unlinked, far)
    if link is None:
        return item
    work = replace(item.work, unlinked=_without(item.work.unlinked, far))
    links = (*_without(item.links, far), link)
    ordered = sorted(links, key=lambda one: (one.kind != KIND, -one.confidence))
    return replace(item, links=tuple(ordered), work=work)


def _without(links: tuple[Link, ...], far: InteractionId) -> tuple[Link, ...]:
    return tuple(link for link in links if link.other != far)
