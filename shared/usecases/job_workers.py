"""Who works off which kind of job."""

from shared.domain.guard.judging import Judge
from shared.domain.jobs import JobKind
from shared.ports import Clock, Embedder, Stores, TaskQueue
from shared.usecases.bulk_apply import bulk_worker
from shared.usecases.full_sync import full_sync_worker
from shared.usecases.rebuild_profiles import profile_worker
from shared.usecases.rebuild_search import search_worker
from shared.usecases.recompute_deadlines import deadline_worker
from shared.usecases.replay_past import backtest_worker
from shared.usecases.reread_items import reread_worker
from shared.usecases.retry_quarantine import quarantine_worker
from shared.usecases.run_job import Workers


def make_workers(
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    judge: Judge | None = None,
    embedder: Embedder | None = None,
) -> Workers:
    """One worker per kind; a kind without one fails its jobs in words.

    Only with a judge can answers of the past be tried, and replies be sent; with the `embedder`
    of ingestion the past is read as ingestion reads.
    """
    workers = {
        JobKind.FULL_SYNC: full_sync_worker(stores=stores, queue=queue, clock=clock),
        JobKind.REBUILD_PROFILES: profile_worker(stores=stores, clock=clock),
        JobKind.QUARANTINE: quarantine_worker(stores=stores, queue=queue, clock=clock),
        JobKind.SEARCH_INDEX: search_worker(stores=stores),
        JobKind.DEADLINES: deadline_worker(stores=stores, clock=clock),
        JobKind.REREAD: reread_worker(stores=stores, clock=clock),
    }
    if judge is not None:
        workers[JobKind.BACKTEST] = backtest_worker(
            stores=stores, clock=clock, judge=judge, embedder=embedder
        )
        workers[JobKind.BULK] = bulk_worker(stores=stores, queue=queue, clock=clock, judge=judge)
    return workers
