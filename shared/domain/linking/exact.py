"""Which interactions certainly belong together; a guess is no proof, and neither is a name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId, hash_key, interaction_id
from shared.domain.interaction import Channel, Interaction, Link
from shared.domain.linking.keys import chat_order

KIND = "deterministic"
# Nothing but an item itself is more certain.
CONFIDENCE = 0.99
MOST_LINKS = 5
MOST_CONTACTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One interaction with the order that is certainly its own; empty where nothing names one."""

    item: Interaction
    order_key: str = ""


def relatives_of(item: Interaction) -> tuple[InteractionId, ...]:
    """Reviews that WB itself names as the same buyer's earlier or later words."""
    if item.channel is not Channel.REVIEW:
        return ()
    names = (item.source.parent_id, item.source.child_id)
    return tuple(interaction_id(Channel.REVIEW, name) for name in names if name)


def link_rule(one: Contact, other: Contact) -> str:
    """Why two interactions belong together; empty when nothing proves it.

    Example items are never mixed with real ones.
    """
    item, second = one.item, other.item
    if item.id == second.id or item.source.origin is not second.source.origin:
        return ""
    if item.id in relatives_of(second) or second.id in relatives_of(item):
        return "continued_review" if item.channel is second.channel else ""
    return "same_order" if one.order_key and one.order_key == other.order_key else ""


def find_circle(start: InteractionId, contacts: Sequence[Contact]) -> list[Contact]:
    """Everybody whom a chain of proofs leads to from one, by age."""
    left = {contact.item.id: contact for contact in contacts}
    circle = [left.pop(start)]
    for one in circle:
        found = [name for name, other in left.items() if link_rule(one, other)]
        circle += [left.pop(name) for name in found]
    return sorted(circle, key=_age)


def links_within(circle: Sequence[Contact]) -> dict[InteractionId, tuple[Link, ...]]:
    """The links of everybody in a circle, the same on both sides.

    Where one order has too many interactions, neighbours in time are linked. What a person took
    apart stays apart, though the buyer is the same by WB's own keys.
    """
    links: dict[InteractionId, list[Link]] = {contact.item.id: [] for contact in circle}
    reach = MOST_LINKS if len(circle) <= MOST_LINKS + 1 else MOST_LINKS // 2
    for (first, one), (second, other) in combinations(enumerate(sorted(circle, key=_age)), 2):
        rule = link_rule(one, other)
        is_near = second - first <= reach
        is_wanted = not is_unlinked(one.item, other.item)
        if rule and is_wanted and (is_near or rule != "same_order"):
            links[one.item.id].append(_link(other, rule))
            links[other.item.id].append(_link(one, rule))
    return {name: tuple(found[:MOST_LINKS]) for name, found in links.items()}


def find_link(links: Iterable[Link], other: InteractionId) -> Link | None:
    """The link to one other interaction, if there is one."""
    return next((link for link in links if link.other == other), None)


def is_unlinked(one: Interaction, other: Interaction) -> bool:
    """Whether a person has said that two interactions do not belong together."""
    ends = (find_link(one.work.unlinked, other.id), find_link(other.work.unlinked, one.id))
    return ends != (None, None)


def renew_links(item: Interaction, certain: Iterable[Link]) -> tuple[Link, ...]:
    """An item's links with exactly these as the certain ones; guesses stay as they are."""
    proven = tuple(certain)
    names = {link.other for link in proven}
    guesses = [link for link in item.links if link.kind != KIND and link.other not in names]
    return (*proven, *guesses)


def order_buyer(order_key: str) -> str:
    """The name of whoever ordered; empty without an order."""
    return hash_key("buyer", "order", order_key) if order_key else ""


def own_buyer(item: Interaction) -> str:
    """Whose an item is as far as it says so itself: of its order, else of its chat."""
    if item.channel is not Channel.CHAT:
        return ""
    return order_buyer(chat_order(item)) or _chat_buyer(item)


def buyer_of(item: Interaction) -> str:
    """Whose an item is; empty when nobody can know."""
    return item.buyer or own_buyer(item)


def buyer_within(circle: Sequence[Contact]) -> str:
    """One name for all of a circle: of its orders, else of its chat, else of linked reviews."""
    orders = [order_buyer(contact.order_key) for contact in circle if contact.order_key]
    if orders:
        return min(orders)
    chats = [own_buyer(one.item) for one in circle if one.item.channel is Channel.CHAT]
    if chats:
        return min(chats)
    return min(_review_buyer(one.item) for one in circle) if len(circle) > 1 else ""


def buyers_before(circle: Sequence[Contact]) -> tuple[str, ...]:
    """Every name under which somebody of a circle may have been known, with less or more proof."""
    names: dict[str, None] = {}
    for contact in circle:
        item = contact.item
        known = (
            item.buyer,
            order_buyer(contact.order_key),
            _chat_buyer(item) if item.channel is Channel.CHAT else "",
            _review_buyer(item) if item.channel is Channel.REVIEW else "",
        )
        names |= dict.fromkeys(name for name in known if name)
    return tuple(names)


def with_orders(items: Iterable[Interaction], labelled: Mapping[int, str]) -> tuple[Contact, ...]:
    """Contacts with their orders: a chat names its own, a review's label may be known."""
    return tuple(Contact(item=item, order_key=_order_of(item, labelled)) for item in items)


def _order_of(item: Interaction, labelled: Mapping[int, str]) -> str:
    shk = item.source.order.shk
    if item.channel is not Channel.REVIEW or shk is None:
        return chat_order(item)
    return labelled.get(shk, "")


def _chat_buyer(item: Interaction) -> str:
    return hash_key("buyer", "chat", item.source.external_id)


def _review_buyer(item: Interaction) -> str:
    return hash_key("buyer", "review", item.source.external_id)


def _link(contact: Contact, rule: str) -> Link:
    return Link(other=contact.item.id, kind=KIND, rule=rule, confidence=CONFIDENCE)


def _age(contact: Contact) -> tuple[datetime, str]:
    return contact.item.source.created_at, contact.item.id
