"""Read chats: one stream of events for all of them, and the list that names buyers and orders.

A run gathers what it hears and hands it over at its end, so that a chat's line and its events
arrive together.
"""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.raw_items import ParsedItem, RawItem
from shared.domain.sync.known import Memory, Place
from shared.domain.sync.parcels import Parcel
from shared.domain.sync.rounds import add_steps, end_step
from shared.domain.sync.state import ChannelSync, Step, Walk
from shared.domain.sync.stream import is_stream_read, stream_position
from shared.usecases.read_lists import refuse_item
from shared.usecases.reading import ChannelReading, Fetched, Reading, Talk
from shared.usecases.store_pages import store_pages

_MOST_EVENTS = 90
_UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class _Event:
    raw: RawItem
    chat: str
    message: str


def fetch_chats(reading: Reading, _one: ChannelReading) -> Fetched:
    """Read every chat's line; WB has no pages here."""
    now = reading.stamp_call()
    return Fetched(raws=reading.cabinet.list_chats(), observed_at=now)


def absorb_chats(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """Gather the lines that say something new; a comparison sends them all on."""
    whole = one.progress.backfilled and one.progress.comparing_at is not None
    for line in fetched.raws:
        parsed = _read_bundle(reading, one, {"chat": line, "events": []}, fetched)
        if parsed is None:
            continue
        chat, content = parsed.source.external_id, parsed.source.content_hash
        is_news = one.memory.is_news(_chat_name(chat), content)
        if is_news or whole:
            talk = _talk_of(one, chat, fetched)
            talk.line = line
        if is_news:
            talk.moved = one.memory.was_other(_chat_name(chat), content)
            talk.news = content
            one.updated += talk.moved
            one.created += not talk.moved
        one.memory.note(_chat_name(chat), content, Place.LISTED)
    one.items += len(fetched.raws)
    one.total = len(fetched.raws)
    one.progress = end_step(_compare(one.progress, fetched), Step.CHATS, fetched.observed_at)


def fetch_events(reading: Reading, one: ChannelReading) -> Fetched:
    """Read the next page of the stream, the millisecond of the cursor once more."""
    now = reading.stamp_call()
    position = stream_position(one.progress)
    page = reading.cabinet.list_events(None if position is None else max(position - 1, 0))
    return Fetched(
        raws=page.items,
        observed_at=now,
        cursor=page.next_cursor,
        is_last=is_stream_read(position, page.next_cursor, len(page.items)),
    )


def absorb_events(reading: Reading, one: ChannelReading, fetched: Fetched) -> None:
    """Gather the messages nobody has seen; a chat that no list has named calls for the list."""
    walk = one.progress.walks.get(Step.EVENTS.value, Walk())
    events = [event for raw in fetched.raws if (event := _read_event(reading, one, raw, fetched))]
    fresh = _fresh_events(one.memory, events, whole=walk.whole)
    known = set(one.memory.entries)
    for event in fresh:
        talk = _talk_of(one, event.chat, fetched)
        talk.events.append(event.raw)
        talk.messages.append(event.message)
        talk.news = talk.news or event.message
        one.memory.note(_event_name(event.message), event.chat, Place.ELSEWHERE)
    one.items += len(fetched.raws)
    one.created += sum(_event_name(event.message) not in known for event in fresh)
    progress = _compare(one.progress, fetched)
    progress = replace(progress, fetched=progress.fetched + len(fresh))
    if _note_unlisted(one.memory, events):
        progress = replace(progress, todo=add_steps(progress.todo, Step.CHATS))
    if fetched.raws:
        progress = replace(progress, cursor=fetched.cursor)
    one.progress = progress
    if fetched.is_last:
        one.progress = end_step(progress, Step.EVENTS, fetched.observed_at)
    else:
        one.keep_walk(Step.EVENTS, walk)


def _compare(progress: ChannelSync, fetched: Fetched) -> ChannelSync:
    """Count what a comparison has read so far."""
    read = len(fetched.raws) if progress.comparing_at is not None else 0
    return replace(progress, compared=progress.compared + read)


def hand_over(reading: Reading, one: ChannelReading) -> None:
    """Store what was gathered, each chat in as few pieces as a page can hold."""
    if one.heard_at is None:
        return
    parcels = [
        parcel
        for chat, talk in one.talks.items()
        for parcel in _bundle_talk(chat, talk, is_old=one.is_first)
    ]
    store_pages(reading, one, parcels, one.heard_at)
    one.talks, one.heard_at = {}, None


def _read_event(
    reading: Reading, one: ChannelReading, raw: RawItem, fetched: Fetched
) -> _Event | None:
    parsed = _read_bundle(reading, one, {"chat": None, "events": [raw]}, fetched)
    if parsed is None:
        return None
    message = parsed.messages[0].id if parsed.messages else ""
    return _Event(raw=raw, chat=parsed.source.external_id, message=message)


def _read_bundle(
    reading: Reading, one: ChannelReading, bundle: RawItem, fetched: Fetched
) -> ParsedItem | None:
    try:
        return reading.marketplaces.parse_item(Channel.CHAT, bundle, fetched.observed_at)
    except Malformed as broken:
        refuse_item(reading, one, bundle, str(broken), fetched.observed_at)
        return None


def _fresh_events(memory: Memory, events: list[_Event], *, whole: bool) -> list[_Event]:
    """Events without words change nothing that ingestion keeps."""
    named = {event.message: event for event in events if event.message}
    return [
        event
        for event in named.values()
        if whole or _event_name(event.message) not in memory.entries
    ]


def _talk_of(one: ChannelReading, chat: str, fetched: Fetched) -> Talk:
    """All that is gathered is as old as the first of it, so that nothing seems newer than it is."""
    one.heard_at = one.heard_at or fetched.observed_at
    return one.talks.setdefault(chat, Talk())


def _bundle_talk(chat: str, talk: Talk, *, is_old: bool) -> Iterator[Parcel]:
    """One chat's events go together, so that its place in the queue is computed once."""
    parts = range(0, max(len(talk.events), 1), _MOST_EVENTS)
    for first in parts:
        events = talk.events[first : first + _MOST_EVENTS]
        line = None if first else talk.line
        yield Parcel(
            raw={"chat": line, "events": events},
            moved=talk.moved and line is not None,
            old=is_old,
            writes=1 + len(events),
            name=chat,
            news=talk.news,
            message=talk.messages[first] if events else "",
        )


def _note_unlisted(memory: Memory, events: list[_Event]) -> bool:
    """The list is asked for once, even if it never comes to name the chat."""
    names = dict.fromkeys(_chat_name(event.chat) for event in events)
    unlisted = [name for name in names if name not in memory.entries]
    for name in unlisted:
        memory.note(name, _UNLISTED, Place.LISTED)
    return bool(unlisted)


def _chat_name(chat: str) -> str:
    return f"c:{chat}"


def _event_name(message: str) -> str:
    return f"e:{message}"
