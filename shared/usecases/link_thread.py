"""Link an interaction with those that belong to it, and say what is known of the buyer.

Nothing is added up: each run looks at all that proofs tie together and writes what follows from
it. So tasks may come twice, late or in any order, and the last to come finds nothing to do.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.linking.customers import CustomerProfile, describe_buyer
from shared.domain.linking.exact import (
    KIND,
    buyer_of,
    buyer_within,
    buyers_before,
    links_within,
    order_buyer,
    own_buyer,
    renew_links,
)
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Create, Delete, Put, Store, Stored, Stores, Write
from shared.usecases.gather_circle import Circle, gather_circle
from shared.usecases.guess_links import guess_links
from shared.usecases.move_item import change_item, patch_item, summary_writes
from shared.usecases.read_settings import read_settings

_TRIES = 8


@dataclass(slots=True)
class _Plan:
    """What a circle still lacks: its members after the change, and its profile.

    `covered` are all whom the profiles counted that it has, and that it had under other names.
    """

    moves: list[tuple[Stored[Interaction], Interaction]] = field(default_factory=list)
    profiles: list[Write] = field(default_factory=list)
    covered: list[InteractionId] = field(default_factory=list)

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
    guessed = guess_links(store, interaction, settings=settings, clock=clock)
    return sum(settled.linked for settled in done) + guessed


def settle_with_leavers(
    store: Store, start: InteractionId, *, settings: SellerSettings, clock: Clock
) -> list[Settled]:
    """Settle a circle, and those that whoever fell out of it belongs to now."""
    done: list[Settled] = []
    waiting, looks = deque([start]), Counter[InteractionId]()
    while waiting:
        name = waiting.popleft()
        settled = settle_circle(store, name, settings=settings, clock=clock)
        done.append(settled)
        looks[name] += 1
        left = dict.fromkeys(settled.left)
        # What one circle deletes under an old name may be the new name of one settled before.
        waiting += [one for one in left if one not in waiting and looks[one] < _TRIES]
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
            left = (*done.left, *_still_whole(store, circle))
            return replace(done, buyer=_buyer_of(circle), left=left)
        try:
            store.commit(writes)
        except (AlreadyExists, Stale, Unavailable) as error:
            trouble = error
            continue
        done = Settled(
            linked=done.linked + _new_pairs(plan.moves),
            commits=done.commits + 1,
            left=(*done.left, *_fallen_out(plan, circle)),
        )
    raise trouble or Stale("the items keep changing")


def _plan(store: Store, circle: Circle, settings: SellerSettings, now: datetime) -> _Plan:
    links, buyer = links_within(circle.contacts), _buyer_of(circle)
    plan = _plan_profiles(store, circle, buyer, now)
    for name, stored in circle.stored.items():
        item = stored.value
        renewed = renew_links(item, links.get(name, ()))
        named = "" if buyer == own_buyer(item) else buyer
        if (renewed, named) != (item.links, item.buyer):
            after = change_item(item, settings, now, links=renewed, buyer=named)
            plan.moves.append((stored, after))
    return plan


def _buyer_of(circle: Circle) -> str:
    return order_buyer(circle.order_key) if circle.order_key else buyer_within(circle.contacts)


def _plan_profiles(store: Store, circle: Circle, buyer: str, now: datetime) -> _Plan:
    """One profile under the circle's name, and none under what it was called before."""
    names = [name for name in dict.fromkeys((buyer, *buyers_before(circle.members))) if name]
    stored = store.get_many(CustomerProfile, names) if names else {}
    covered = [name for one in stored.values() for name in one.value.covers]
    gone: list[Write] = [Delete(CustomerProfile, (name,)) for name in stored if name != buyer]
    written = _write_profile(circle, buyer, stored.get(buyer), now)
    return _Plan(profiles=[*gone, *written], covered=covered)


def _write_profile(
    circle: Circle, buyer: str, known: Stored[CustomerProfile] | None, now: datetime
) -> list[Write]:
    wanted = None
    if buyer and circle.contacts:
        wanted = describe_buyer(buyer, circle.contacts, is_partial=circle.is_partial)
    if wanted is None or wanted.expires_at <= now:
        return [Delete(CustomerProfile, (buyer,))] if known else []
    if known is None:
        return [Create(wanted)]
    return [] if known.value == wanted else [Put(wanted, version=known.version)]


def _still_whole(store: Store, circle: Circle) -> list[InteractionId]:
    """Some of a large circle who are still described as one that fits."""
    names = {item.id: buyer for item in circle.beyond if (buyer := buyer_of(item))}
    stored = store.get_many(CustomerProfile, sorted(set(names.values()))) if names else {}
    whole = {name for name, one in stored.items() if not one.value.is_partial}
    return [item for item, buyer in names.items() if buyer in whole]


def _new_pairs(moves: Iterable[tuple[Stored[Interaction], Interaction]]) -> int:
    pairs = {
        frozenset((after.id, link.other))
        for before, after in moves
        for link in set(after.links) - set(before.value.links)
    }
    return len(pairs)


def _fallen_out(plan: _Plan, circle: Circle) -> list[InteractionId]:
    """They still hold a link to somebody who has left, or had the profile that was changed."""
    linked = [
        link.other for before, _ in plan.moves for link in before.value.links if link.kind == KIND
    ]
    return [name for name in (*linked, *plan.covered) if name not in circle.stored]
