"""What Google's own metrics wake somebody for: late queues, the site and its certificate."""

from collections.abc import Iterable
from math import inf

import pytest

from infra.watch.expressions import LATE_QUEUES, OUTSIDE
from tests.watch.promql import Labels, Samples, Series, is_on, parse

EXPRESSIONS = {row[0]: row[3] for row in (*LATE_QUEUES, *OUTSIDE)}
DELAYS = "cloudtasks_googleapis_com:queue_task_attempt_delays_bucket"
CHECK = "monitoring_googleapis_com:uptime_check_"
# Upper edges of a histogram in milliseconds.
EDGES = (1_000.0, 30_000.0, 60_000.0, 120_000.0, 240_000.0, 600_000.0, 1_200_000.0, inf)
WEEK = 7 * 24 * 60
OTHERS = ("sync", "ingest", "link", "draft", "jobs")

# A minute, a queue, and for how many milliseconds a task of it was late.
Attempt = tuple[float, str, float]


def delays(attempts: Iterable[Attempt]) -> Series:
    """A histogram whose counts are cumulative, as Prometheus has them."""
    found: dict[Labels, list[float]] = {}
    for minute, queue, ms in sorted(attempts):
        for edge in EDGES:
            labels = frozenset({("queue_id", queue), ("le", str(edge))})
            minutes = found.setdefault(labels, [])
            if ms <= edge:
                minutes.append(minute)
    return {DELAYS: {labels: Samples(minutes) for labels, minutes in found.items()}}


def gauge(metric: str, told: dict[str, list[float]]) -> Series:
    """One value a minute from each place."""
    rows = {
        frozenset({("checker_location", place)}): Samples(range(len(values)), values)
        for place, values in told.items()
    }
    return {f"{CHECK}{metric}": rows}


def ever_on(name: str, series: Series, minutes: Iterable[int]) -> bool:
    return any(is_on(EXPRESSIONS[name], series, minute) for minute in minutes)


@pytest.mark.parametrize(
    ("name", "queue", "late"),
    [("dispatch-late", "dispatch", 200_000.0), ("queues-late", "sync", 1_000_000.0)],
)
def test_more_than_one_late_task_in_twenty_wakes_somebody(
    name: str, queue: str, late: float
) -> None:
    for count, wakes in ((4, False), (8, True)):
        attempts = [(1.0, queue, late if number < count else 500.0) for number in range(100)]
        assert ever_on(name, delays(attempts), range(1, 11)) == wakes
        assert not ever_on(name, delays(attempts), range(12, 30))


@pytest.mark.parametrize(
    ("name", "queue", "late"),
    [("dispatch-late", "sync", 1_000_000.0), ("queues-late", "dispatch", 1_000_000.0)],
)
def test_each_looks_at_its_own_queues(name: str, queue: str, late: float) -> None:
    assert not ever_on(name, delays([(1.0, queue, late)] * 50), range(1, 11))


def test_a_delay_just_within_the_bound_wakes_nobody() -> None:
    replies = delays([(1.0, "dispatch", 119_000.0)] * 50)
    others = delays([(1.0, "ingest", 599_000.0)] * 50)

    assert not ever_on("dispatch-late", replies, range(1, 11))
    assert not ever_on("queues-late", others, range(1, 11))


def test_a_normal_week_of_queues_wakes_nobody() -> None:
    # By night a reply now and then, and one in a hundred is late after a start.
    attempts = [
        (float(minute), queue, 45_000.0 if minute % 100 == 0 else 400.0)
        for minute in range(0, WEEK, 3)
        for queue in ("dispatch", *OTHERS)
    ]
    series = delays(attempts)

    for name in ("dispatch-late", "queues-late"):
        assert not ever_on(name, series, range(1, WEEK, 2))
        assert not ever_on(name, delays([]), range(1, 60))


def test_a_certificate_that_is_not_renewed_is_told_two_weeks_before() -> None:
    for days, wakes in ((13.9, True), (14.0, False), (89.0, False)):
        series = gauge("time_until_ssl_cert_expires", {"usa": [days] * 20, "europe": [80.0] * 20})
        assert ever_on("certificate-expires", series, [10]) == wakes


def test_a_site_that_most_places_cannot_reach_wakes_somebody() -> None:
    up, down = [1.0] * 60, [1.0] * 30 + [0.0] * 30
    for told, wakes in (
        ({"usa": up, "europe": up, "asia": down}, False),
        ({"usa": up, "europe": down, "asia": down}, True),
        # A single answer that did not come in time.
        ({"usa": [*up[:30], 0.0, *up[31:]], "europe": up, "asia": up}, False),
    ):
        assert ever_on("site-unreachable", gauge("check_passed", told), range(10, 60)) == wakes


def test_what_the_reader_does_not_know_is_refused() -> None:
    for expression in ("sum(x) ~ 2", "deriv(x[5m])", "sum by (a (x)"):
        with pytest.raises((ValueError, IndexError)):
            is_on(expression, {"x": {frozenset(): Samples([1.0])}}, 1)
    assert parse("a > 1 or b < 2 and c == 3")[0] == "or"
