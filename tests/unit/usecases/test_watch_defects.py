"""A mass defect is found from what has changed, and its items come before a person."""

from dataclasses import replace
from datetime import timedelta

from shared.adapters.memory.clock import FixedClock
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.ids import shard_of
from shared.domain.interaction import Interaction, Priority, Product
from shared.domain.meaning.mass_defects import DefectsProgress, ProductDefects
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.understanding import Alarm, Intent, Quote, Sentiment, Topic
from shared.ports import Create, Put, Store
from shared.usecases.watch_defects import PAGE, PROGRESS, find_defects, watch_defects
from tests.builders import NOON, SELLER, make_item

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WORDS = (Quote(text="сломалось"),)


def review(number: int, days_ago: float, *, sad: bool = True, nm_id: int = 7) -> Interaction:
    at = NOON - days_ago * DAY
    item = make_item(
        external_id=f"R{number}",
        created_at=at,
        product=Product(nm_id=nm_id),
        rating=4,
    )
    mood = Sentiment.NEGATIVE if sad else Sentiment.POSITIVE
    topic = Topic(label=Intent.DEFECT_NOT_WORKING, sentiment=mood, confidence=0.9, evidence=WORDS)
    return replace(item, ai=replace(item.ai, topics=(topic,)), changed_at=at)


def store_with(*items: Interaction) -> Store:
    store = EmbeddedStores().of_seller(SELLER)
    for item in items:
        store.commit([Create(item)])
    return store


def is_marked(store: Store, item: Interaction) -> bool:
    stored = store.get(Interaction, item.id)
    assert stored is not None
    return any(one.alarm is Alarm.MASS_DEFECT for one in stored.value.ai.escalations)


def test_three_like_complaints_in_a_week_are_put_before_a_person() -> None:
    sad = [review(number, number + 0.5) for number in range(3)]
    store = store_with(*sad, review(9, 300, sad=False), review(10, 1, nm_id=8))

    assert find_defects(store, NOON) == 3

    stored = store.get(Interaction, sad[0].id)
    assert stored is not None
    mark = stored.value.ai.escalations[-1]
    assert (mark.alarm, mark.evidence) == (Alarm.MASS_DEFECT, WORDS)
    assert stored.value.queue.priority is Priority.URGENT
    assert not is_marked(store, review(10, 1, nm_id=8))


def test_complaints_that_come_later_join_the_others() -> None:
    store = store_with(*(review(n, 1) for n in range(3)), review(9, 300, sad=False))
    assert find_defects(store, NOON) == 3
    store.commit([Create(review(4, -0.5))])

    assert find_defects(store, NOON + DAY) == 1
    assert find_defects(store, NOON + DAY + HOUR) == 0


def test_an_hour_without_changes_writes_nothing() -> None:
    store = store_with(review(1, 1), review(9, 300, sad=False))
    find_defects(store, NOON)
    before = store.get(DefectsProgress, PROGRESS)

    assert find_defects(store, NOON + HOUR) == 0

    assert store.get(DefectsProgress, PROGRESS) == before


def test_items_that_complain_of_nothing_cost_no_write_of_their_own() -> None:
    store = store_with(*(review(number, 1, sad=False) for number in range(20)))

    find_defects(store, NOON)

    assert store.get(ProductDefects, "7") is None
    assert store.get(DefectsProgress, PROGRESS) is not None


def test_a_look_that_is_cut_off_judges_when_it_has_seen_all() -> None:
    old = [review(100 + number, 20 + number / 4) for number in range(PAGE)]
    store = store_with(*(review(number, 1) for number in range(3)), *old)

    assert find_defects(store, NOON, lambda: False) == 0
    progress = store.get(DefectsProgress, PROGRESS)
    assert progress is not None
    assert progress.value.newest == NOON

    # Somebody has complained four times a day before: three in a week are nothing new.
    assert find_defects(store, NOON + HOUR) == 0
    progress = store.get(DefectsProgress, PROGRESS)
    assert progress is not None
    assert (progress.value.until, progress.value.newest) == (NOON, None)


def test_every_seller_has_a_look() -> None:
    stores = EmbeddedStores()
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
    stores.shared().commit([Put(shard)])
    for item in (*(review(number, 1) for number in range(3)), review(9, 300, sad=False)):
        stores.of_seller(SELLER).commit([Create(item)])

    assert watch_defects(stores=stores, clock=FixedClock(NOON)) == 3
