"""Who takes along or away all of a seller's data."""

from shared.domain.accounts.belongings import Belongings
from shared.domain.guard.judging import Judge
from shared.domain.jobs import JobKind
from shared.ports import Clock, Embedder, Files, Stores, TaskQueue
from shared.usecases.erase_account import erasure_worker
from shared.usecases.export_data import export_worker
from shared.usecases.job_workers import make_workers
from shared.usecases.run_job import Workers


def account_workers(
    *, stores: Stores, files: Files, clock: Clock, belongings: Belongings
) -> Workers:
    """The workers that need every kind of document there is."""
    return {
        JobKind.EXPORT: export_worker(
            stores=stores, files=files, clock=clock, belongings=belongings
        ),
        JobKind.ERASURE: erasure_worker(stores=stores, files=files, belongings=belongings),
    }


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
