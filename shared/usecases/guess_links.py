"""Link an interaction with those that may be of its buyer, a bounded number of reads away.

Guesses stand on both sides or on none. Nobody's guesses lead on to others: one run looks at one
interaction's neighbours and changes their ends of its own links alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound, Stale, Unavailable
from shared.domain.ids import InteractionId
from shared.domain.interaction import Interaction, Link
from shared.domain.linking.exact import KIND, MOST_LINKS, buyer_of, is_unlinked
from shared.domain.linking.guessing import (
    GUESS,
    LEAST_CONFIDENCE,
    MOST_NEAR,
    keep_best,
    rank_guesses,
    weigh_guess,
)
from shared.domain.linking.telling import WINDOW, says_anything
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Store, Stored
from shared.usecases.move_item import change_item, patch_item, summary_writes
from shared.usecases.read_product import read_product

_TRIES = 5
# Less than this is the same guess: who looks from the other side sees other neighbours.
_SAME = 0.1
Found = Mapping[InteractionId, Stored[Interaction]]
_Move = tuple[Stored[Interaction], Interaction]


@dataclass(slots=True)
class _Ends:
    """The links of everybody whom one run touches, before and after."""

    stored: dict[InteractionId, Stored[Interaction]]
    links: dict[InteractionId, tuple[Link, ...]] = field(default_factory=dict)

    def of(self, name: InteractionId) -> tuple[Link, ...]:
        return self.links.get(name, self.stored[name].value.links)

    def drop(self, one: InteractionId, other: InteractionId) -> None:
        for name, gone in ((one, other), (other, one)):
            if name in self.stored:
                kept = tuple(link for link in self.of(name) if link.other != gone)
                self.links[name] = kept

    def add(self, one: InteractionId, link: Link) -> None:
        self.links[one] = _ordered((*self.of(one), link))

    def moves(self, settings: SellerSettings, now: datetime) -> list[_Move]:
        return [
            (self.stored[name], change_item(self.stored[name].value, settings, now, links=links))
            for name, links in self.links.items()
            if links != self.stored[name].value.links
        ]


def guess_links(
    store: Store, interaction: InteractionId, *, settings: SellerSettings, clock: Clock
) -> int:
    """Bring an interaction's guesses up to date and count those that are new."""
    trouble: Exception | None = None
    for _ in range(_TRIES):
        stored = store.get(Interaction, interaction)
        if stored is None:
            return 0
        item = stored.value
        wanted, found = _find_guesses(store, item, settings)
        ends = _join(store, stored, wanted, found)
        moves = ends.moves(settings, clock.now())
        if not moves:
            return 0
        known = {link.other for link in item.links}
        counted = [(before.value, after) for before, after in moves]
        try:
            store.commit([*(patch_item(*move) for move in moves), *summary_writes([*counted])])
        except (NotFound, Stale, Unavailable) as error:
            trouble = error
            continue
        return sum(link.kind == GUESS and link.other not in known for link in ends.of(item.id))
    raise trouble or Stale("the items keep changing")


def _find_guesses(
    store: Store, item: Interaction, settings: SellerSettings
) -> tuple[list[Link], Found]:
    """Likely links, the best first, and everybody who was read on the way."""
    uses_names = settings.store_buyer_names
    if item.source.gone_at is not None or not says_anything(item, uses_names=uses_names):
        return [], {}
    first, last = sorted((item.source.created_at, item.occurred_at))
    near = read_product(
        store, item.source.product.nm_id, since=first - WINDOW, until=last + WINDOW, most=MOST_NEAR
    )
    found = {one.value.id: one for one in near.found if one.value.id != item.id}
    crowd = [one.value for one in found.values()]
    candidates = [one for one in crowd if _is_open(item, one)]
    ranked = rank_guesses(item, candidates, uses_names=uses_names)
    likely = [guess for guess in ranked if guess.score >= LEAST_CONFIDENCE]
    weighed = [weigh_guess(one, ranked, crowd, uses_names=uses_names) for one in likely]
    return list(keep_best((guess.link for guess in weighed), MOST_LINKS)), found


def _is_open(item: Interaction, other: Interaction) -> bool:
    """Neither known to be of the same buyer nor taken apart by a person."""
    buyer = buyer_of(item)
    return not is_unlinked(item, other) and not (buyer and buyer == buyer_of(other))


def _join(store: Store, stored: Stored[Interaction], wanted: Sequence[Link], found: Found) -> _Ends:
    """Both ends of each link, as far as both sides have room for it."""
    item = stored.value
    before = {link.other: link for link in item.links if link.kind == GUESS}
    ends = _Ends({item.id: stored, **found})
    _fetch(store, ends, before)
    room = MOST_LINKS - len(item.links) + len(before)
    chosen: list[Link] = []
    for link in wanted:
        if len(chosen) < room and _make_room(store, ends, item.id, link):
            chosen.append(link)
    for name in set(before) - {link.other for link in chosen}:
        ends.drop(item.id, name)
    for link in chosen:
        kept = _nearly(before.get(link.other), link)
        if kept not in item.links or replace(kept, other=item.id) not in ends.of(link.other):
            ends.drop(item.id, link.other)
            ends.add(item.id, kept)
            ends.add(link.other, replace(kept, other=item.id))
    return ends


def _fetch(store: Store, ends: _Ends, names: Iterable[InteractionId]) -> None:
    missing = [name for name in names if name not in ends.stored]
    if missing:
        more = store.get_many(Interaction, missing)
        ends.stored |= {InteractionId(name): one for name, one in more.items()}


def _make_room(store: Store, ends: _Ends, item: InteractionId, link: Link) -> bool:
    """Whoever holds five links gives up the least likely one, if the new one is better."""
    held = [one for one in ends.of(link.other) if one.other != item]
    if len(held) < MOST_LINKS:
        return True
    guesses = [one for one in held if one.kind == GUESS]
    weakest = min(guesses, key=lambda one: one.confidence, default=None)
    if weakest is None or weakest.confidence >= link.confidence:
        return False
    _fetch(store, ends, [weakest.other])
    ends.drop(link.other, weakest.other)
    return True


def _nearly(before: Link | None, after: Link) -> Link:
    """The stored link where it says the same, so that looking again writes nothing."""
    if before is None or before.reasons != after.reasons:
        return after
    return before if abs(before.confidence - after.confidence) < _SAME else after


def _ordered(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.kind != KIND, -link.confidence)))
