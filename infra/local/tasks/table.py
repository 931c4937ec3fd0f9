"""What `infra/functions.json` says about queues and schedules."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

UNLIMITED_ATTEMPTS: Final = -1


class QueueLimits(BaseModel):
    """One queue's rate limits and retry configuration, in the words of Cloud Tasks."""

    model_config = ConfigDict(frozen=True)

    function: str
    max_dispatches_per_second: float = Field(gt=0, le=500)
    max_concurrent_dispatches: int = Field(ge=1, le=5000)
    max_attempts: int = Field(ge=UNLIMITED_ATTEMPTS)
    min_backoff_s: float = Field(ge=0)
    max_backoff_s: float = Field(ge=0)
    max_doublings: int = Field(ge=0)
    max_retry_duration_s: float = Field(default=0, ge=0)


class Schedule(BaseModel):
    """One Cloud Scheduler job."""

    model_config = ConfigDict(frozen=True)

    function: str
    cron: str
    attempt_deadline_s: float = Field(default=60, gt=0)
    time_zone: str = "Etc/UTC"


class Table(BaseModel):
    """The part of the function table that the queues and the scheduler need."""

    model_config = ConfigDict(frozen=True)

    region: str
    queues: dict[str, QueueLimits]
    schedules: dict[str, Schedule] = {}


def read_table(path: Path) -> Table:
    """Fail by field name when the table is not what this process relies on."""
    return Table.model_validate_json(path.read_bytes())
