"""Buyers' claims for a return: read from WB and shown as context, never decided here."""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.ids import hash_key, hash_text

KEEP_CLAIMS = timedelta(days=400)
MOST_OF_ONE_ORDER = 20

# WB gives the last fourteen days, so an hour between two looks misses nothing.
_READ_EVERY = timedelta(hours=1)
# A Base token has one call an hour for all claims, and each look reads one of the two lists.
_READ_SLOWLY = timedelta(minutes=65)


class ClaimDecision(StrEnum):
    """What was decided about the money (WB API documentation, `status`)."""

    OPEN = "open"
    REFUSED = "refused"
    APPROVED = "approved"
    UNKNOWN = "unknown"


class GoodsState(StrEnum):
    """What happens to the goods (WB API documentation, `status_ex`)."""

    UNDECIDED = "undecided"
    KEPT_REFUSED = "kept_refused"
    SCRAPPED = "scrapped"
    KEPT_APPROVED = "kept_approved"
    RESOLD = "resold"
    TO_SELLER = "to_seller"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim; `order_key` is the order's own name, which a chat about the order carries too."""

    id: str
    order_key: str
    nm_id: int
    decision: ClaimDecision
    goods: GoodsState
    created_at: datetime
    updated_at: datetime
    product: str = ""
    comment: str = ""
    answer: str = ""
    photos: int = 0
    price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClaims:
    """All claims about one order, oldest first; its id is the hash of the order's key."""

    id: str
    claims: tuple[Claim, ...]
    expires_at: datetime


class ClaimList(StrEnum):
    """WB keeps claims that are decided apart from those that are not."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsRequest:
    """One page of one list."""

    which: ClaimList
    skip: int = 0
    take: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """Claims as they can be read; `skipped` counts those that cannot, `total` all of the list."""

    claims: tuple[Claim, ...]
    total: int
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsState:
    """When claims may be read again, and what is read next.

    One writer at a time moves `next_at` before calling WB, so a seller's looks never meet. What
    was planned holds for the connection of `connected_at` alone. `known` holds a fingerprint of
    every claim that is stored and that WB showed last, by list and claim.
    """

    id: str = "claims"
    connected_at: datetime | None = None
    next_at: datetime | None = None
    next_list: ClaimList = ClaimList.OPEN
    known: dict[str, dict[str, str]] = field(default_factory=dict)


def order_claims_id(order_key: str) -> str:
    """WB's own key never becomes part of a path."""
    return hash_key("order-claims", order_key)


def fingerprint_of(claim: Claim) -> str:
    """Changes whenever WB shows anything else of a claim."""
    return hash_text(repr(claim))[:16]


def add_claims(stored: OrderClaims | None, claims: Iterable[Claim]) -> OrderClaims:
    """What WB said later wins; in which order it comes makes no difference."""
    newest = {claim.id: claim for claim in stored.claims} if stored else {}
    for claim in claims:
        known = newest.get(claim.id)
        if known is None or claim.updated_at >= known.updated_at:
            newest[claim.id] = claim
    found = sorted(newest.values(), key=lambda claim: (claim.created_at, claim.id))
    return OrderClaims(
        id=order_claims_id(found[0].order_key),
        claims=tuple(found[-MOST_OF_ONE_ORDER:]),
        expires_at=max(claim.updated_at for claim in found) + KEEP_CLAIMS,
    )


def first_look_at(connected_at: datetime, kind: TokenKind) -> datetime:
    """Connecting has asked for claims once, which is a Base token's whole hour."""
    return connected_at + read_again_after(kind) if kind is TokenKind.BASE else connected_at


def read_again_after(kind: TokenKind) -> timedelta:
    """How long until the next look."""
    return _READ_SLOWLY if kind is TokenKind.BASE else _READ_EVERY


def lists_to_read(kind: TokenKind, following: ClaimList) -> tuple[ClaimList, ...]:
    """Both at each look; with one call an hour, one after the other."""
    return (following,) if kind is TokenKind.BASE else tuple(ClaimList)


def other_list(which: ClaimList) -> ClaimList:
    """The list that a Base token reads next time."""
    return ClaimList.DECIDED if which is ClaimList.OPEN else ClaimList.OPEN
