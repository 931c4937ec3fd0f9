"""What changes settings and the trail that tells of it are stored together or not at all."""

from dataclasses import replace

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.counting import CountingStores
from shared.domain.accounts.account import Seller
from shared.domain.accounts.audit import Deed
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.settings_change import Section
from shared.ports import Create
from shared.usecases.change_settings import Chosen, SectionChange, change_section
from shared.usecases.note_deed import read_audit
from shared.usecases.stop_answers import stop_answers
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores


@pytest.fixture
def stores() -> CountingStores:
    """A seller whose shop is answered without a person."""
    stores = CountingStores(embedded_stores())
    profile = Seller(id=SELLER, name="Лавка", email="seller@example.com", created_at=NOON)
    stores.shared().commit([Create(profile)])
    chosen = replace(DEFAULT_SETTINGS, auto=replace(DEFAULT_SETTINGS.auto, enabled=True))
    stores.of_seller(SELLER).commit([Create(chosen)])
    stores.bill.clear()
    return stores


def deeds(stores: CountingStores) -> list[Deed]:
    return [one.value.deed for one in read_audit(SELLER, limit=9, after=None, stores=stores)]


def test_a_stop_and_its_deed_are_one_commit(stores: CountingStores) -> None:
    stop_answers(SELLER, stores=stores, clock=FixedClock(NOON), ids=CountingIds())

    assert stores.bill.commits == 1
    assert deeds(stores) == [Deed.AUTOMATION_STOPPED]


def test_a_section_and_its_deed_are_one_commit(stores: CountingStores) -> None:
    clock = FixedClock(NOON)
    rename = SectionChange(
        section=Section.PROFILE,
        change=lambda chosen: Chosen(settings=chosen.settings, name="Витрина"),
        show=lambda chosen: {"name": chosen.name},
        is_known=lambda _: True,
    )

    change_section(
        SELLER,
        rename,
        stores=stores,
        queue=MemoryTaskQueue(clock),
        clock=clock,
        ids=CountingIds(),
    )

    assert stores.bill.commits == 1
    assert deeds(stores) == [Deed.SETTINGS_CHANGED]
