"""The queries behind the lists: few indexes, so that an item's change writes few entries.

What a list does not narrow is named in full: every view, every channel. So one index by time and
one by target answer all lists and all counts.
"""

from datetime import datetime

from shared.domain.interaction import Channel, Interaction, View
from shared.domain.places import BY_TARGET, InboxFilter, Place
from shared.domain.queue import HOT_BEFORE
from shared.ports import Order, Query, Where

TARGET = "queue.deadline.target_at"
_BY_TIME = Order("occurred_at", descending=True)
_BY_TARGET = Order(TARGET)


def list_query(wanted: InboxFilter, now: datetime) -> Query[Interaction]:
    """A list's items in its order; of its filters place, channel and time are answered here."""
    if wanted.place in BY_TARGET:
        return Query(kind=Interaction, where=_by_target(wanted, now), order=(_BY_TARGET,))
    return Query(kind=Interaction, where=_by_time(wanted), order=(_BY_TIME,))


def terms_query(terms: tuple[str, ...], wanted: InboxFilter) -> Query[Interaction]:
    """Items of the whole inbox that have one of the terms, the newest first."""
    where = (Where("lookup.terms", "array_contains_any", list(terms)), *_period(wanted))
    return Query(kind=Interaction, where=where, order=(_BY_TIME,))


def count_query(
    channel: Channel, view: View | None = None, *, auto: bool = False
) -> Query[Interaction]:
    """Items of one channel: of a view, of those that the system has answered, or all."""
    place = Place.AUTO if auto else Place(view.value) if view else Place.ALL
    where = _members(place, channel)
    return Query(kind=Interaction, where=where, order=(_BY_TIME,))


def _by_target(wanted: InboxFilter, now: datetime) -> tuple[Where, ...]:
    where = (Where("queue.view", "==", View.ATTENTION), _channels(wanted.channel))
    if wanted.place is Place.HOT:
        return (*where, Where(TARGET, "<", now + HOT_BEFORE))
    return where


def _by_time(wanted: InboxFilter) -> tuple[Where, ...]:
    if wanted.place is Place.ALL and wanted.channel is None:
        return _period(wanted)
    return (*_members(wanted.place, wanted.channel), *_period(wanted))


def _members(place: Place, channel: Channel | None) -> tuple[Where, ...]:
    autos = [True] if place is Place.AUTO else [True, False]
    views = list(View) if place in (Place.AUTO, Place.ALL) else [View(place.value)]
    return (
        Where("queue.auto", "in", autos),
        Where("queue.view", "in", views),
        _channels(channel),
    )


def _channels(channel: Channel | None) -> Where:
    return Where("channel", "in", [channel] if channel else list(Channel))


def _period(wanted: InboxFilter) -> tuple[Where, ...]:
    since = (Where("occurred_at", ">=", wanted.since),) if wanted.since else ()
    until = (Where("occurred_at", "<", wanted.until),) if wanted.until else ()
    return (*since, *until)
