"""What each marketplace can do, declared before anything is called."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from enum import StrEnum

from shared.domain.attachments import CHAT_FILES, FileLimits
from shared.domain.dataclass import dataclass
from shared.domain.errors import Rejected
from shared.domain.interaction import Channel
from shared.domain.replies.limits import LIMITS, Limits


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
    """What one channel allows.

    `edits` is how often an answer may be changed at all, within `edit_within` of its sending.
    `closes` says whether the marketplace itself can be told that nothing will be answered; the
    inbox can always do so for itself. Without `files` a reply is text alone.
    """

    replies: bool
    edits: int
    edit_within: timedelta
    closes: bool
    limits: Limits
    files: FileLimits | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One marketplace as the registry lists it."""

    name: MarketplaceName
    title: str
    readiness: Readiness
    channels: Mapping[Channel, Capabilities] = field(default_factory=dict)


# WB API documentation: an answer may be changed once within sixty days; a message never. WB could
# be told to hide a question from all buyers, which is no way to close one.
_WB_EDITS = {Channel.REVIEW: 1, Channel.QUESTION: 1, Channel.CHAT: 0}
_WB_EDIT_WITHIN = timedelta(days=60)
_WB_FILES = {Channel.CHAT: CHAT_FILES}
CONNECTORS = {
    MarketplaceName.WILDBERRIES: Connector(
        name=MarketplaceName.WILDBERRIES,
        title="Wildberries",
        readiness=Readiness.READY,
        channels={
            channel: Capabilities(
                replies=True,
                edits=_WB_EDITS[channel],
                edit_within=_WB_EDIT_WITHIN,
                closes=False,
                limits=LIMITS[channel],
                files=_WB_FILES.get(channel),
            )
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
    refusal = refusal_of(connector)
    if refusal is not None:
        raise Rejected(refusal)
    return connector


def refusal_of(connector: Connector) -> str | None:
    """Why a marketplace cannot be connected; None when it can."""
    if connector.readiness is Readiness.READY:
        return None
    return f"{connector.title} скоро появится: подключить его пока нельзя"


def capabilities_of(channel: Channel) -> Capabilities:
    """What a channel allows at the marketplace that all stored items come from."""
    return CONNECTORS[MarketplaceName.WILDBERRIES].channels[channel]
