"""Shapes of what marketplaces allow, and of what buyers claim there."""

from datetime import datetime

from shared.domain.claims import ClaimDecision, GoodsState
from shared.domain.interaction import Channel
from shared.entrypoint.api.shapes.base import Answer


class LimitsAnswer(Answer):
    """How long a text may be, in characters."""

    least: int
    most: int
    advised: int


class FilesAnswer(Answer):
    """Which files may go with a message, by type and bytes."""

    types: list[str]
    each_bytes: int
    total_bytes: int


class CapabilitiesAnswer(Answer):
    """What a channel lets the seller do; without `files` a reply is text alone."""

    replies: bool
    edits: int
    edit_days: int
    closes: bool
    limits: LimitsAnswer
    files: FilesAnswer | None = None


class MarketplaceAnswer(Answer):
    """One marketplace; `note` says in Russian why it cannot be connected yet."""

    name: str
    title: str
    ready: bool
    note: str | None = None
    channels: dict[Channel, CapabilitiesAnswer]


class MarketplacesAnswer(Answer):
    """Every marketplace that the product knows by name."""

    items: list[MarketplaceAnswer]


class ClaimAnswer(Answer):
    """A buyer's claim for a return about the order of a chat; it is answered in WB's cabinet."""

    id: str
    decision: ClaimDecision
    goods: GoodsState
    product: str
    comment: str
    answer: str
    photos: int
    roubles: float | None = None
    created_at: datetime
    updated_at: datetime
