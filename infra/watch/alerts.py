"""Every alert: the lines of the log that it counts, and how many are too many.

A filter is in the language of Cloud Logging. Each alert links the section of the runbook that has
its name.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.replies.waits import DOUBT_WITHIN

RUNBOOK = "infra/RUNBOOK.md"


class Level(StrEnum):
    """How soon somebody has to look."""

    PAGE = "page"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What every alert says: its name is the runbook's heading, its title is for people.

    `source` is the kind of resource that writes the lines.
    """

    name: str
    title: str
    level: Level
    minutes: int
    lines: str
    source: str = "cloud_run_revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany(Alert):
    """More than `most` lines in any window of `minutes`."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Alert):
    """No such line for `minutes`, though a clock should have caused some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLargeShare(Alert):
    """More than `share` of the lines `of` are bad in a window, and not only a handful of them.

    A share is only judged from `least` lines on: one slow request at night wakes nobody. With
    `recent` minutes it has to be as large in those too, so that what is over wakes nobody.
    """

    of: str
    share: float
    least: int
    recent: int = 0


def _event(name: str, *more: str) -> str:
    return " AND ".join([f'jsonPayload.event="{name}"', *more])


def done_by(function: str, *more: str) -> str:
    """The lines of a function's finished tasks or ticks."""
    return _event("task.done", f'jsonPayload.function="{function}"', *more)


def more_than(fact: str, most: int) -> str:
    """The lines on which a wait was longer, or a share larger; lines without it are none."""
    return f"jsonPayload.{fact}>{most}"


def told(fact: str) -> str:
    """The lines that tell of it at all."""
    return f"jsonPayload.{fact}>=0"


_ANSWERED = _event("api.request", 'jsonPayload.route!="none"')
_FAILED = _event("api.request", "jsonPayload.status>=500")
_LISTED = _event("api.request", 'jsonPayload.route="GET /inbox"')
_APPROVED = _event("api.request", 'jsonPayload.route="POST /interactions/{id}/reply"')

# Nothing of the kind is told where no model is set, and a seller's own limit is no failure.
_MODEL_TRIED = (
    'jsonPayload.model=("wrote" OR "failed" OR "resting" OR "guardrails" OR "unknown_claims")'
)
_MODEL_FAILED = 'jsonPayload.model=("failed" OR "resting")'

# The error budget of 99.9 % for a month is gone in two days at a rate of 14.4, in five at a rate of
# 6, and just at its end at a rate of 1 (Site Reliability Workbook, table 5-8).
_FAST_BURN = 0.0144
_SLOW_BURN = 0.006
_WHOLE_BURN = 0.001
# The slowest pace of polling is ten minutes, at night.
_STALE_S = 900
_DOUBT_S = int(DOUBT_WITHIN.total_seconds())

