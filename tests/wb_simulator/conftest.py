import pytest

from infra.wb_simulator.generator.plan import Plan
from tests.wb_simulator.harness import Marketplace


@pytest.fixture
def market() -> Marketplace:
    """An empty seller without limits of calls."""
    market = Marketplace()
    market.control("POST", "settings", json={"limits": False})
    return market


@pytest.fixture
def strict_market() -> Marketplace:
    """An empty seller with the documented limits."""
    return Marketplace()


@pytest.fixture
def busy_market() -> Marketplace:
    """A generated seller without limits of calls."""
    market = Marketplace(Plan(items=305))
    market.control("POST", "settings", json={"limits": False})
    return market
