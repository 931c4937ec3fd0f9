"""What is known of one buyer: a pure function of the interactions that are certainly theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Origin
from shared.domain.linking.basis import midnight_of
from shared.domain.linking.exact import Contact
from shared.domain.meaning.moods import COMPLAINING_STARS, REPEATED, Trend, mood_of, trend_of

KEEP = timedelta(days=400)


class Basis(StrEnum):
    """What proves who the buyer is: the order, the one chat, or reviews that WB itself ties."""

    ORDER = "order"
    CHAT = "chat"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSum:
    """What so many orders cost together, as WB showed it."""

    currency: str
    amount: int
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerProfile:
    """One buyer, named by a hash of the order or chat that proves who it is; never by a name.

    `contacts` counts per channel, and a channel is missing where WB ties nothing to a buyer.
    `heard` is how many of them hold an opinion, `complaints` how many of these complain. Days are
    midnights, so that a talk changes them once a day. `covers` is what all of it is made of;
    `is_partial` says that the buyer has more than fit.
    """

    id: str
    origin: Origin
    basis: Basis
    contacts: dict[str, int] = field(default_factory=dict)
    orders: int = 0
    rated: int = 0
    stars: int = 0
    trend: Trend | None = None
    heard: int = 0
    complaints: int = 0
    spent: tuple[OrderSum, ...] = ()
    first_on: datetime
    last_on: datetime
    is_partial: bool = False
    covers: tuple[InteractionId, ...]
    expires_at: datetime

    @property
    def mean_rating(self) -> float | None:
        """The mean over rated items alone; None without any."""
        return self.stars / self.rated if self.rated else None

    @property
    def complains_often(self) -> bool | None:
        """None where nobody has heard the buyer."""
        return self.complaints >= REPEATED if self.heard else None


def describe_buyer(
    name: str, contacts: Sequence[Contact], *, is_partial: bool = False
) -> CustomerProfile:
    """Count what a buyer's contacts show; their order and number of readings make no difference."""
    ordered = sorted(contacts, key=_last_words)
    items = [contact.item for contact in ordered]
    ratings = [item.source.rating for item in items if item.source.rating is not None]
    moods = [mood for item in items if (mood := mood_of(item)) is not None]
    grievances = [one for item in items if (one := _complains(item)) is not None]
    last_on = max(midnight_of(item.occurred_at) for item in items)
    return CustomerProfile(
        id=name,
        origin=items[0].source.origin,
        basis=_basis(contacts),
        contacts=_count_channels(items),
        orders=len({contact.order_key for contact in contacts if contact.order_key}),
        rated=len(ratings),
        stars=sum(ratings),
        trend=trend_of(moods),
        heard=len(grievances),
        complaints=sum(grievances),
        spent=_sum_orders(contacts),
        first_on=min(midnight_of(item.source.created_at) for item in items),
        last_on=last_on,
        is_partial=is_partial,
        covers=tuple(sorted(item.id for item in items)),
        expires_at=last_on + KEEP,
    )


def _complains(item: Interaction) -> bool | None:
    if item.source.rating is not None:
        return item.source.rating <= COMPLAINING_STARS
    return item.source.chat.complained if item.source.chat else None


def _basis(contacts: Iterable[Contact]) -> Basis:
    if any(contact.order_key for contact in contacts):
        return Basis.ORDER
    if any(contact.item.channel is Channel.CHAT for contact in contacts):
        return Basis.CHAT
    return Basis.REVIEWS


def _count_channels(items: Sequence[Interaction]) -> dict[str, int]:
    channels = [item.channel.value for item in items]
    return {channel: channels.count(channel) for channel in sorted(set(channels))}


def _sum_orders(contacts: Sequence[Contact]) -> tuple[OrderSum, ...]:
    """Every order counts once, however many chats name its price; the oldest chat's counts."""
    prices: dict[str, tuple[str, int]] = {}
    for contact in sorted(contacts, key=_first_words):
        chat = contact.item.source.chat
        if contact.order_key and chat and chat.price is not None and chat.currency:
            prices.setdefault(contact.order_key, (chat.currency, chat.price))
    return tuple(
        OrderSum(
            currency=currency,
            amount=sum(price for kind, price in prices.values() if kind == currency),
            orders=sum(kind == currency for kind, _ in prices.values()),
        )
        for currency in sorted({kind for kind, _ in prices.values()})
    )


def _first_words(contact: Contact) -> tuple[datetime, str]:
    return contact.item.source.created_at, contact.item.id


def _last_words(contact: Contact) -> tuple[datetime, datetime, str]:
    item = contact.item
    return midnight_of(item.occurred_at), item.source.created_at, item.id