ALERTS: tuple[Alert, ...] = (
    TooLargeShare(
        name="api-errors-fast",
        title="The API fails: the month's error budget would be gone in two days",
        level=Level.PAGE,
        minutes=60,
        lines=_FAILED,
        of=_ANSWERED,
        share=_FAST_BURN,
        least=100,
        recent=5,
    ),
    TooLargeShare(
        name="api-errors-slow",
        title="The API fails for hours: the month's error budget would be gone in five days",
        level=Level.PAGE,
        minutes=360,
        lines=_FAILED,
        of=_ANSWERED,
        share=_SLOW_BURN,
        least=500,
        recent=30,
    ),
    TooLargeShare(
        name="api-errors-days",
        title="The API fails a little, for days",
        level=Level.TICKET,
        minutes=3 * 24 * 60,
        lines=_FAILED,
        of=_ANSWERED,
        share=_WHOLE_BURN,
        least=10_000,
        recent=6 * 60,
    ),
    TooLargeShare(
        name="list-slow",
        title="One list in twenty takes longer than 300 ms",
        level=Level.TICKET,
        minutes=60,
        lines=f"{_LISTED} AND jsonPayload.ms>300",
        of=_LISTED,
        share=0.05,
        least=200,
    ),
    TooLargeShare(
        name="approve-slow",
        title="One approval in twenty takes longer than 500 ms",
        level=Level.TICKET,
        minutes=60,
        lines=f"{_APPROVED} AND jsonPayload.ms>500",
        of=_APPROVED,
        share=0.05,
        least=40,
    ),
    TooMany(
        name="code-crashed",
        title="Code broke on something nobody thought of",
        level=Level.TICKET,
        minutes=10,
        lines='jsonPayload.event=("task.crashed" OR "api.crashed")',
        most=0,
    ),
    TooMany(
        name="crash-storm",
        title="Code breaks again and again",
        level=Level.PAGE,
        minutes=10,
        lines='jsonPayload.event=("task.crashed" OR "api.crashed")',
        most=20,
    ),
    TooMany(
        name="store-down",
        title="Functions cannot reach what they work on",
        level=Level.PAGE,
        minutes=10,
        lines=_event("task.unavailable"),
        most=30,
    ),
    Silence(
        name="planner-silent",
        title="Nobody plans syncs: new questions and reviews stay at WB",
        level=Level.PAGE,
        minutes=5,
        lines=done_by("plan_sync"),
    ),
    Silence(
        name="sweeper-silent",
        title="Nobody looks after deadlines and stuck replies",
        level=Level.PAGE,
        minutes=5,
        lines=done_by("watch_deadlines"),
    ),
    Silence(
        name="counts-silent",
        title="Nobody compares counts with lists",
        level=Level.TICKET,
        minutes=150,
        lines=done_by("report_quality"),
    ),
    TooLargeShare(
        name="sync-stale",
        title="One reading in a hundred comes a quarter of an hour after the one before",
        level=Level.PAGE,
        minutes=30,
        lines=done_by("sync_channel", more_than("age_s", _STALE_S)),
        of=done_by("sync_channel", told("age_s")),
        share=0.01,
        least=20,
    ),
    TooMany(
        name="replies-unknown",
        title="Nobody has known for 45 minutes whether a reply was sent",
        level=Level.PAGE,
        minutes=10,
        lines=done_by("dispatch_reply", more_than("doubt_s", _DOUBT_S)),
        most=0,
    ),
    TooMany(
        name="replies-forgotten",
        title="Nobody looks after replies that have been in doubt for 45 minutes",
        level=Level.PAGE,
        minutes=10,
        lines=done_by("watch_deadlines", "jsonPayload.doubtful>0"),
        most=2,
    ),
    TooMany(
        name="queues-stuck",
        title="A queue stands still: it is paused, or its tasks have waited for ten minutes",
        level=Level.PAGE,
        minutes=10,
        lines=done_by("watch_deadlines", "jsonPayload.stuck>0"),
        most=4,
    ),
    TooMany(
        name="reply-twice",
        title="A buyer has got one reply twice",
        level=Level.PAGE,
        minutes=10,
        lines=_event("reply.duplicate"),
        most=0,
    ),
    TooMany(
        name="never-to-be",
        title="Something happened that the product rules out",
        level=Level.PAGE,
        minutes=10,
        lines="severity>=CRITICAL",
        most=0,
    ),
    TooMany(
        name="reply-in-doubt",
        title="A reply could neither be proved nor refuted; its seller has to look",
        level=Level.TICKET,
        minutes=10,
        lines=done_by("dispatch_reply", 'jsonPayload.state="attention"'),
        most=0,
    ),
    TooLargeShare(
        name="replies-refused",
        title="WB refuses more than a tenth of the replies",
        level=Level.PAGE,
        minutes=60,
        lines=done_by("dispatch_reply", 'jsonPayload.state="failed"'),
        of=done_by("dispatch_reply", 'jsonPayload.state=("failed" OR "confirmed")'),
        share=0.1,
        least=10,
    ),
    TooLargeShare(
        name="tokens-refused",
        title="WB refuses the tokens of more than a fiftieth of the syncs",
        level=Level.TICKET,
        minutes=60,
        lines=done_by("sync_channel", 'jsonPayload.outcome="parked"'),
        of=done_by("sync_channel"),
        share=0.02,
        least=200,
    ),
    TooLargeShare(
        name="model-fails",
        title="More than a fifth of the drafts come from templates because the model fails",
        level=Level.TICKET,
        minutes=60,
        lines=done_by("draft_reply", _MODEL_FAILED),
        of=done_by("draft_reply", _MODEL_TRIED),
        share=0.2,
        least=20,
    ),
    TooLargeShare(
        name="pages-costly",
        title="One page in ten costs half as many reads and writes again as it may",
        level=Level.TICKET,
        minutes=60,
        lines=done_by("ingest_items", more_than("bar_pct", 150)),
        of=done_by("ingest_items", told("bar_pct")),
        share=0.1,
        least=50,
    ),
    TooMany(
        name="items-unreadable",
        title="WB sends what the connector cannot read",
        level=Level.TICKET,
        minutes=60,
        lines=_event("item.quarantined"),
        most=20,
    ),
    TooMany(
        name="hopeless-tasks",
        title="Tasks are given up because their ids lead nowhere",
        level=Level.TICKET,
        minutes=60,
        lines=_event("task.hopeless"),
        most=20,
    ),
    TooMany(
        name="strangers-call",
        title="Somebody calls functions without being the queue or the clock",
        level=Level.TICKET,
        minutes=60,
        lines=_event("task.unauthorized"),
        most=10,
    ),
    TooMany(
        name="logins-throttled",
        title="Somebody tries many passwords",
        level=Level.TICKET,
        minutes=60,
        lines=_event(
            "api.request",
            'jsonPayload.route="POST /auth/login"',
            'jsonPayload.code="rate_limited"',
        ),
        most=100,
    ),
    TooMany(
        name="cards-elsewhere",
        title="WB's map of product cards names a host outside its networks",
        level=Level.TICKET,
        minutes=60,
        lines=_event("cards.foreign_host"),
        most=0,
    ),
    TooMany(
        name="contract-changed",
        title="WB's API is no longer the one that the connector was written for",
        level=Level.TICKET,
        minutes=60,
        lines='logName:"logs/wb-contract" AND severity>=ERROR',
        source="global",
        most=0,
    ),
    Silence(
        name="contract-unchecked",
        title="Nobody has compared WB's API with the connector last night",
        level=Level.TICKET,
        # A day and the hour that a build may take or wait.
        minutes=25 * 60,
        lines='logName:"logs/wb-contract"',
        source="global",
    ),
)
