"""Add to the trail of an account, and read it back."""

from collections.abc import Mapping
from datetime import datetime

from shared.domain.accounts.audit import KEEP_AUDIT, AuditEntry, Deed
from shared.domain.ids import SellerId
from shared.ports import Clock, Create, Ids, Order, Query, Stored, Stores


def note_deed(
    seller: SellerId,
    deed: Deed,
    *,
    stores: Stores,
    clock: Clock,
    ids: Ids,
    device: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Write one entry beside what was done; it is told even where the answer gets lost."""
    entry = new_deed(deed, clock=clock, ids=ids, device=device, facts=facts)
    stores.of_seller(seller).commit([entry])


def new_deed(
    deed: Deed,
    *,
    clock: Clock,
    ids: Ids,
    device: str = "",
    facts: Mapping[str, str] | None = None,
) -> Create[AuditEntry]:
    """The entry for whoever writes it in the same commit as the deed itself."""
    now = clock.now()
    return Create(
        AuditEntry(
            id=ids.new(),
            deed=deed,
            at=now,
            expires_at=now + KEEP_AUDIT,
            device=device,
            facts=dict(facts or {}),
        )
    )


def read_audit(
    seller: SellerId, *, limit: int, after: tuple[datetime, str] | None, stores: Stores
) -> list[Stored[AuditEntry]]:
    """The newest deeds first; one more than `limit` tells that there are more."""
    query = Query(
        kind=AuditEntry,
        order=(Order("at", descending=True),),
        limit=limit + 1,
        after=after or (),
    )
    return stores.of_seller(seller).find(query)
