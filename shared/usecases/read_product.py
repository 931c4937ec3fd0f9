"""The newest interactions about one product, by what searches find an item by."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Interaction
from shared.domain.search.words import rarity_of, read_stems
from shared.ports import Order, Query, Store, Stored, Where


@dataclass(frozen=True, slots=True)
class Nearby:
    """The newest first; `is_cut` when more documents may lie behind them."""

    found: list[Stored[Interaction]]
    is_cut: bool

    @property
    def items(self) -> list[Interaction]:
        """The interactions themselves."""
        return [one.value for one in self.found]


def read_product(
    store: Store, nm_id: int, *, since: datetime, until: datetime, most: int
) -> Nearby:
    """Read as many documents as asked for at most.

    An article number is one of an item's terms; who only mentions it is left out.
    """
    if nm_id <= 0:
        return Nearby([], is_cut=False)
    found = _read(store, str(nm_id), since, until, most)
    about = [one for one in found if one.value.source.product.nm_id == nm_id]
    return Nearby(about, len(found) == most)


def read_article(
    store: Store, article: str, *, since: datetime, until: datetime, most: int
) -> Nearby:
    """The same by the seller's own name of a product, for items without WB's number of it."""
    stems = sorted(read_stems(article), key=rarity_of)
    if not stems:
        return Nearby([], is_cut=False)
    found = _read(store, stems[-1], since, until, most)
    about = [one for one in found if one.value.source.product.article == article]
    return Nearby(about, len(found) == most)


def _read(
    store: Store, term: str, since: datetime, until: datetime, most: int
) -> list[Stored[Interaction]]:
    where = (
        Where("lookup.terms", "array_contains", term),
        Where("occurred_at", ">=", since),
        Where("occurred_at", "<=", until),
    )
    order = (Order("occurred_at", descending=True),)
    return store.find(Query(kind=Interaction, where=where, order=order, limit=most))
