"""Link an interaction with those that certainly belong to it, and say what is known of the buyer.

Nothing is added up: each run looks at all that proofs tie together and writes what follows from
it. So tasks may come twice, late or in any order, and the last to come finds nothing to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.customers import CustomerProfile, describe_buyer
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.linking import (
    KIND,
    buyer_within,
    buyers_before,
    links_within,
    own_buyer,
    renew_links,
)
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Create, Delete, Put, Store, Stored, Stores, Write
from shared.usecases.gather_circle import Circle, gather_circle
from shared.usecases.move_item import change_item, patch_item, summary_writes
from shared.usecases.read_settings import read_settings

_TRIES = 8


@dataclass(slots=True)
class _Plan:
    """What a circle still lacks: its members after the change, and its profile."""

    moves: list[tuple[Stored[Interaction], Interaction]] = field(default_factory=list)
    profiles: list[Write] = field(default_factory=list)

    def writes(self) -> list[Write]:
        counted = [(before.value, after) for before, after in self.moves]
        return [
            *(patch_item(before, after) for before, after in self.moves),
            *summary_writes([*counted]),
            *self.profiles,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What settling a circle came to: its name, new links, commits, and who has left it."""

    buyer: str = ""
    linked: int = 0
    commits: int = 0
    left: tuple[InteractionId, ...] = ()


def link_thread(
    seller: SellerId,
    interaction: InteractionId,
    *,
    stores: Stores,
    clock: Clock,
) -> int:
    """Count the links that were new; a second run finds none."""
    store = stores.of_seller(seller)
    settings = read_settings(store)
    done = settle_with_leavers(store, interaction, settings=settings, clock=clock)
    return sum(settled.linked for settled in done)


def settle_with_leavers(
    store: Store, start: InteractionId, *, settings: SellerSettings, clock: Clock
) -> list[Settled]:
    """Settle a circle, and those that whoever fell out of it belongs to now."""
    done: list[Settled] = []
    waiting, seen = [start], {start}
    for name in waiting:
        settled = settle_circle(store, name, settings=settings, clock=clock)
        done.append(settled)
        waiting += [other for other in settled.left if other not in seen]
        seen.update(settled.left)
    return done


def settle_circle(
    store: Store, start: InteractionId, *, settings: SellerSettings, clock: Clock
) -> Settled:
    """Make links and profile of one circle true.

    What was written is read again, because somebody may have joined meanwhile. Whoever changes
    an item settles its circle afterwards, so the last of them all finds everything in place.
    """
    done = Settled()
    trouble: Exception | None = None
    for _ in range(_TRIES):
        circle = gather_circle(store, start, has_labels=settings.order_labels)
        if circle is None:
            return done
        plan = _plan(store, circle, settings, clock.now())
        writes = plan.writes()
        if not writes:
            return replace(done, buyer=buyer_within(circle.contacts))
        try:
            store.commit(writes)
        except (AlreadyExists, Stale, Unavailable) as error:
            trouble = error
            continue
        done = Settled(
            linked=done.linked + _new_pairs(plan.moves),
            commits=done.commits + 1,
            left=(*done.left, *_fallen_out(plan.moves, circle)),
        )
    raise trouble or Stale("the items keep changing")


def _plan(store: Store, circle: Circle, settings: SellerSettings, now: datetime) -> _Plan:
    links, buyer = links_within(circle.contacts), buyer_within(circle.contacts)
    plan = _Plan(profiles=_profile_writes(store, circle, buyer, now))
    for name, stored in circle.stored.items():
        item = stored.value
        renewed = renew_links(item, links[name])
        named = "" if buyer == own_buyer(item) else buyer
        if (renewed, named) != (item.links, item.buyer):
            after = change_item(item, settings, now, links=renewed, buyer=named)
            plan.moves.append((stored, after))
    return plan


def _profile_writes(store: Store, circle: Circle, buyer: str, now: datetime) -> list[Write]:
    """One profile under the circle's name, and none under what it was called before."""
    names = [name for name in dict.fromkeys((buyer, *buyers_before(circle.contacts))) if name]
    if not names:
        return []
    stored = store.get_many(CustomerProfile, names)
    writes: list[Write] = [Delete(CustomerProfile, (name,)) for name in stored if name != buyer]
    if not buyer:
        return writes
    wanted = describe_buyer(buyer, circle.contacts, is_partial=circle.is_partial)
    known = stored.get(buyer)
    if wanted.expires_at <= now:
        return writes if known is None else [*writes, Delete(CustomerProfile, (buyer,))]
    if known is None:
        return [*writes, Create(wanted)]
    return writes if known.value == wanted else [*writes, Put(wanted, version=known.version)]


def _new_pairs(moves: Iterable[tuple[Stored[Interaction], Interaction]]) -> int:
    pairs = {
        frozenset((after.id, link.other))
        for before, after in moves
        for link in set(after.links) - set(before.value.links)
    }
    return len(pairs)


def _fallen_out(
    moves: Iterable[tuple[Stored[Interaction], Interaction]], circle: Circle
) -> list[InteractionId]:
    """They still hold a link to somebody who has left, and a profile that counts them."""
    return [
        link.other
        for before, _ in moves
        for link in before.value.links
        if link.kind == KIND and link.other not in circle.stored
    ]
