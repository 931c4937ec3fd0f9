"""What each marketplace can do, declared before anything is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.errors import Rejected
from shared.domain.interaction import Channel
from shared.domain.marketplace import LIMITS, Limits


class MarketplaceName(StrEnum):
    """Marketplaces that the product knows by name."""

    WILDBERRIES = "wildberries"
    OZON = "ozon"


class Readiness(StrEnum):
    """Whether a seller can connect a marketplace today."""

    READY = "ready"
    SOON = "soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What one channel allows; `edits` is how often an answer may be changed at all."""

    replies: bool
    edits: int
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One marketplace as the registry lists it."""

    name: MarketplaceName
    title: str
    readiness: Readiness
    channels: Mapping[Channel, Capabilities] = field(default_factory=dict)


_EDITS = {Channel.REVIEW: 1, Channel.QUESTION: 1, Channel.CHAT: 0}
CONNECTORS = {
    MarketplaceName.WILDBERRIES: Connector(
        name=MarketplaceName.WILDBERRIES,
        title="Wildberries",
        readiness=Readiness.READY,
        channels={
            channel: Capabilities(replies=True, edits=_EDITS[channel], limits=LIMITS[channel])
            for channel in Channel
        },
    ),
    MarketplaceName.OZON: Connector(
        name=MarketplaceName.OZON, title="Ozon", readiness=Readiness.SOON
    ),
}


def find_connector(name: str) -> Connector:
    """Look a marketplace up in any spelling of its letters; Rejected when it is not ready."""
    try:
        connector = CONNECTORS[MarketplaceName(name.strip().lower())]
    except ValueError:
        raise Rejected("Такой маркетплейс не поддерживается") from None
    if connector.readiness is Readiness.SOON:
        raise Rejected(f"{connector.title} скоро появится: подключить его пока нельзя")
    return connector


def find_capabilities(name: str, channel: str) -> Capabilities:
    """What a channel of a marketplace allows; Rejected for an unknown pair."""
    connector = find_connector(name)
    try:
        return connector.channels[Channel(channel.strip().lower())]
    except (ValueError, KeyError):
        raise Rejected("У маркетплейса нет такого канала") from None
