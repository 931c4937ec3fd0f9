"""Forget items that nothing has happened to for longer than items are kept."""

from collections.abc import Iterator
from datetime import datetime

from shared.domain.accounts.retention import KEEP_INTERACTIONS
from shared.domain.drafts.draft import Draft
from shared.domain.errors import NotFound, Stale
from shared.domain.interaction import Interaction, Message
from shared.domain.replies.reply import Reply
from shared.domain.settings import SETTINGS_KEY, SellerSettings
from shared.ports import Create, Delete, Order, Patch, Query, Store, Stored, Where
from shared.usecases.move_item import summary_writes

PAGE = 50
_BELOW = 400


def purge_items(store: Store, now: datetime) -> int:
    """Items with their messages, drafts and replies; the counts follow in the same commit."""
    purged = 0
    before = now - KEEP_INTERACTIONS
    while found := store.find(_forgotten(before)):
        _remember(store, before)
        for item in found:
            purged += sum(_empty_below(store, item.value))
            purged += _forget(store, item)
    return purged


def _remember(store: Store, before: datetime) -> None:
    """First, so that the nightly comparison with WB brings nothing back that is being forgotten."""
    stored = store.get(SellerSettings, SETTINGS_KEY)
    if stored is None:
        store.commit([Create(SellerSettings(forgotten_before=before))])
    elif stored.value.forgotten_before is None or stored.value.forgotten_before < before:
        fields = {"forgotten_before": before}
        store.commit([Patch(SellerSettings, (SETTINGS_KEY,), fields, version=stored.version)])


def _forget(store: Store, item: Stored[Interaction]) -> int:
    """What has just been changed by somebody is not forgotten, and met again at the next look."""
    name, same = (item.value.id,), {"changed_at": item.value.changed_at}
    try:
        store.commit(
            [
                Patch(Interaction, name, same, version=item.version),
                Delete(Interaction, name),
                *summary_writes([(item.value, None)]),
            ]
        )
    except (NotFound, Stale):
        return 0
    return 1


def _forgotten(before: datetime) -> Query[Interaction]:
    return Query(
        kind=Interaction,
        where=(Where("changed_at", "<=", before),),
        order=(Order("changed_at", descending=True),),
        limit=PAGE,
    )


def _empty_below(store: Store, item: Interaction) -> Iterator[int]:
    for kind in (Message, Draft):
        query: Query[object] = Query(kind=kind, within=(item.id,), limit=_BELOW)
        while below := store.find(query):
            store.commit([Delete(kind, one.key) for one in below])
            yield len(below)
    while replies := _replies_of(store, item):
        store.commit([Delete(Reply, (one.value.id,)) for one in replies])
        yield len(replies)


def _replies_of(store: Store, item: Interaction) -> list[Stored[Reply]]:
    query = Query(
        kind=Reply,
        where=(Where("interaction", "==", item.id),),
        order=(Order("approved_at", descending=True),),
        limit=_BELOW,
    )
    return store.find(query)
