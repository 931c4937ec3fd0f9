"""What buyers read below a product: the newest answers on its card, our own on their way first."""

from datetime import datetime, timedelta

from shared.domain.automatic.diversity import WALL
from shared.domain.automatic.journal import AutoEntry, Noted
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel
from shared.ports import Order, Query, Store, Where
from shared.usecases.read_product import read_product

_MOST_READ = 30
_REACH = timedelta(days=365)


def read_wall(store: Store, nm_id: int, but: InteractionId, now: datetime) -> list[str]:
    """Answers that are approved but not published yet stand before those that WB shows."""
    query = Query(
        kind=AutoEntry,
        where=(Where("nm_id", "==", nm_id),),
        order=(Order("at", descending=True),),
        limit=WALL,
    )
    entries = [stored.value for stored in store.find(query)]
    approved = [one.text for one in entries if one.outcome is Noted.APPROVED]
    nearby = read_product(store, nm_id, since=now - _REACH, until=now, most=_MOST_READ)
    shown = [
        one.source.answer.text
        for one in nearby.items
        if one.channel is Channel.REVIEW and one.source.answer and one.id != but
    ]
    return [*approved, *shown][:WALL]
