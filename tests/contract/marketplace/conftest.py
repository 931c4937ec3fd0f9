"""Every marketplace behind one bench: the one in memory, and the connector before the simulator."""

from collections.abc import Iterator

import pytest

from shared.ports import Marketplace
from tests.contract.marketplace_benches import Bench, MemoryBench, SimulatedBench


@pytest.fixture(params=[MemoryBench, SimulatedBench])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    made: Bench = request.param()
    yield made
    if isinstance(made, SimulatedBench):
        made.marketplaces.close()


@pytest.fixture
def cabinet(bench: Bench) -> Marketplace:
    return bench.marketplaces.open(bench.issue())
