"""A product's public card, and how long what was read of it is good for."""

from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Product

FRESH_FOR = timedelta(hours=24)
# A new product gets its card within hours, so a missing one is looked for sooner.
MISSING_FOR = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One line of a product card."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a product cost when WB last noted it."""

    kopecks: int
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The public product card, as far as answers may quote it."""

    nm_id: int
    name: str
    brand: str = ""
    subject: str = ""
    description: str = ""
    characteristics: tuple[Characteristic, ...] = ()
    photo: str = ""
    price: Price | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A public picture as it came."""

    content: bytes
    content_type: str


def card_or_name(card: Card | None, product: Product) -> Card | None:
    """The card, or in its place what WB tells of the product beside an item."""
    if card is not None or not product.name:
        return card
    return Card(
        nm_id=product.nm_id, name=product.name, brand=product.brand, subject=product.subject
    )


def life_of(card: Card) -> timedelta:
    """How long to keep a card; one without a name says that the product has none."""
    return FRESH_FOR if card.name else MISSING_FOR


def is_fresh(card: Card | None, now: datetime) -> bool:
    """Whether what is kept needs no second look."""
    if card is None or card.fetched_at is None:
        return False
    return now - card.fetched_at < life_of(card)
