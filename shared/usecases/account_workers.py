"""Who takes along or away all of a seller's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.jobs import JobKind, Worker
from shared.ports import Clock, Embedder, Files, Stores, TaskQueue
from shared.ports.late import open_late
from shared.usecases.job_workers import make_workers

if TYPE_CHECKING:
    from shared.domain.accounts.belongings import Belongings
    from shared.domain.guard.judging import Judge
    from shared.usecases.run_job import Workers


def account_workers(
    *, stores: Stores, files: Files, clock: Clock, belongings: Belongings
) -> Workers:
    """The workers that need every kind of document there is."""

    def export() -> Worker:
        from shared.usecases.export_data import export_worker

        return export_worker(stores=stores, files=files, clock=clock, belongings=belongings)

    def erasure() -> Worker:
        from shared.usecases.erase_account import erasure_worker

        return erasure_worker(stores=stores, files=files, belongings=belongings)

    return {JobKind.EXPORT: open_late(export), JobKind.ERASURE: open_late(erasure)}


def office_workers(
    *,
    stores: Stores,
    files: Files,
    queue: TaskQueue,
    clock: Clock,
    belongings: Belongings,
    judge: Judge,
    embedder: Embedder | None = None,
) -> Workers:
    """All workers there are."""
    return {
        **make_workers(stores=stores, queue=queue, clock=clock, judge=judge, embedder=embedder),
        **account_workers(stores=stores, files=files, clock=clock, belongings=belongings),
    }
