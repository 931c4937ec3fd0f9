"""Says whether an alert is on or a promise kept, as Cloud Monitoring would, over timed lines."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from infra.watch.alerts import Alert, Silence, TooLargeShare, TooMany
from infra.watch.promises import Promise
from tests.watch.filters import matches

Timed = tuple[float, Mapping[str, Any]]


def fires(alert: Alert, entries: Sequence[Timed], until: float) -> bool:
    """Whether it is on at any whole minute up to `until`, once its first window is over."""
    entries = sorted(entries, key=lambda timed: timed[0])
    bad = _minutes(entries, alert.lines)
    match alert:
        case TooMany():
            return any(_within(bad, end, alert) > alert.most for end in _ends(until))
        case Silence():
            return any(
                _within(bad, end, alert) == 0 for end in _ends(until) if end >= alert.minutes
            )
        case TooLargeShare():
            whole = _minutes(entries, alert.of)
            return any(_too_large(alert, bad, whole, end) for end in _ends(until))
        case _:
            raise TypeError(alert)


def keeps(promise: Promise, entries: Sequence[Timed]) -> bool:
    """Whether enough of the lines were good over the whole time."""
    whole, bad = (len(_minutes(entries, one.lines)) for one in (promise.whole, promise.bad))
    return bad <= whole * (1 - promise.goal) + 1e-9


def _minutes(entries: Sequence[Timed], filter_text: str) -> list[float]:
    # A week repeats a few entries many times.
    known = {id(entry): entry for _, entry in entries}
    fitting = {name for name, entry in known.items() if matches(entry, filter_text)}
    return [minute for minute, entry in entries if id(entry) in fitting]


def _too_large(
    alert: TooLargeShare, bad: Sequence[float], whole: Sequence[float], end: int
) -> bool:
    if _within(whole, end, alert) < alert.least:
        return False
    for minutes in filter(None, (alert.minutes, alert.recent)):
        seen = _count(whole, end, minutes)
        if not seen or _count(bad, end, minutes) / seen <= alert.share:
            return False
    return True


def _within(minutes: Sequence[float], end: int, alert: Alert) -> int:
    return _count(minutes, end, alert.minutes)


def _count(minutes: Sequence[float], end: int, window: int) -> int:
    return bisect_right(minutes, end) - bisect_right(minutes, end - window)


def _ends(until: float) -> range:
    return range(1, int(until) + 1)
