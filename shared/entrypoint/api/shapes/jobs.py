"""Shapes of long work and of what syncs did."""

from datetime import datetime

from shared.domain.jobs import JobKind, JobState
from shared.domain.sync.category import Category
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


class ExportAnswer(Answer):
    """A finished export; `size` counts the bytes of its lines before they are packed."""

    made_at: datetime
    expires_at: datetime
    size: int


class ExportStateAnswer(Answer):
    """The export that is being made, and the newest one that can be fetched."""

    job: JobAnswer | None
    ready: ExportAnswer | None


class ChannelRunAnswer(Answer):
    """What one run did for one channel: items read, and what they were to us."""

    calls: int
    fetched: int
    created: int
    updated: int
    unchanged: int
    quarantined: int


class SyncRunAnswer(Answer):
    """One run of a sync: `waited_s` for WB's limits, `recovered` pages found again."""

    id: str
    category: Category
    started_at: datetime
    seconds: float
    waited_s: float
    calls: int
    recovered: int
    channels: dict[str, ChannelRunAnswer]
    error: str | None


class SyncRunsAnswer(Answer):
    """The last runs that changed something or failed, and one an hour; the newest first."""

    items: list[SyncRunAnswer]
