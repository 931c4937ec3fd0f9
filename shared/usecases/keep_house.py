"""What has to be looked after every hour, whoever died meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shared.ports import Clock, Files, Stores, TaskQueue
from shared.usecases.run_job import sweep_jobs

if TYPE_CHECKING:
    from shared.domain.accounts.belongings import Belongings


def keep_house(
    *, stores: Stores, files: Files, queue: TaskQueue, clock: Clock, belongings: Belongings
) -> Mapping[str, int]:
    """Change nothing where counts and lists agree, no job was lost and nothing has expired."""
    # Slices of jobs and letters, which the same function serves, keep no house.
    from shared.usecases.purge_expired import purge_expired
    from shared.usecases.report_quality import report_quality
    from shared.usecases.roll_days import roll_days
    from shared.usecases.take_lead import sweep_leads
    from shared.usecases.watch_defects import watch_defects

    return {
        "repaired": report_quality(stores=stores, clock=clock, queue=queue),
        "marked": watch_defects(stores=stores, clock=clock),
        "counted": roll_days(stores=stores, clock=clock),
        "queued": sweep_jobs(stores=stores, queue=queue, clock=clock)
        + sweep_leads(stores=stores, queue=queue, clock=clock),
        "purged": purge_expired(stores=stores, files=files, clock=clock, belongings=belongings),
    }
