"""Carries due tasks to their handlers and settles what comes of it."""

import logging
from collections.abc import Callable

from infra.local.tasks.calls import make_call
from infra.local.tasks.courier import Call, Courier
from infra.local.tasks.engine import Engine, Settlement, Verdict
from infra.local.tasks.identity import Identity
from infra.local.tasks.outcomes import Outcome
from infra.local.tasks.store import StoredTask

log = logging.getLogger(__name__)


class Dispatcher:
    """The task queues as a source of work."""

    def __init__(
        self, engine: Engine, courier: Courier, identity: Identity, clock: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._courier = courier
        self._identity = identity
        self._clock = clock
        self.duplicating = False
        self.duplicated = 0

    def take_due(self, now: float) -> list[StoredTask]:
        """Lease the tasks that may start now."""
        return self._engine.take_due(now)

    def next_wake(self, now: float) -> float | None:
        """When a task may become due."""
        return self._engine.next_wake(now)

    async def carry_out(self, item: StoredTask) -> None:
        """Make one attempt at a task."""
        started = self._clock()
        call = make_call(item, self._identity, started)
        outcome = await self._courier.carry(call)
        if outcome.is_success and self.duplicating:
            await self._repeat(item, call)
        settlement = self._engine.settle(item, outcome, dispatched_at=started, now=self._clock())
        _report(item, outcome, settlement)

    async def _repeat(self, task: StoredTask, call: Call) -> None:
        self.duplicated += 1
        outcome = await self._courier.carry(call)
        if not outcome.is_success:
            log.warning("duplicate failed", extra=_facts(task, outcome))


def _report(task: StoredTask, outcome: Outcome, settlement: Settlement) -> None:
    if settlement.slowed:
        log.warning("queue slowed", extra=_facts(task, outcome))
    match settlement.verdict:
        case Verdict.RETRIED:
            log.info("attempt failed", extra=_facts(task, outcome))
        case Verdict.EXHAUSTED:
            log.error("task exhausted", extra=_facts(task, outcome))
        case Verdict.COMPLETED | Verdict.DELETED:
            log.debug("task done", extra=_facts(task, outcome))


def _facts(task: StoredTask, outcome: Outcome) -> dict[str, object]:
    return {
        "queue": task.queue,
        "task": task.id,
        "attempt": task.attempts + 1,
        "outcome": outcome.reason,
    }
