"""What was understood by older rules is read again, once, without making a vector."""

from dataclasses import replace
from datetime import timedelta

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.ids import InteractionId
from shared.domain.interaction import Interaction
from shared.domain.jobs import JobKind, Slice, new_job
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.understanding import Alarm, DraftMark, Embedding, Escalation, Understanding
from shared.ports import Create, Patch, Stores
from shared.usecases.move_item import summary_writes
from shared.usecases.rebuild_search import open_index
from shared.usecases.reread_items import PAGE, current_reading, renew_reading, reread_worker
from tests.builders import NOON, SELLER, make_item
from tests.stores import embedded_stores

BURNT = "После этого крема ожог и больница"
CLOCK = FixedClock(NOON + timedelta(hours=1))
DRAFT = DraftMark(id="d1", basis="b", method="template", made_at=NOON)


def _forgotten(number: int, text: str) -> Interaction:
    """An item as rules that heard nothing would have left it."""
    item = make_item(external_id=f"R{number:03}", text=text, rating=1)
    kept = Embedding(basis="of other words", model="another", packed="AAAA")
    return replace(item, ai=Understanding(embedding=kept))


def _shop(*items: Interaction, reading: str = "") -> Stores:
    stores = embedded_stores()
    open_index(SELLER, stores=stores)
    store = stores.of_seller(SELLER)
    store.commit([Patch(InboxSummary, (SUMMARY_KEY,), {"reading": reading})])
    for item in items:
        store.commit([Create(item), *summary_writes([(None, item)])])
    return stores


def _renew(stores: Stores, queue: MemoryTaskQueue) -> bool:
    return renew_reading(SELLER, stores=stores, queue=queue, clock=CLOCK)


def _read(stores: Stores, checkpoint: dict[str, str], *, has_time: bool = True) -> Slice:
    job = replace(new_job("r", JobKind.REREAD, {}, NOON), checkpoint=checkpoint)
    return reread_worker(stores=stores, clock=CLOCK)(SELLER, job, lambda: has_time)


def _find(stores: Stores, item: Interaction) -> Interaction:
    stored = stores.of_seller(SELLER).get(Interaction, InteractionId(item.id))
    assert stored is not None
    return stored.value


def test_items_are_read_again_where_rules_have_changed_and_only_once() -> None:
    old = _forgotten(1, BURNT)
    stores, queue = _shop(old), MemoryTaskQueue(CLOCK)

    assert _renew(stores, queue)
    assert _read(stores, {}).result == {"changed": 1}

    read = _find(stores, old)
    assert Alarm.HEALTH in {one.alarm for one in read.ai.escalations}
    assert read.ai.topics
    assert not _renew(stores, queue)
    assert _read(stores, {}).result == {"changed": 0}


def test_what_others_have_noted_of_an_item_stays() -> None:
    mass = Escalation(alarm=Alarm.MASS_DEFECT)
    old = _forgotten(1, "Сломался")
    noted = replace(old, ai=replace(old.ai, escalations=(mass,), draft=DRAFT))
    stores = _shop(noted)

    _read(stores, {})

    read = _find(stores, old)
    assert mass in read.ai.escalations
    assert read.ai.draft == DRAFT


def test_a_slice_goes_on_where_the_last_one_ended() -> None:
    stores = _shop(*(_forgotten(number, BURNT) for number in range(PAGE + 1)))

    first = _read(stores, {}, has_time=False)
    last = _read(stores, dict(first.checkpoint))

    assert (first.done, first.is_over) == (PAGE, False)
    assert (last.done, last.is_over) == (1, True)


def test_an_inbox_that_was_just_opened_has_nothing_to_read_again() -> None:
    stores, queue = embedded_stores(), MemoryTaskQueue(CLOCK)
    assert not _renew(stores, queue)
    open_index(SELLER, stores=stores)

    assert not _renew(stores, queue)
    stored = stores.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    assert stored is not None
    assert stored.value.reading == current_reading()


def test_an_inbox_without_counts_is_read_too() -> None:
    stores = embedded_stores()

    assert _read(stores, {}).is_over
