"""Find everybody whom proofs tie to one interaction, in a bounded number of reads."""

from dataclasses import dataclass, field

from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking import (
    MOST_CONTACTS,
    Contact,
    OrderLabel,
    clean_key,
    find_circle,
    label_id,
    relatives_of,
    with_orders,
)
from shared.ports import Query, Store, Stored, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Contacts tied by proofs, as they are stored; `is_partial` when there are more."""

    contacts: tuple[Contact, ...]
    stored: dict[InteractionId, Stored[Interaction]]
    is_partial: bool


@dataclass(slots=True)
class _Search:
    store: Store
    has_labels: bool
    found: dict[InteractionId, Stored[Interaction]] = field(default_factory=dict)
    labelled: dict[int, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    waiting: list[Interaction] = field(default_factory=list)


def gather_circle(store: Store, start: InteractionId, *, has_labels: bool) -> Circle | None:
    """Follow hard keys alone: WB's own naming of reviews, equal orders, and known labels.

    Of more contacts than fit, the same ones are taken wherever the search begins.
    """
    search = _Search(store, has_labels)
    _fetch(search, [start])
    while search.waiting and len(search.found) <= MOST_CONTACTS:
        _expand(search, search.waiting.pop(0))
    names = sorted(search.found)[:MOST_CONTACTS]
    if not names:
        return None
    contacts = with_orders((search.found[name].value for name in names), search.labelled)
    circle = find_circle(start if start in names else names[0], contacts)
    return Circle(
        contacts=tuple(circle),
        stored={contact.item.id: search.found[contact.item.id] for contact in circle},
        is_partial=len(search.found) > MOST_CONTACTS,
    )


def _expand(search: _Search, item: Interaction) -> None:
    if item.channel is Channel.CHAT and item.source.chat is not None:
        _ask_order(search, item.source.chat.order_key)
    if item.channel is Channel.REVIEW:
        name = item.source.external_id
        _fetch(search, [one for one in relatives_of(item) if one not in search.found])
        _find(search, "source.parent_id", name)
        _find(search, "source.child_id", name)
        _ask_label(search, item.source.order.shk)


def _ask_label(search: _Search, shk: int | None) -> None:
    if not search.has_labels or shk is None or shk in search.labelled:
        return
    label = search.store.get(OrderLabel, label_id(shk))
    search.labelled[shk] = clean_key(label.value.order_key) if label else ""
    _ask_order(search, search.labelled[shk])


def _ask_order(search: _Search, written: str) -> None:
    """WB's spelling of a key is what is stored, so that is what is looked for."""
    order_key = clean_key(written)
    if not order_key or order_key in search.asked:
        return
    search.asked.add(order_key)
    for spelling in dict.fromkeys((written, order_key)):
        _find(search, "source.chat.order_key", spelling)
    if not search.has_labels:
        return
    query = Query(
        kind=OrderLabel, where=(Where("order_key", "==", order_key),), limit=MOST_CONTACTS
    )
    for label in search.store.find(query):
        search.labelled[label.value.shk] = order_key
        _find(search, "source.order.shk", label.value.shk)


def _fetch(search: _Search, names: list[InteractionId]) -> None:
    if names:
        _take(search, list(search.store.get_many(Interaction, names).values()))


def _find(search: _Search, field_path: str, value: str | int) -> None:
    query = Query(
        kind=Interaction, where=(Where(field_path, "==", value),), limit=MOST_CONTACTS + 1
    )
    _take(search, search.store.find(query))


def _take(search: _Search, read: list[Stored[Interaction]]) -> None:
    for stored in read:
        if stored.value.id not in search.found:
            search.found[stored.value.id] = stored
            search.waiting.append(stored.value)
