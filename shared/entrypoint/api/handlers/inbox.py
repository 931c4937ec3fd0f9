"""The inbox: lists, counts, and what changed."""

from datetime import timedelta
from functools import partial

from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter, Place
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
from shared.entrypoint.api.rows import row_answer
from shared.entrypoint.api.shapes.base import Nothing, Request
from shared.entrypoint.api.shapes.inbox import (
    ChangesAnswer,
    ChangesQuery,
    InboxAnswer,
    InboxQuery,
    Row,
)
from shared.usecases.find_card import name_products
from shared.usecases.note_visit import note_look
from shared.usecases.read_changes import Changes, read_changes, start_watch
from shared.usecases.read_inbox import read_counts, read_inbox
from shared.usecases.search_inbox import search_inbox, words_of

POLL_WHEN_BUSY = timedelta(seconds=3)
POLL_WHEN_QUIET = timedelta(seconds=10)


def list_inbox(call: Call[Nothing, InboxQuery]) -> Result:
    """Read one page of a list."""
    query, outside = call.query, call.outside
    wanted = InboxFilter(
        place=Place(query.view), channel=query.channel, rating=query.rating, nm_id=query.nm_id
    )
    words = words_of(query.q or "")
    purpose = list_purpose(wanted, words)
    if query.cursor is None:
        note_look(call.seller, stores=outside.stores, clock=outside.clock)
    watch = start_watch(outside.clock)
    read = partial(search_inbox, words=words) if words else read_inbox
    page = read(
        call.seller,
        wanted,
        limit=query.limit,
        after=open_position(call, purpose, query.cursor),
        stores=outside.stores,
        clock=outside.clock,
    )
    answer = InboxAnswer(
        items=rows(call, page.items),
        next_cursor=sign_position(call, purpose, page.next_after),
        since=sign_watch(call, watch_purpose(wanted), watch),
    )
    # `since` moves with time alone, and an older one serves as well.
    return Result(answer=answer, etag=answer.model_dump_json(exclude={"since"}))


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
        return Result(answer=_changes(call, wanted, begun))
    changes = read_changes(
        call.seller,
        open_watch(call, watch_purpose(wanted), query.since),
        wanted,
        stores=call.outside.stores,
        clock=call.outside.clock,
    )
    return Result(answer=_changes(call, wanted, changes))


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
    return PhotoPaths(key=outside.cursor_key, seller=call.seller, photos=outside.photos)


def rows(call: Call[Request, Request], items: tuple[Interaction, ...]) -> list[Row]:
    """Lines of the list as of now."""
    paths = photo_paths(call)
    named = name_products(call.outside.stores.of_seller(call.seller), items)
    return [row_answer(item, now=call.now, paths=paths) for item in named]
