"""The smoke test of releases finds nothing wrong with the product as it runs here."""

import pytest

from infra.local.driver import RunningStack
from infra.smoke import check_site

pytestmark = pytest.mark.stack


def test_the_running_product_is_well(stack: RunningStack) -> None:
    faults = [
        check for check in check_site(stack.state["origin"]) if check.fault and not check.skipped
    ]

    assert faults == []
