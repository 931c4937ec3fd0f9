"""A year of two hundred products, twenty of which get a bad batch: what is found, and what is not.

Products sell from one to some thirty reviews a week, some more every month, and have complaints of
their own at a steady share. A bad batch adds two like complaints a day, of reviews that would not
have been written otherwise. Everything goes through the product's own reading and watching.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.ids import SellerId, interaction_id
from shared.domain.interaction import Channel, Interaction, Product, Work
from shared.domain.meaning.mass_defects import FEWEST, WINDOW, ProductDefects
from shared.domain.meaning.understand import understand_item
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import Understanding
from shared.ports import Create, Store
from shared.usecases.watch_defects import find_defects
from tests.builders import make_source

PRODUCTS, PLANTED, DAYS = 200, 20, 365
FIRST_NM = 1_000
BEGIN = datetime(2025, 11, 1, 6, tzinfo=UTC)
DAY = timedelta(days=1)
SELLER = SellerId("mass-defects")
MONTH = 30.4
BATCH_DAYS, BATCH_A_DAY = 6, 2.0

_GLAD = ("Всё отлично, спасибо!", "Хорошая вещь, рекомендую", "Пришло быстро, всё понравилось")
_SAD = {
    "broken": ("Не работает, сломалось в первый день", "Пришло сломанное, не включается"),
    "poor": ("Ужасное качество, швы кривые", "Качество плохое, ткань тонкая"),
    "parts": ("Не хватает деталей в комплекте", "В наборе нет винтов, некомплект"),
    "wrong": ("Прислали не тот цвет", "Пришёл другой товар, заказывала не это"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One product of the simulated shop; `batch` is the day on which a bad one begins."""

    nm_id: int
    a_week: float
    growth: float
    share: float
    batch: int | None


def measure_mass_defect(seed: int = 20_261_122) -> Mapping[str, float]:
    """Share of batches found within a day of the third complaint; false alarms per 100 months."""
    dice = random.Random(seed)
    products = [_any_product(dice, number) for number in range(PRODUCTS)]
    store = EmbeddedStores().of_seller(SELLER)
    third: dict[int, datetime] = {}
    found: dict[int, datetime] = {}
    false_alarms: set[tuple[int, str, int]] = set()
    counts: dict[int, int] = {}
    for day in range(DAYS):
        morning = BEGIN + day * DAY
        for product in products:
            fresh = _sell(product, day, morning, dice, store)
            if fresh:
                before = counts.get(product.nm_id, 0)
                counts[product.nm_id] = before + len(fresh)
                if before < FEWEST <= before + len(fresh):
                    third[product.nm_id] = fresh[FEWEST - 1 - before]
        # The watch looks every hour; four looks a day are enough to tell days apart.
        for hour in (6, 12, 18, 24):
            now = morning + timedelta(hours=hour)
            if find_defects(store, now):
                _note_alarms(store, products, now, found, false_alarms)
    months = (PRODUCTS * DAYS) / MONTH
    soon = sum(nm_id in found and found[nm_id] - at <= DAY for nm_id, at in third.items())
    return {
        "mass_defect_recall": round(soon / PLANTED, 4),
        "mass_defect_false_per_100_months": round(100 * len(false_alarms) / months, 4),
    }


def _any_product(dice: random.Random, number: int) -> Seen:
    is_bad = number % (PRODUCTS // PLANTED) == 0
    return Seen(
        nm_id=FIRST_NM + number,
        a_week=min(30.0, 1.0 + dice.expovariate(1 / 4.0)),
        growth=dice.choice([1.0, 1.0, 1.0, 2.0]),
        share=dice.uniform(0.01, 0.08),
        batch=dice.randrange(90, DAYS - 2 * BATCH_DAYS) if is_bad else None,
    )


def _sell(
    product: Seen, day: int, morning: datetime, dice: random.Random, store: Store
) -> list[datetime]:
    """A day's reviews; gives the moments of those that a bad batch brought."""
    rate = product.a_week / 7 * product.growth ** (day / DAYS)
    planted = product.batch is not None and 0 <= day - product.batch < BATCH_DAYS
    moments = []
    writes = []
    for _ in range(_poisson(dice, rate)):
        sad = dice.random() < product.share
        kind = dice.choice(list(_SAD)) if sad else ""
        writes.append(_review(product, morning + _any_time(dice), kind, dice))
    for _ in range(_poisson(dice, BATCH_A_DAY) if planted else 0):
        at = morning + _any_time(dice)
        moments.append(at)
        writes.append(_review(product, at, "broken", dice))
    if writes:
        store.commit([Create(item) for item in writes])
    return sorted(moments)


def _any_time(dice: random.Random) -> timedelta:
    return timedelta(minutes=dice.randrange(6 * 60, 23 * 60))


def _poisson(dice: random.Random, rate: float) -> int:
    count, spent = 0, dice.expovariate(1.0)
    while spent < rate:
        count += 1
        spent += dice.expovariate(1.0)
    return count


def _review(product: Seen, at: datetime, kind: str, dice: random.Random) -> Interaction:
    text = dice.choice(_SAD[kind] if kind else _GLAD)
    rating = 2 if kind else 5
    source = make_source(
        f"{product.nm_id}-{at.isoformat()}-{dice.random()}",
        created_at=at,
        observed_at=at,
        product=Product(nm_id=product.nm_id),
        text=text,
        rating=rating,
    )
    ai = _understand(text, rating)
    return Interaction(
        id=interaction_id(Channel.REVIEW, source.external_id),
        channel=Channel.REVIEW,
        source=source,
        ai=ai,
        queue=_PLACE,
        occurred_at=at,
        changed_at=at,
    )


@cache
def _understand(text: str, rating: int) -> Understanding:
    return understand_item(Channel.REVIEW, make_source(text=text, rating=rating), Understanding())


def _note_alarms(
    store: Store,
    products: list[Seen],
    now: datetime,
    found: dict[int, datetime],
    false_alarms: set[tuple[int, str, int]],
) -> None:
    """An alarm of a product without a batch, or long before or after it, is false, once a month."""
    known = store.get_many(ProductDefects, [str(one.nm_id) for one in products])
    for product in products:
        stored = known.get(str(product.nm_id))
        for topic, at in (stored.value.alarmed if stored else {}).items():
            day = (at - BEGIN) // DAY
            if product.batch is not None and 0 <= day - product.batch < BATCH_DAYS + WINDOW.days:
                found.setdefault(product.nm_id, at)
            else:
                false_alarms.add((product.nm_id, topic, int(day // MONTH)))


_PLACE = queue_state(
    Channel.REVIEW, make_source(), Understanding(), Work(), DEFAULT_SETTINGS, BEGIN
)
