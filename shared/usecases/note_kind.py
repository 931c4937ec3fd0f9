"""Keep what is known of a token's limits in step with what holds today."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import SellerId, shard_of
from shared.domain.sync.due import Shard
from shared.ports import Clock, Create, Patch, Put, Store, Stores, Write
from shared.usecases.schedule_seller import resume_due


def note_kind(
    seller: SellerId, connection: Connection, kind: TokenKind, *, stores: Stores, clock: Clock
) -> None:
    """Poll a Base token as often as it may be, once the service has a secret, or has none again."""
    shared = stores.shared()
    stored = shared.get(Seller, seller)
    if stored is None or stored.value.connection != connection:
        return
    shown = Patch(Seller, (seller,), {"connection.facts.kind": kind}, version=stored.version)
    facts = replace(connection.facts, kind=kind)
    # In one commit: the kind that is shown is the sign that the pace is known. Who was faster has
    # connected anew, parked or planned; the next run looks again.
    with suppress(AlreadyExists, Stale):
        shared.commit([shown, _planned(shared, seller, facts, clock.now())])


def _planned(shared: Store, seller: SellerId, facts: TokenFacts, now: datetime) -> Write:
    number = shard_of(seller)
    stored = shared.get(Shard, str(number))
    sellers = stored.value.sellers if stored else {}
    due = resume_due(sellers.get(seller), facts, now)
    after = Shard(number=number, sellers=sellers | {seller: due})
    return Put(after, version=stored.version) if stored else Create(after)
