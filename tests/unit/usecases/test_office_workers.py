"""Long jobs and who works them off."""

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.belongings import seller_belongings
from shared.domain.jobs import JobKind
from shared.usecases.account_workers import office_workers
from tests.builders import NOON
from tests.judges import sure_judge
from tests.stores import embedded_stores


def test_every_kind_of_job_has_its_worker() -> None:
    clock = FixedClock(NOON)
    workers = office_workers(
        stores=embedded_stores(),
        files=MemoryFiles(),
        queue=MemoryTaskQueue(clock),
        clock=clock,
        belongings=seller_belongings(),
        judge=sure_judge(),
    )

    assert set(workers) == set(JobKind)
