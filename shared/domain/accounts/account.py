"""Who the seller is, and which WB cabinet is theirs."""

from dataclasses import field
from datetime import datetime

from shared.domain.accounts.tokens import TokenFacts
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """Which seller owns a WB cabinet; created once, so a second account is refused."""

    id: str
    seller: SellerId
    connected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The seller's link to WB without the secret itself."""

    facts: TokenFacts
    cabinet: str
    trade_mark: str
    connected_at: datetime
    parked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """One seller: one account, at most one WB cabinet.

    `cabinet` outlives the connection: another cabinet's items must never mix with these.
    """

    id: SellerId
    name: str
    email: str
    created_at: datetime
    connection: Connection | None = None
    cabinet: str = ""
