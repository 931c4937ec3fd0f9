"""Says whether an alert is on or a promise kept, as Cloud Monitoring would, over timed lines.

An alert is judged by the expression that is deployed for it, over the metrics that its filters make
of the lines.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from infra.watch.alerts import Alert, Silence, TooLargeShare
from infra.watch.expressions import expression_of, metric_of, whole_of
from infra.watch.promises import Promise
from tests.watch.filters import matches
from tests.watch.promql import Labels, Samples, is_on

Timed = tuple[float, Mapping[str, Any]]


def fires(alert: Alert, entries: Sequence[Timed], until: float) -> bool:
    """Whether it is on at any whole minute up to `until`.

    What speaks of silence is asked once its first window is over.
    """
    entries = sorted(entries, key=lambda timed: timed[0])
    counted = {metric_of(alert): alert.lines}
    if isinstance(alert, TooLargeShare):
        counted[whole_of(alert)] = alert.of
    series = {
        f"logging_googleapis_com:user_{metric}": {_of(alert): Samples(_minutes(entries, lines))}
        for metric, lines in counted.items()
    }
    first = alert.minutes if isinstance(alert, Silence) else 1
    expression = expression_of(alert)
    return any(is_on(expression, series, minute) for minute in range(first, int(until) + 1))


def _of(alert: Alert) -> Labels:
    return frozenset({("monitored_resource", alert.source)})


def keeps(promise: Promise, entries: Sequence[Timed]) -> bool:
    """Whether enough of the lines were good over the whole time."""
    whole, bad = (len(_minutes(entries, one.lines)) for one in (promise.whole, promise.bad))
    return bad <= whole * (1 - promise.goal) + 1e-9


def _minutes(entries: Sequence[Timed], filter_text: str) -> list[float]:
    # A week repeats a few entries many times.
    known = {id(entry): entry for _, entry in entries}
    fitting = {name for name, entry in known.items() if matches(entry, filter_text)}
    return [minute for minute, entry in entries if id(entry) in fitting]
