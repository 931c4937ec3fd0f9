"""How to read a long list that changes while it is read.

Items leave a filtered list as they are answered, so a page number would skip the ones that move
up. A list is read newest first instead, each page ending where the next one begins, and the last
second is read again: what leaves shifts nothing, what arrives stands before the beginning.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.sync.state import Walk

# WB shows some items later than they were created, and clocks differ.
OVERLAP = timedelta(minutes=10)
# Among the newest answered items, those that may still change are read again every time.
RECENT = timedelta(days=3)
# Questions refuse to skip further than this together with a page (WB API documentation).
_FURTHEST = 10_000
# The archive alone is paged by numbers, as far as this (WB API documentation).
_FURTHEST_ARCHIVED = 199_990
_MOST_BACK = 4


def advance_walk(walk: Walk, created: Sequence[int], take: int, seen: int) -> Walk | None:
    """Where the next page begins; None when the list has been read to its end.

    `created` are the seconds of creation in the page's order, `seen` counts all its items.
    """
    if seen < take:
        return None if walk.cut is None else replace(walk, stop=walk.cut, cut=None, skip=0)
    if not created:
        return _skip_on(walk, created, take)
    newest = max(created) if walk.stop is None else min(walk.stop, max(created))
    if _is_sorted(created):
        last = created[-1] + 1
        reaches = walk.stop is None or last < walk.stop
        return replace(walk, stop=last, skip=0) if reaches else _skip_on(walk, created, take)
    oldest = max(walk.start if walk.cut is None else walk.cut, min(created))
    middle = (oldest + newest + 1) // 2
    if oldest < middle < newest:
        return replace(walk, cut=middle, skip=0)
    return _skip_on(walk, created, take)


def advance_archive(walk: Walk, created: Sequence[int], take: int, seen: int) -> Walk | None:
    """Where to go on in the archive, which knows no windows: its pages overlap by one item.

    A page that begins below the one before shows that items have moved up meanwhile: what lies
    between is read by going back, half a page at a time and not for ever; `cut` counts these.
    """
    slid = not created or (walk.stop is not None and created[0] < walk.stop)
    back = walk.cut or 0
    if walk.skip and slid and back < _MOST_BACK:
        return replace(walk, skip=max(walk.skip - max(take // 2, 1), 0), cut=back + 1)
    skip = walk.skip + max(take - 1, 1)
    if seen < take or skip > _FURTHEST_ARCHIVED:
        return None
    return replace(walk, skip=skip, stop=created[-1] if created else walk.stop, cut=None)


def _is_sorted(created: Sequence[int]) -> bool:
    return list(created) == sorted(created, reverse=True)


def _skip_on(walk: Walk, created: Sequence[int], take: int) -> Walk | None:
    """More items in one second than fit a page: half a page may leave the list unnoticed."""
    skip = walk.skip + max(take // 2, 1)
    if skip + take <= _FURTHEST:
        return replace(walk, skip=skip)
    newest = max(created, default=0) if walk.stop is None else walk.stop
    return replace(walk, stop=newest - 1, skip=0) if newest > walk.start else None


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
