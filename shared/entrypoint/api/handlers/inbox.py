"""The inbox: lists, counts, and what changed."""

from datetime import datetime, timedelta

from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter, Place
from shared.domain.search.days import begins_at, ends_at
from shared.domain.search.parser import parse_search
from shared.domain.search.query import Search
from shared.entrypoint.api.answers import PhotoPaths, counts_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.cursors import (
    list_purpose,
    open_position,
    open_watch,
    sign_position,
    sign_watch,
    watch_purpose,
)
from shared.entrypoint.api.found_rows import found_row, search_answer
from shared.entrypoint.api.rows import row_answer
from shared.entrypoint.api.shapes.base import Nothing, Request
from shared.entrypoint.api.shapes.inbox import (
    ChangesAnswer,
    ChangesQuery,
    InboxAnswer,
    InboxQuery,
    ListFilter,
    Row,
)
from shared.usecases.find_card import name_products
from shared.usecases.note_visit import is_new, note_look
from shared.usecases.read_changes import Changes, read_changes, start_watch
from shared.usecases.read_inbox import read_counts, read_inbox
from shared.usecases.rebuild_search import start_rebuild
from shared.usecases.search_inbox import search_inbox

POLL_WHEN_BUSY = timedelta(seconds=3)
POLL_WHEN_QUIET = timedelta(seconds=10)


def list_inbox(call: Call[Nothing, InboxQuery]) -> Result:
    """Read one page of a list."""
    query, outside = call.query, call.outside
    wanted = filter_of(query)
    text = query.q or ""
    purpose = list_purpose(wanted, text)
    if query.cursor is None and is_new(call.open_session):
        note_look(call.seller, stores=outside.stores, clock=outside.clock)
    watch = start_watch(outside.clock)
    after = open_position(call, purpose, query.cursor)
    search = parse_search(text, call.now)
    if wanted.is_plain and not search.is_narrow:
        page = read_inbox(
            call.seller,
            wanted,
            limit=query.limit,
            after=after,
            stores=outside.stores,
            clock=outside.clock,
        )
        found, lines = None, rows(call, page.items)
    else:
        found = search_inbox(
            call.seller,
            wanted,
            search,
            limit=query.limit,
            after=after,
            stores=outside.stores,
            clock=outside.clock,
        )
        page, lines = found.page, found_rows(call, found.page.items, search)
        if not found.is_ready:
            start_rebuild(
                call.seller, stores=outside.stores, queue=outside.queue, clock=outside.clock
            )
    is_ready = found is None or found.is_ready
    answer = InboxAnswer(
        items=lines,
        next_cursor=sign_position(call, purpose, page.next_after),
        search=search_answer(search, is_ready=is_ready) if text else None,
        since=sign_watch(call, watch_purpose(wanted), watch),
    )
    # `since` moves with time alone, and an older one serves as well.
    etag = answer.model_dump_json(exclude={"since"}, exclude_defaults=True)
    return Result(answer=answer, brief=True, etag=etag)


def filter_of(query: ListFilter) -> InboxFilter:
    """What a query asks for besides its words; its last day ends with itself."""
    since, until = query.since, query.until
    return InboxFilter(
        place=Place(query.view),
        channel=query.channel,
        rating=query.rating,
        nm_id=query.nm_id,
        intent=query.intent,
        tag=query.tag,
        has_photo=query.has_photo,
        since=since if since is None or isinstance(since, datetime) else begins_at(since),
        until=until if until is None or isinstance(until, datetime) else ends_at(until),
    )


def show_counts(call: Call[Nothing, Nothing]) -> Result:
    """Count every list."""
    counts = read_counts(call.seller, stores=call.outside.stores, clock=call.outside.clock)
    answer = counts_answer(counts)
    return Result(answer=answer, etag=answer.model_dump_json())


def list_changes(call: Call[Nothing, ChangesQuery]) -> Result:
    """Tell what moved; the first question only begins the watch."""
    query = call.query
    wanted = InboxFilter(place=Place(query.view), channel=query.channel)
    if query.since is None:
        begun = Changes(shown=(), removed=(), watch=start_watch(call.outside.clock))
        return Result(answer=_changes(call, wanted, begun), brief=True)
    changes = read_changes(
        call.seller,
        open_watch(call, watch_purpose(wanted), query.since),
        wanted,
        stores=call.outside.stores,
        clock=call.outside.clock,
    )
    return Result(answer=_changes(call, wanted, changes), brief=True)


def _changes(
    call: Call[Nothing, ChangesQuery], wanted: InboxFilter, changes: Changes
) -> ChangesAnswer:
    outside = call.outside
    moved = bool(changes.shown or changes.removed or changes.reload)
    begins = call.query.since is None
    counts = (
        read_counts(call.seller, stores=outside.stores, clock=outside.clock)
        if moved or begins
        else None
    )
    pause = POLL_WHEN_BUSY if moved and not changes.reload else POLL_WHEN_QUIET
    return ChangesAnswer(
        changed=rows(call, changes.shown),
        removed=list(changes.removed),
        reload=changes.reload,
        sending_paused=outside.switch().paused,
        counts=counts_answer(counts) if counts else None,
        next=sign_watch(call, watch_purpose(wanted), changes.watch),
        poll_after_ms=int(pause.total_seconds() * 1000),
        now=call.now,
    )


def photo_paths(call: Call[Request, Request]) -> PhotoPaths:
    """Pictures that this seller may open."""
    outside = call.outside
    return PhotoPaths(key=outside.cursor_keys[0], seller=call.seller, photos=outside.photos)


def found_rows(
    call: Call[Request, Request], items: tuple[Interaction, ...], search: Search
) -> list[Row]:
    """Lines of a search, with what to mark in them."""
    found = zip(rows(call, items), items, strict=True)
    return [found_row(row, item, search) for row, item in found]


def rows(call: Call[Request, Request], items: tuple[Interaction, ...]) -> list[Row]:
    """Lines of the list as of now."""
    paths = photo_paths(call)
    named = name_products(call.outside.stores.of_seller(call.seller), items)
    return [row_answer(item, now=call.now, paths=paths) for item in named]
