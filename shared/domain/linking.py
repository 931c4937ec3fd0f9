"""Which interactions certainly belong together; a guess is no link."""

from shared.domain.ids import InteractionId, interaction_id
from shared.domain.interaction import Channel, Interaction, Link

KIND = "deterministic"
MOST_LINKS = 10


def relatives_of(item: Interaction) -> tuple[InteractionId, ...]:
    """Reviews that WB itself names as the same buyer's earlier or later words."""
    if item.channel is not Channel.REVIEW:
        return ()
    names = (item.source.parent_id, item.source.child_id)
    return tuple(interaction_id(Channel.REVIEW, name) for name in names if name)


def order_key(item: Interaction) -> str:
    """WB's name of the order that a chat is about; empty for everything else."""
    return item.source.chat.order_key if item.source.chat else ""


def link_rule(item: Interaction, other: Interaction) -> str:
    """Why two interactions belong together; empty when nothing proves it."""
    if item.id == other.id or item.channel is not other.channel:
        return ""
    if item.channel is Channel.CHAT:
        key = order_key(item)
        return "same_order" if key and key == order_key(other) else ""
    if other.id in relatives_of(item) or item.id in relatives_of(other):
        return "continued_review"
    return ""


def add_link(item: Interaction, other: Interaction) -> tuple[Link, ...]:
    """The item's links with one more; the same tuple when it is known or there is no room."""
    rule = link_rule(item, other)
    known = any(link.other == other.id for link in item.links)
    if not rule or known or len(item.links) >= MOST_LINKS:
        return item.links
    return (*item.links, Link(other=other.id, kind=KIND, rule=rule, confidence=1.0))
