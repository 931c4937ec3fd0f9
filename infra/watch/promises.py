"""What the product promises over 28 days, counted by lines of the log."""

from dataclasses import dataclass

from infra.watch.alerts import ALERTS, TooLargeShare, done_by, more_than, told
from infra.watch.expressions import metric_of, whole_of

DAYS = 28
SOURCE = "cloud_run_revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A metric, and the lines that it counts."""

    metric: str
    lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """At least `goal` of the `whole` lines are not among the `bad` ones."""

    name: str
    title: str
    goal: float
    bad: Series
    whole: Series


def _judged(name: str, title: str, goal: float, alert_name: str) -> Promise:
    """The lines that an alert counts already."""
    (alert,) = (one for one in ALERTS if one.name == alert_name)
    if not isinstance(alert, TooLargeShare):
        raise TypeError(alert_name)
    bad = Series(metric=metric_of(alert), lines=alert.lines)
    whole = Series(metric=whole_of(alert), lines=alert.of)
    return Promise(name=name, title=title, goal=goal, bad=bad, whole=whole)


def _waiting(name: str, title: str, goal: float, function: str, fact: str, most: int) -> Promise:
    """A wait that a function tells of, and how long it may be."""
    metric = name.replace("-", "_")
    bad = Series(metric=f"{metric}_bad", lines=done_by(function, more_than(fact, most)))
    whole = Series(metric=f"{metric}_of", lines=done_by(function, told(fact)))
    return Promise(name=name, title=title, goal=goal, bad=bad, whole=whole)


PROMISES: tuple[Promise, ...] = (
    _judged("api-answers", "The API answers without an error of its own", 0.999, "api-errors-fast"),
    _judged("lists-fast", "Lists within 300 ms", 0.95, "list-slow"),
    _judged("approvals-fast", "Approvals within 500 ms", 0.95, "approve-slow"),
    _judged("replies-taken", "WB takes the replies that are sent", 0.99, "replies-refused"),
    _waiting(
        "items-fresh",
        "Cabinets are read within three minutes of the slowest pace of polling",
        0.99,
        "sync_channel",
        "late_s",
        180,
    ),
    _waiting(
        "replies-handed-over",
        "Replies are handed to WB within a minute of when they are due",
        0.995,
        "dispatch_reply",
        "waited_s",
        60,
    ),
    _waiting(
        "replies-settled",
        "Replies are proved, or told to their seller, within half an hour",
        0.999,
        "dispatch_reply",
        "settled_s",
        1800,
    ),
)


def filters_of(promise: Promise) -> tuple[str, str]:
    """Time series of the bad lines, and of all."""
    bad, whole = (
        f'metric.type="logging.googleapis.com/user/{series.metric}" resource.type="{SOURCE}"'
        for series in (promise.bad, promise.whole)
    )
    return bad, whole
