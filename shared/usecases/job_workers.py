"""Who works off which kind of job; each is loaded with the first job of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.dataclass import dataclass
from shared.domain.jobs import JobKind, Worker
from shared.ports import Clock, Embedder, Stores, TaskQueue
from shared.ports.late import open_late

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge
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
    bench = _Bench(stores, queue, clock)
    workers = {
        JobKind.FULL_SYNC: open_late(bench.full_sync),
        JobKind.REBUILD_PROFILES: open_late(bench.profiles),
        JobKind.QUARANTINE: open_late(bench.quarantine),
        JobKind.SEARCH_INDEX: open_late(bench.search),
        JobKind.DEADLINES: open_late(bench.deadlines),
        JobKind.REREAD: open_late(bench.reread),
    }
    if judge is not None:
        workers[JobKind.BACKTEST] = open_late(lambda: bench.backtest(judge, embedder))
        workers[JobKind.BULK] = open_late(lambda: bench.bulk(judge))
    return workers


@dataclass(frozen=True)
class _Bench:
    """What workers work with."""

    stores: Stores
    queue: TaskQueue
    clock: Clock

    def full_sync(self) -> Worker:
        from shared.usecases.full_sync import full_sync_worker

        return full_sync_worker(stores=self.stores, queue=self.queue, clock=self.clock)

    def profiles(self) -> Worker:
        from shared.usecases.rebuild_profiles import profile_worker

        return profile_worker(stores=self.stores, clock=self.clock)

    def quarantine(self) -> Worker:
        from shared.usecases.retry_quarantine import quarantine_worker

        return quarantine_worker(stores=self.stores, queue=self.queue, clock=self.clock)

    def search(self) -> Worker:
        from shared.usecases.rebuild_search import search_worker

        return search_worker(stores=self.stores)

    def deadlines(self) -> Worker:
        from shared.usecases.recompute_deadlines import deadline_worker

        return deadline_worker(stores=self.stores, clock=self.clock)

    def reread(self) -> Worker:
        from shared.usecases.reread_items import reread_worker

        return reread_worker(stores=self.stores, clock=self.clock)

    def backtest(self, judge: Judge, embedder: Embedder | None) -> Worker:
        from shared.usecases.replay_past import backtest_worker

        return backtest_worker(stores=self.stores, clock=self.clock, judge=judge, embedder=embedder)

    def bulk(self, judge: Judge) -> Worker:
        from shared.usecases.bulk_apply import bulk_worker

        return bulk_worker(stores=self.stores, queue=self.queue, clock=self.clock, judge=judge)
