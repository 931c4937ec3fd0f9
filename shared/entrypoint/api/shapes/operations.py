"""Shapes of what is wrong: alerts, readiness, and how the parts of the service do."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.analytics.alerts import AlertCode, Level
from shared.domain.analytics.health import State
from shared.domain.analytics.readiness import CheckCode, Outcome
from shared.entrypoint.api.shapes.analytics import Days
from shared.entrypoint.api.shapes.base import Answer, Request


class ReadinessQuery(Request):
    """Where the lines are drawn."""

    max_sync_age_minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    max_overdue_questions: Annotated[int, Field(ge=0, le=10_000)] = 0
    max_manual_rate: Annotated[float, Field(ge=0, le=1)] = 0.6
    max_open_backlog: Annotated[int, Field(ge=0, le=1_000_000)] = 250
    min_reply_activity: Annotated[int, Field(ge=0, le=10_000)] = 1
    reply_activity_window_days: Days = 30


class AlertAnswer(Answer):
    """What is wrong and what to do; `opens` names a list or a page."""

    code: AlertCode
    level: Level
    title: str
    message: str
    todo: str
    count: int
    subject: str
    opens: dict[str, str]


class AlertsAnswer(Answer):
    """All that is wrong now, the worst first."""

    generated_at: datetime
    alerts: list[AlertAnswer]


class ReadinessCheckAnswer(Answer):
    """One check."""

    code: CheckCode
    title: str
    status: Outcome
    blocker: bool
    details: str


class ReadinessAnswer(Answer):
    """Whether to go, and what blocks."""

    generated_at: datetime
    decision: str
    passed: int
    warnings: int
    failed: int
    blockers: list[CheckCode]
    checks: list[ReadinessCheckAnswer]
    thresholds: dict[str, float]


class FunctionAnswer(Answer):
    """One function; tries and errors are of the last hour."""

    name: str
    title: str
    state: State
    ok_at: datetime | None
    tries: int
    error_share: float


class QueueAnswer(Answer):
    """One queue, as of `queues_at`."""

    name: str
    title: str
    state: State
    depth: int
    oldest_at: datetime | None
    paused: bool


class JobHealthAnswer(Answer):
    """One job of the scheduler."""

    name: str
    title: str
    state: State
    ticked_at: datetime | None
    is_late: bool


class PipelineAnswer(Answer):
    """Every part, from what it has noted of itself."""

    at: datetime
    queues_at: datetime | None
    functions: list[FunctionAnswer]
    queues: list[QueueAnswer]
    jobs: list[JobHealthAnswer]
    sweep_backlog: int
