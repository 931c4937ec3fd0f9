"""Every alert comes with its incident, stays away without it, and says what to do."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from infra.watch.alerts import ALERTS, Silence, TooLargeShare, TooMany
from infra.watch.expressions import LATE_QUEUES, OUTSIDE
from infra.watch.promises import PROMISES, Promise
from shared.domain.drafts.spending import Withheld
from shared.usecases.draft_reply import WROTE
from tests.functions.callers import Issuer
from tests.watch.judging import Timed, fires, keeps
from tests.watch.writing import Entry, Scribe, compared_contract

SECOND, MINUTE, ZERO = timedelta(seconds=1), timedelta(minutes=1), timedelta(0)
DOUBT = 45 * MINUTE
BY_NAME = {alert.name: alert for alert in ALERTS}
WEEK = 7 * 24 * 60


@pytest.fixture
def scribe(issuer: Issuer, capsys: pytest.CaptureFixture[str]) -> Scribe:
    return Scribe(issuer, capsys)


COUNTED: dict[str, Callable[[Scribe], Entry]] = {
    "code-crashed": Scribe.crash,
    "crash-storm": Scribe.crash,
    "store-down": Scribe.outage,
    "reply-twice": Scribe.doubled,
    "never-to-be": Scribe.doubled,
    "reply-in-doubt": lambda scribe: scribe.dispatched("attention"),
    "items-unreadable": Scribe.quarantined,
    "hopeless-tasks": Scribe.hopeless,
    "strangers-call": Scribe.stranger,
    "logins-throttled": Scribe.throttled,
    "cards-elsewhere": Scribe.foreign_host,
    "replies-unknown": lambda scribe: scribe.dispatched("unknown", in_doubt=DOUBT + SECOND),
    "replies-forgotten": lambda scribe: scribe.swept(1),
    "queues-stuck": lambda scribe: scribe.gauged(10 * MINUTE + SECOND),
    "contract-changed": lambda _: compared_contract("ERROR"),
}
# The same lines, a second or a reply short of the incident.
HARMLESS: dict[str, Callable[[Scribe], Entry]] = {
    "reply-twice": lambda scribe: scribe.dispatched("confirmed"),
    "never-to-be": Scribe.crash,
    "replies-unknown": lambda scribe: scribe.dispatched("unknown", in_doubt=DOUBT),
    "replies-forgotten": lambda scribe: scribe.swept(0),
    "queues-stuck": lambda scribe: scribe.gauged(10 * MINUTE),
    "contract-changed": lambda _: compared_contract("INFO"),
}
SHARES: dict[str, tuple[Callable[[Scribe], Entry], Callable[[Scribe], Entry]]] = {
    "api-errors-fast": (Scribe.failed, Scribe.listed),
    "api-errors-slow": (Scribe.failed, Scribe.listed),
    "api-errors-days": (Scribe.failed, Scribe.listed),
    "list-slow": (lambda scribe: scribe.listed(301), Scribe.listed),
    "approve-slow": (lambda scribe: scribe.approved(501), Scribe.approved),
    "replies-refused": (
        lambda scribe: scribe.dispatched("failed"),
        lambda scribe: scribe.dispatched("confirmed"),
    ),
    "tokens-refused": (
        lambda scribe: scribe.synced("parked"),
        lambda scribe: scribe.synced("done"),
    ),
    "sync-stale": (
        lambda scribe: scribe.synced("done", age=timedelta(seconds=901)),
        lambda scribe: scribe.synced("done", age=timedelta(seconds=900)),
    ),
    "model-fails": (
        lambda scribe: scribe.drafted(Withheld.FAILED),
        lambda scribe: scribe.drafted(WROTE),
    ),
    "pages-costly": (
        lambda scribe: scribe.ingested(40),
        lambda scribe: scribe.ingested(39),
    ),
}
PROMISED: dict[str, tuple[Callable[[Scribe], Entry], Callable[[Scribe], Entry]]] = {
    "api-answers": SHARES["api-errors-fast"],
    "lists-fast": SHARES["list-slow"],
    "approvals-fast": SHARES["approve-slow"],
    "replies-taken": SHARES["replies-refused"],
    "items-fresh": (
        lambda scribe: scribe.synced("done", late=3 * MINUTE + SECOND),
        lambda scribe: scribe.synced("done", late=3 * MINUTE),
    ),
    "replies-handed-over": (
        lambda scribe: scribe.dispatched("sent", waited=MINUTE + SECOND),
        lambda scribe: scribe.dispatched("sent", waited=MINUTE),
    ),
    "replies-settled": (
        lambda scribe: scribe.dispatched("attention", settled=30 * MINUTE + SECOND),
        lambda scribe: scribe.dispatched("confirmed", settled=30 * MINUTE),
    ),
}
SILENT: dict[str, Callable[[Scribe], Entry]] = {
    "planner-silent": lambda scribe: scribe.ticked("plan_sync"),
    "sweeper-silent": lambda scribe: scribe.swept(0),
    "counts-silent": lambda scribe: scribe.ticked("report_quality"),
    "contract-unchecked": lambda _: compared_contract("INFO"),
}


def test_each_alert_has_its_incident_here() -> None:
    assert set(BY_NAME) == {*COUNTED, *SHARES, *SILENT}


@pytest.mark.parametrize("name", COUNTED)
def test_one_line_more_than_allowed_wakes_somebody(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, TooMany)
    entry = COUNTED[name](scribe)

    assert not fires(alert, _at_once(entry, alert.most), until=alert.minutes)
    assert fires(alert, _at_once(entry, alert.most + 1), until=alert.minutes)


@pytest.mark.parametrize("name", COUNTED)
def test_lines_of_different_windows_are_not_added_up(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, TooMany)
    entry = COUNTED[name](scribe)
    early = _at_once(entry, alert.most)
    late = [(alert.minutes + 1.0, entry) for _ in range(alert.most)]

    assert not fires(alert, early + late, until=3 * alert.minutes)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_just_allowed_wakes_nobody(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]

    assert not fires(alert, _at_once(HARMLESS[name](scribe), 50), until=alert.minutes)


@pytest.mark.parametrize("name", SHARES)
def test_a_share_larger_than_allowed_wakes_somebody(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, TooLargeShare)
    bad, good = (write(scribe) for write in SHARES[name])
    allowed = int(alert.least * 2 * alert.share)
    rest = alert.least * 2 - allowed

    quiet = [*_at_once(bad, allowed), *_at_once(good, rest)]
    assert not fires(alert, quiet, until=alert.minutes)
    assert fires(alert, [*quiet, *_at_once(bad, 2)], until=alert.minutes)


@pytest.mark.parametrize("name", SHARES)
def test_a_handful_of_bad_lines_at_night_wakes_nobody(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, TooLargeShare)
    bad = SHARES[name][0](scribe)

    assert not fires(alert, _at_once(bad, alert.least - 1), until=alert.minutes)


@pytest.mark.parametrize("told", ["", *(one for one in Withheld)])
def test_a_model_fails_while_it_rests_but_not_where_nobody_asks_it(
    told: str, scribe: Scribe
) -> None:
    drafts = _at_once(scribe.drafted(told), 100)

    is_failure = told in (Withheld.FAILED, Withheld.RESTING)
    assert fires(BY_NAME["model-fails"], drafts, until=60) == is_failure


@pytest.mark.parametrize("name", [one.name for one in ALERTS if getattr(one, "recent", 0)])
def test_what_has_ended_wakes_nobody_any_more(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, TooLargeShare)
    bad, good = (write(scribe) for write in SHARES[name])
    # Too few to be judged until it is over.
    early = _at_once(bad, alert.least - 1)
    late = [(alert.recent + 2.0 + minute, good) for minute in range(alert.minutes - alert.recent)]

    assert not fires(alert, [*early, *late], until=alert.minutes)
    assert fires(alert, [*early, *_at_once(good, 1)], until=alert.minutes)


@pytest.mark.parametrize("name", SILENT)
def test_a_clock_that_stops_wakes_somebody_and_a_late_one_nobody(name: str, scribe: Scribe) -> None:
    alert = BY_NAME[name]
    assert isinstance(alert, Silence)
    tick = SILENT[name](scribe)
    late = [(float(minute), tick) for minute in range(1, 1000, alert.minutes)]

    assert not fires(alert, late, until=990)
    assert fires(alert, late, until=1000 + alert.minutes)


def test_a_normal_week_wakes_nobody(scribe: Scribe) -> None:
    dice = random.Random(7)
    week = [*_clocks(scribe), *_sellers(scribe, dice), *_drafts(scribe, random.Random(9))]

    assert [alert.name for alert in ALERTS if fires(alert, week, WEEK)] == []


def test_a_week_without_a_seller_wakes_nobody(scribe: Scribe) -> None:
    assert [alert.name for alert in ALERTS if fires(alert, _clocks(scribe), WEEK)] == []


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
def test_a_promise_is_broken_by_the_first_line_too_many(promise: Promise, scribe: Scribe) -> None:
    bad, good = (write(scribe) for write in PROMISED[promise.name])
    allowed = round(2000 * (1 - promise.goal))
    rest = _at_once(good, 2000 - allowed)

    assert keeps(promise, [*_at_once(bad, allowed), *rest])
    assert not keeps(promise, [*_at_once(bad, allowed + 1), *rest])


def test_a_normal_week_keeps_every_promise(scribe: Scribe) -> None:
    week = list(_sellers(scribe, random.Random(8)))

    assert [promise.name for promise in PROMISES if not keeps(promise, week)] == []


def test_every_alert_has_its_section_in_the_runbook() -> None:
    headings = set(re.findall(r"^## (\S+)$", Path("infra/RUNBOOK.md").read_text(), re.MULTILINE))

    told_by_google = {row[0] for row in (*LATE_QUEUES, *OUTSIDE)}
    assert headings == set(BY_NAME) | told_by_google


def _at_once(entry: Entry, times: int) -> list[Timed]:
    return [(0.5, entry)] * times


def _clocks(scribe: Scribe) -> list[Timed]:
    plan, watch, report, contract = (write(scribe) for write in SILENT.values())
    minutes = [(float(minute), line) for minute in range(WEEK + 1) for line in (plan, watch)]
    hours = [(float(minute), report) for minute in range(7, WEEK, 60)]
    return minutes + hours + [(float(minute), contract) for minute in range(23, WEEK, 1440)]


def _sellers(scribe: Scribe, dice: random.Random) -> Iterable[Timed]:
    """Work by day and hardly any by night, with the small failures that every week has."""
    usual = [
        (scribe.listed(), 4.0),
        (scribe.listed(350), 0.04),
        (scribe.approved(), 0.5),
        (scribe.synced("done"), 1.0),
        (scribe.synced("done", age=5 * MINUTE, late=ZERO), 9.0),
        # A restart of something, once in a while.
        (scribe.synced("done", age=12 * MINUTE, late=4 * MINUTE), 0.02),
        (scribe.dispatched("unknown", in_doubt=10 * MINUTE), 0.01),
        (scribe.synced("parked"), 0.05),
        (scribe.dispatched("confirmed", waited=SECOND, settled=MINUTE), 0.5),
        (scribe.dispatched("confirmed", waited=2 * MINUTE, settled=3 * MINUTE), 0.001),
        (scribe.dispatched("failed"), 0.005),
        (scribe.outage(), 0.01),
        (scribe.hopeless(), 0.02),
        (scribe.failed(), 0.001),
        (scribe.throttled(), 0.02),
    ]
    return _spread(usual, dice)


def _drafts(scribe: Scribe, dice: random.Random) -> Iterable[Timed]:
    """What comes in and is answered by a model that fails now and then."""
    usual = [
        (scribe.ingested(24), 2.0),
        # Two workers met at the same items, and one of them looked again.
        (scribe.ingested(46), 0.02),
        (scribe.drafted(WROTE), 0.5),
        (scribe.drafted(Withheld.GUARDRAILS), 0.02),
        (scribe.drafted(Withheld.FAILED), 0.005),
    ]
    return _spread(usual, dice)


def _spread(usual: Sequence[tuple[Entry, float]], dice: random.Random) -> Iterable[Timed]:
    for minute in range(WEEK):
        awake = 1.0 if 8 * 60 <= minute % 1440 <= 22 * 60 else 0.05
        for entry, a_minute in usual:
            times = int(a_minute * awake) + (dice.random() < (a_minute * awake) % 1)
            yield from [(minute + dice.random(), entry)] * times
