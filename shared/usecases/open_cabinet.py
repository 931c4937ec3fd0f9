"""Open a seller's WB cabinet with the token that is stored for it."""

from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, Denial, Rejected
from shared.domain.ids import SellerId
from shared.ports import Clock, Marketplace, Marketplaces, Vault


@dataclass(frozen=True, slots=True)
class OpenCabinet:
    """A cabinet and whose rate limits hold for its token."""

    marketplace: Marketplace
    kind: TokenKind


def open_cabinet(
    seller: SellerId, *, marketplaces: Marketplaces, vault: Vault, clock: Clock
) -> OpenCabinet | None:
    """None without a token; AccessDenied for one that nobody has to ask WB about."""
    try:
        token = vault.open(seller)
        if token is None:
            return None
        facts, marketplace = marketplaces.read_token(token), marketplaces.open(token)
    except Rejected as unreadable:
        raise AccessDenied(Denial.TOKEN) from unreadable
    if facts.expires_at <= clock.now():
        raise AccessDenied(Denial.EXPIRED)
    return OpenCabinet(marketplace, facts.kind)
