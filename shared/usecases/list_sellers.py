"""Give every account, connected or not: the plan of polling forgets those without a token."""

from collections.abc import Iterator

from shared.domain.accounts.account import Seller
from shared.domain.ids import SellerId
from shared.ports import Query, Stores

PAGE = 100


def list_sellers(*, stores: Stores) -> Iterator[SellerId]:
    """Read by pages, in the order of names; who registers meanwhile may be left out."""
    after: tuple[str, ...] = ()
    while found := stores.shared().find(Query(kind=Seller, limit=PAGE, after=after)):
        yield from (stored.value.id for stored in found)
        if len(found) < PAGE:
            return
        after = (found[-1].value.id,)
