"""Read reviews and questions: what waits, what was answered lately, and all that is old."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed
from shared.domain.interaction import AnswerState, Source
from shared.domain.marketplace import ListRequest
from shared.domain.raw_items import RawItem
from shared.domain.sync.known import Place
from shared.domain.sync.parcels import Parcel, digest_raw
from shared.domain.sync.rounds import (
    add_steps,
    begin_archive,
    begin_history,
    close_gap,
    end_history,
    end_step,
)
from shared.domain.sync.state import Step, Walk
from shared.domain.sync.walks import OVERLAP, advance_archive, advance_walk, has_gap, recent_from
from shared.usecases.reading import ChannelReading, Fetched, Reading
from shared.usecases.store_pages import put_aside, store_pages


@dataclass(frozen=True, slots=True)
class _Item:
    raw: RawItem
    source: Source


def fetch_unanswered(reading: Reading, one: ChannelReading) -> Fetched:
    """Read the next page of what waits for an answer, the newest first."""
    walk = one.progress.walks.get(Step.UNANSWERED.value, Walk())
    return _fetch_walk(reading, one, walk, answered=False)


def absorb_unanswered(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """At the end of the list, what was in it before and is not any more has to be looked at."""
    walk = one.progress.walks.get(Step.UNANSWERED.value, Walk())
    is_top = walk.stop is None and not walk.whole
    items = _send_items(reading, one, fetched, Place.LISTED, None if is_top else walk)
    following = advance_walk(walk, _seconds(items), reading.take, len(fetched.raws))
    if following is not None:
        one.keep_walk(Step.UNANSWERED, following)
        return
    one.memory.close_list()
    one.progress = end_step(one.progress, Step.UNANSWERED, fetched.observed_at)
    if any(one.memory.left()):
        one.progress = replace(one.progress, todo=add_steps(one.progress.todo, Step.LEFT))


def fetch_recent(reading: Reading, one: ChannelReading) -> Fetched:
    """Read the newest answered items in one page."""
    now = reading.stamp_call()
    request = ListRequest(
        channel=one.channel,
        answered=True,
        take=reading.take,
        created_from=recent_from(one.progress.cursor, now),
    )
    return Fetched(raws=reading.cabinet.list_items(request).items, observed_at=now)


def absorb_recent(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """Move the cursor only if the page reaches what is known; else walk over what is between."""
    created = _seconds(_send_items(reading, one, fetched, Place.ELSEWHERE))
    cursor, now = one.progress.cursor, fetched.observed_at
    if cursor is not None and has_gap(cursor, created, reading.take, len(fetched.raws)):
        since = cursor - int(OVERLAP.total_seconds())
        one.progress = close_gap(one.progress, since, now)
    elif cursor is not None:
        one.progress = replace(one.progress, cursor=int(now.timestamp()))
    one.progress = end_step(one.progress, Step.RECENT, now)


def fetch_left(reading: Reading, one: ChannelReading) -> Fetched:
    """Read one item by its id that has left the unanswered list."""
    now = reading.stamp_call()
    name = next(one.memory.left())
    raw = reading.cabinet.read_item(one.channel, name)
    return Fetched(raws=() if raw is None else (raw,), observed_at=now, target=name)


def absorb_left(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """An item that WB still calls unanswered is looked at again, but not for ever."""
    name = fetched.target
    misses = one.memory.entries[name].misses
    items = _send_items(reading, one, fetched, Place.ELSEWHERE)
    if one.memory.entries[name].place is Place.LEFT:
        _send_gone(reading, one, fetched)
    elif any(_is_unanswered(item.source) for item in items):
        one.memory.miss(name, misses)


def _send_gone(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """WB knows the item no more: nobody can answer it, and ingestion says so."""
    one.memory.forget(fetched.target)
    if not fetched.raws:
        parcel = Parcel(raw={"id": fetched.target}, gone=True, name=fetched.target, news="gone")
        store_pages(reading, one, [parcel], fetched.observed_at)
        one.progress = replace(one.progress, gone=one.progress.gone + 1)


def fetch_history(reading: Reading, one: ChannelReading) -> Fetched:
    """Read the next page of all that was ever answered."""
    walk = one.progress.walks.get(Step.HISTORY.value)
    if walk is None:
        walk = begin_history(one.progress, reading.clock.now())
        one.keep_walk(Step.HISTORY, walk)
    return _fetch_walk(reading, one, walk, answered=True)


def absorb_history(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """Go on until the list has been read up to the moment at which the walk began."""
    walk = one.progress.walks[Step.HISTORY.value]
    items = _send_items(reading, one, fetched, Place.ELSEWHERE, walk)
    following = advance_walk(walk, _seconds(items), reading.take, len(fetched.raws))
    if following is not None:
        one.keep_walk(Step.HISTORY, following)
        return
    one.progress = end_history(one.progress, walk)
    one.progress = end_step(one.progress, Step.HISTORY, fetched.observed_at)


def fetch_archive(reading: Reading, one: ChannelReading) -> Fetched:
    """Read the next page of what WB keeps aside: reviews that nobody answered in time among it."""
    walk = one.progress.walks.get(Step.ARCHIVE.value)
    if walk is None:
        walk = begin_archive(one.progress)
        one.keep_walk(Step.ARCHIVE, walk)
    now = reading.stamp_call()
    request = ListRequest(
        channel=one.channel, answered=False, archived=True, skip=walk.skip, take=reading.take
    )
    return Fetched(raws=reading.cabinet.list_items(request).items, observed_at=now)


def absorb_archive(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """Send on what no other list has shown."""
    walk = one.progress.walks[Step.ARCHIVE.value]
    items = _send_items(reading, one, fetched, Place.ELSEWHERE, walk)
    following = advance_archive(walk, _seconds(items), reading.take, len(fetched.raws))
    if following is not None:
        one.keep_walk(Step.ARCHIVE, following)
        return
    one.progress = end_step(one.progress, Step.ARCHIVE, fetched.observed_at)


def _fetch_walk(reading: Reading, one: ChannelReading, walk: Walk, *, answered: bool) -> Fetched:
    now = reading.stamp_call()
    start = walk.start if walk.cut is None else walk.cut
    request = ListRequest(
        channel=one.channel,
        answered=answered,
        skip=walk.skip,
        take=reading.take,
        created_from=_moment(start) if start else None,
        created_to=None if walk.stop is None else _moment(walk.stop),
    )
    page = reading.cabinet.list_items(request)
    return Fetched(raws=page.items, observed_at=now, total=page.total)


def _send_items(
    reading: Reading,
    one: ChannelReading,
    fetched: Fetched,
    place: Place,
    walk: Walk | None = None,
) -> list[_Item]:
    """Hand over what is new or changed; return what could be read, in the page's order.

    `walk` is given for a page of old items.
    """
    items = _read_items(reading, one, fetched)
    newest_first = sorted(items, key=lambda item: item.source.created_at, reverse=True)
    whole = walk is not None and walk.whole
    parcels = []
    for item in newest_first:
        name, content = item.source.external_id, item.source.content_hash
        is_news = one.memory.is_news(name, content)
        if whole or is_news:
            moved = one.memory.was_other(name, content)
            news = content if is_news else ""
            parcels.append(Parcel(raw=item.raw, moved=moved, name=name, news=news))
    for item in reversed(newest_first) if walk is None else newest_first:
        note = one.memory.note if walk is None else one.memory.note_past
        note(item.source.external_id, item.source.content_hash, place)
    store_pages(reading, one, parcels, fetched.observed_at, compares=whole)
    _count_items(one, items, parcels)
    return items


def _count_items(one: ChannelReading, items: Sequence[_Item], parcels: Sequence[Parcel]) -> None:
    updated = sum(parcel.moved for parcel in parcels)
    one.updated += updated
    one.created += sum(bool(parcel.news) for parcel in parcels) - updated
    comparing = one.progress.comparing_at is not None
    one.progress = replace(
        one.progress,
        fetched=one.progress.fetched + len(parcels),
        compared=one.progress.compared + (len(items) if comparing else 0),
    )


def _read_items(reading: Reading, one: ChannelReading, fetched: Fetched) -> list[_Item]:
    items = []
    one.items += len(fetched.raws)
    one.total = one.total if fetched.total is None else fetched.total
    for raw in fetched.raws:
        try:
            parsed = reading.marketplaces.parse_item(one.channel, raw, fetched.observed_at)
        except Malformed as broken:
            refuse_item(reading, one, raw, str(broken), fetched.observed_at)
            continue
        items.append(_Item(raw, parsed.source))
    return items


def _seconds(items: Sequence[_Item]) -> list[int]:
    return [int(item.source.created_at.timestamp()) for item in items]


def refuse_item(
    reading: Reading, one: ChannelReading, raw: RawItem, reason: str, seen_at: datetime
) -> None:
    """Put an item aside once; it does not hold up the rest."""
    digest = digest_raw(raw)
    name = f"!{digest[:16]}"
    if one.memory.is_news(name, digest) and put_aside(reading, one, raw, reason, seen_at):
        one.memory.note(name, digest, Place.ELSEWHERE)


def _is_unanswered(source: Source) -> bool:
    return source.answer is None or source.answer.state is AnswerState.REJECTED


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)
