"""What the product promises over 28 days, counted by the same lines as the alerts."""

from dataclasses import dataclass

from infra.watch.alerts import ALERTS, TooLargeShare
from infra.watch.expressions import metric_of, whole_of

DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """At least `goal` of the lines that an alert judges are good."""

    name: str
    title: str
    goal: float
    alert: str


PROMISES: tuple[Promise, ...] = (
    Promise(
        name="api-answers",
        title="The API answers without an error of its own",
        goal=0.999,
        alert="api-errors-fast",
    ),
    Promise(name="lists-fast", title="Lists within 300 ms", goal=0.95, alert="list-slow"),
    Promise(
        name="approvals-fast", title="Approvals within 500 ms", goal=0.95, alert="approve-slow"
    ),
    Promise(
        name="replies-taken",
        title="WB takes the replies that are sent",
        goal=0.99,
        alert="replies-refused",
    ),
)


def filters_of(promise: Promise) -> tuple[str, str]:
    """Time series of the bad lines, and of all."""
    (alert,) = (one for one in ALERTS if one.name == promise.alert)
    if not isinstance(alert, TooLargeShare):
        raise TypeError(alert.name)
    bad, whole = (
        f'metric.type="logging.googleapis.com/user/{name}" resource.type="{alert.source}"'
        for name in (metric_of(alert), whole_of(alert))
    )
    return bad, whole
