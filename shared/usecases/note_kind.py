"""Keep what is known of a token's limits in step with what holds today."""

from contextlib import suppress
from dataclasses import replace

from shared.domain.account import Connection, Seller, TokenKind
from shared.domain.errors import Stale
from shared.domain.ids import SellerId
from shared.ports import Clock, Patch, Stores
from shared.usecases.schedule_seller import resume_polling


def note_kind(
    seller: SellerId, connection: Connection, kind: TokenKind, *, stores: Stores, clock: Clock
) -> None:
    """Poll a Base token as often as it may be, once the service has a secret, or has none again."""
    shared = stores.shared()
    stored = shared.get(Seller, seller)
    if stored is None or stored.value.connection != connection:
        return
    facts = replace(connection.facts, kind=kind)
    shown = Patch(Seller, (seller,), {"connection.facts.kind": kind}, version=stored.version)
    # Who was faster has connected anew or parked; the next run looks again.
    with suppress(Stale):
        shared.commit([shown])
        resume_polling(seller, facts, stores=stores, clock=clock)
