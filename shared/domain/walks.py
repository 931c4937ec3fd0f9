"""How to read a long list that changes while it is read.

Items leave a filtered list as they are answered, so a page number would skip the ones that move
up. A list is read oldest first instead, each page beginning where the last one ended, and the
last second is read again: what leaves shifts nothing, what arrives stands at the end.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.sync import Walk

# WB shows some items later than they were created, and clocks differ.
OVERLAP = timedelta(minutes=10)
# Among the newest answered items, those that may still change are read again every time.
RECENT = timedelta(days=3)
# Questions refuse to skip further than this together with a page (WB API documentation).
_FURTHEST = 10_000


def advance_walk(walk: Walk, created: Sequence[int], take: int, seen: int) -> Walk | None:
    """Where the next page begins; None when the list has been read to its end.

    `created` are the seconds of creation in the page's order, `seen` counts all its items.
    """
    if seen < take:
        return None if walk.until is None else replace(walk, start=walk.until, until=None, skip=0)
    if not created:
        return _skip_on(walk, take)
    if list(created) == sorted(created):
        last = created[-1] - 1
        return replace(walk, start=last, skip=0) if last > walk.start else _skip_on(walk, take)
    middle = (max(walk.start, min(created)) + (walk.until or max(created))) // 2
    if walk.start < middle < (walk.until or max(created)):
        return replace(walk, until=middle, skip=0)
    return _skip_on(walk, take)


def _skip_on(walk: Walk, take: int) -> Walk:
    """More items in one second than fit a page: half a page may leave the list unnoticed."""
    skip = walk.skip + max(take // 2, 1)
    if skip + take > _FURTHEST:
        return replace(walk, start=walk.start + 1, skip=0)
    return replace(walk, skip=skip)


def recent_from(cursor: int | None, now: datetime) -> datetime:
    """Since when the newest answered items are read in every round."""
    recent = now - RECENT
    if cursor is None:
        return recent
    return min(datetime.fromtimestamp(cursor, tz=UTC) - OVERLAP, recent)


def has_gap(cursor: int, created: Sequence[int], take: int, seen: int) -> bool:
    """Whether a page of the newest items ends before it reaches what is known."""
    if seen < take:
        return False
    return not created or min(created) >= cursor - OVERLAP.total_seconds()
