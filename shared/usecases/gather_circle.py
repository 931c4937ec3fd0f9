"""Find everybody whom proofs tie to one interaction, in a bounded number of reads.

A circle that does not fit is cut by what each item says of itself, never by where the search
began: only one equal order ties then, and of that order's contacts the first ones by name count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.exact import (
    MOST_CONTACTS,
    Contact,
    find_circle,
    relatives_of,
    with_orders,
)
from shared.domain.linking.keys import clean_key, label_key_of, order_key_of, relative_key_of
from shared.domain.linking.labels import OrderLabel, label_id
from shared.ports import Query, Store, Stored, Where

# As many values as Firestore compares in one query.
_AT_ONCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Contacts tied by proofs, as they are stored; `is_partial` when there are more.

    `order_key` names the one order that ties a partial circle. Where that has more contacts than
    fit, `stored` holds the one that was asked about beside them. `beyond` are some who belong to
    the same large circle and not to this order.
    """

    contacts: tuple[Contact, ...]
    stored: dict[InteractionId, Stored[Interaction]]
    is_partial: bool
    order_key: str = ""
    beyond: tuple[Interaction, ...] = ()

    @property
    def members(self) -> tuple[Contact, ...]:
        """All whose links and buyer the circle decides."""
        counted = {contact.item.id for contact in self.contacts}
        others = (one.value for name, one in self.stored.items() if name not in counted)
        rest = (Contact(item=item, order_key=self.order_key) for item in others)
        return (*self.contacts, *rest)


@dataclass(slots=True)
class _Search:
    store: Store
    has_labels: bool
    found: dict[InteractionId, Stored[Interaction]] = field(default_factory=dict)
    labelled: dict[int, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    waiting: list[Interaction] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_large(self) -> bool:
        """Whoever belongs to a circle that does not fit finds that out, wherever he begins."""
        return self.is_cut or len(self.found) > MOST_CONTACTS


def gather_circle(store: Store, start: InteractionId, *, has_labels: bool) -> Circle | None:
    """Follow hard keys alone: WB's own naming of reviews, equal orders, and known labels."""
    search = _Search(store, has_labels)
    _fetch(search, [start])
    if not search.found:
        return None
    while search.waiting and not search.is_large:
        _expand(search, search.waiting.pop(0))
    if search.is_large:
        return _gather_order(search, start)
    items = [stored.value for stored in search.found.values()]
    circle = find_circle(start, with_orders(items, search.labelled))
    names = [contact.item.id for contact in circle]
    stored = {name: search.found[name] for name in names}
    return Circle(contacts=tuple(circle), stored=stored, is_partial=False)


def _gather_order(search: _Search, start: InteractionId) -> Circle:
    """Of a large circle, those who share the order of one; alone where nothing names an order."""
    first = search.found[start]
    order_key = with_orders([first.value], search.labelled)[0].order_key
    shared = _read_order(search, order_key) if order_key else [first]
    origin = first.value.source.origin
    alike = {one.value.id: one for one in shared if one.value.source.origin is origin}
    stored = {name: alike[name] for name in sorted(alike)[:MOST_CONTACTS]}
    contacts = tuple(Contact(item=one.value, order_key=order_key) for one in stored.values())
    stored.setdefault(start, first)
    return Circle(
        contacts=contacts,
        stored=stored,
        is_partial=True,
        order_key=order_key,
        beyond=tuple(one.value for name, one in search.found.items() if name not in stored),
    )


def _expand(search: _Search, item: Interaction) -> None:
    if item.channel is Channel.CHAT and item.source.chat is not None:
        _ask_order(search, item.source.chat.order_key)
    if item.channel is Channel.REVIEW:
        name = item.source.external_id
        _fetch(search, [one for one in relatives_of(item) if one not in search.found])
        _find(search, relative_key_of(name))
        _ask_label(search, item.source.order.shk)


def _ask_label(search: _Search, shk: int | None) -> None:
    if not search.has_labels or shk is None or shk in search.labelled:
        return
    label = search.store.get(OrderLabel, label_id(shk))
    search.labelled[shk] = clean_key(label.value.order_key) if label else ""
    _ask_order(search, search.labelled[shk])


def _ask_order(search: _Search, written: str) -> None:
    order_key = clean_key(written)
    if not order_key or order_key in search.asked:
        return
    search.asked.add(order_key)
    _find(search, order_key_of(order_key))
    if not search.has_labels:
        return
    shks = _labels_of(search.store, order_key)
    search.is_cut |= len(shks) > MOST_CONTACTS
    search.labelled |= dict.fromkeys(shks, order_key)
    _take(search, _labelled_with(search.store, shks))


def _read_order(search: _Search, order_key: str) -> list[Stored[Interaction]]:
    """The first by name of an order's chats, and of the reviews with one of its first labels."""
    chats = _read(search.store, [order_key_of(order_key)])
    if not search.has_labels:
        return chats
    return chats + _labelled_with(search.store, _labels_of(search.store, order_key))


def _labels_of(store: Store, order_key: str) -> list[int]:
    """One more than count, so that it shows when there are too many."""
    where = (Where("order_key", "==", order_key),)
    found = store.find(Query(kind=OrderLabel, where=where, limit=MOST_CONTACTS + 1))
    return [label.value.shk for label in found]


def _labelled_with(store: Store, shks: Sequence[int]) -> list[Stored[Interaction]]:
    found = []
    for at in range(0, min(len(shks), MOST_CONTACTS), _AT_ONCE):
        some = list(shks[at : min(at + _AT_ONCE, MOST_CONTACTS)])
        found += _read(store, [label_key_of(shk) for shk in some])
    return found


def _fetch(search: _Search, names: list[InteractionId]) -> None:
    if names:
        _take(search, list(search.store.get_many(Interaction, names).values()))


def _find(search: _Search, key: str) -> None:
    _take(search, _read(search.store, [key]))


def _read(store: Store, keys: list[str]) -> list[Stored[Interaction]]:
    where = (Where("lookup.keys", "array_contains_any", keys),)
    return store.find(Query(kind=Interaction, where=where, limit=MOST_CONTACTS + 1))


def _take(search: _Search, read: Iterable[Stored[Interaction]]) -> None:
    for stored in read:
        if stored.value.id not in search.found:
            search.found[stored.value.id] = stored
            search.waiting.append(stored.value)
