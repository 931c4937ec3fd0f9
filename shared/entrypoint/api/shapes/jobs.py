"""Shapes of long work and of what syncs did."""

from datetime import datetime

from shared.domain.jobs import JobKind, JobState
from shared.entrypoint.api.shapes.base import Answer


class JobAnswer(Answer):
    """How far a job got: `done` of `total`, if that is known; `error` is Russian."""

    id: str
    kind: JobKind
    state: JobState
    created_at: datetime
    changed_at: datetime
    done: int
    total: int | None
    result: dict[str, int]
    error: str | None
