"""What a search reads and how long it takes in inboxes of different size.

`python -m tests.search_bench` ends with one line of figures. Time is measured on the embedded
store, which has indexes; Google's emulator scans collections, so that only documents are compared.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from infra.figures import report_figures
from infra.index_entries import Entries, count_entries
from shared.adapters.memory.clock import FixedClock
from shared.adapters.store.codec import encode_document
from shared.adapters.store.counting import CountingStores
from shared.domain.ids import interaction_id
from shared.domain.interaction import (
    Answer,
    Channel,
    ChatTail,
    Interaction,
    Order,
    Photo,
    Product,
    Sender,
)
from shared.domain.places import InboxFilter, Place
from shared.domain.search.index import VERSION, begin_index
from shared.domain.search.parser import parse_search
from shared.domain.summary import InboxSummary
from shared.ports import Create, Stores, Write
from shared.usecases.move_item import summary_writes
from shared.usecases.search_inbox import MOST_READ, search_inbox
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.stores import DECLARED, embedded_stores

TERMS = ("lookup", "terms")
PER_COMMIT = 200
LIMIT = 50
BARS = {
    "documents_read_10k": ("<=", float(MOST_READ)),
    "documents_read_100k": ("<=", float(MOST_READ)),
    "documents_read_growth": ("==", 1.0),
    "search_ms_100k": ("<=", 300.0),
    "index_entries_max": ("<=", 8.0),
    "terms_max": ("<=", 60.0),
}
_BEGINNINGS = "пере за вы по раз при от до об на под про с у недо сверх меж"
_MIDDLES = "крас лом тяг ход нос пуст лет мет вяз корм рост смен ряд вид тон гиб чист сух мок"
_ENDINGS = "ка ный ость ить ание ок ник овать ливый ство ина ение атор ун чик"
_NAMES = "Анна Мария Ольга Елена Иван Пётр Сергей Наталья Алёна Фёдор Юлия Дмитрий"
_COMMON = "товар размер пришёл качество хорошо плохо спасибо заказ цвет упаковка не очень и в на"
QUERIES = (
    "перекраска",
    "размера",
    "звёзды:1 упаковка",
    "без ответа товар",
    "покупатель:алена",
    "артикул:ART777",
    "тема:возврат от:2026-10-01",
    '"не очень"',
    "которогонет",
    "с фото качества -размер",
)


_CHAT = make_chat(last_sender=Sender.CLIENT)
_QUESTION = make_item(Channel.QUESTION, text="Какой размер?")
_OPEN = make_item(rating=1, text="Порвалось")
_ANSWERED = make_item(rating=5, answer=Answer(text="Спасибо!"))


def vocabulary() -> list[str]:
    """Words of Russian shape, many of them, none a buyer's."""
    return [
        beginning + middle + ending
        for beginning in _BEGINNINGS.split()
        for middle in _MIDDLES.split()
        for ending in _ENDINGS.split()
    ]


def make_inbox(count: int, seed: int = 7) -> Iterator[Interaction]:
    """Reviews, questions and chats; a larger inbox begins with the smaller one, newest first."""
    dice, words = random.Random(seed), vocabulary()
    common, names = _COMMON.split(), _NAMES.split()
    for number in range(count):
        size = min(1 + int(dice.expovariate(1 / 14)), 220)
        text = " ".join(
            dice.choice(common) if dice.random() < 0.55 else dice.choice(words) for _ in range(size)
        )
        article = f"ART{number % 900}"
        nm_id = 70_000_000 + number % 900
        product = Product(nm_id=nm_id, name=f"{words[nm_id % 997]} детская", article=article)
        at = NOON - timedelta(minutes=3 * number)
        buyer = names[dice.randrange(len(names))]
        facts: dict[str, Any] = {"product": product, "buyer_name": buyer, "created_at": at}
        yield _make_item(number, text, facts, dice)


def _make_item(number: int, text: str, facts: dict[str, Any], dice: random.Random) -> Interaction:
    """Like one of three that ingestion made, since only what is searched has to differ."""
    kind = number % 10
    if kind == 0:
        tail = replace(_CHAT.source.chat or ChatTail(), last_text=text[:200])
        return _vary(_CHAT, f"1:{number}", facts | {"chat": tail})
    if kind <= 2:
        return _vary(_QUESTION, f"Q{number}", facts | {"text": text})
    answer = Answer(text=f"Спасибо! {text[:40]}") if kind < 9 else None
    known: dict[str, Any] = {
        "text": text,
        "rating": dice.choice((1, 2, 3, 4, 5, 5, 5, 5)),
        "photos": (Photo(full="https://a/1", mini="https://a/2"),) if dice.random() < 0.15 else (),
        "order": Order(shk=10**9 + number),
        "answer": answer,
    }
    return _vary(_ANSWERED if answer else _OPEN, f"R{number}", facts | known)


def _vary(like: Interaction, external_id: str, facts: dict[str, Any]) -> Interaction:
    source = replace(like.source, external_id=external_id, **facts)
    queue = like.queue
    if queue.deadline is not None:
        due = source.created_at + timedelta(hours=4)
        queue = replace(queue, deadline=replace(queue.deadline, target_at=due), sort_at=due)
    name = interaction_id(like.channel, external_id)
    moved: dict[str, Any] = {
        "id": name,
        "source": source,
        "queue": queue,
        "occurred_at": source.created_at,
    }
    return begin_index(replace(like, **moved))


def fill(stores: Stores, items: Iterator[Interaction]) -> list[Entries]:
    """Store an inbox whose index is complete; give what each item costs in index entries."""
    store = stores.of_seller(SELLER)
    store.commit([Create(InboxSummary(search_version=VERSION))])
    entries: list[Entries] = []
    batch: list[Write] = []
    for item in items:
        entries.append(count_entries(encode_document(item), "interactions", DECLARED, TERMS))
        batch += [Create(item), *summary_writes([(None, item)])]
        if len(batch) >= PER_COMMIT:
            store.commit(batch)
            batch = []
    if batch:
        store.commit(batch)
    return entries


def measure(count: int, stores: Stores | None = None, repeats: int = 3) -> dict[str, float]:
    """Documents read by each query at most, and the median time of all."""
    counting = CountingStores(stores or embedded_stores())
    entries = fill(counting, make_inbox(count))
    clock = FixedClock(NOON + timedelta(hours=1))
    reads: list[int] = []
    times: list[float] = []
    for attempt in range(repeats + 1):
        for place in (Place.ALL, Place.ATTENTION):
            for text in QUERIES:
                counting.bill.clear()
                started = time.perf_counter()
                search = parse_search(text, clock.now())
                wanted = InboxFilter(place=place)
                search_inbox(
                    SELLER, wanted, search, limit=LIMIT, after=None, stores=counting, clock=clock
                )
                if attempt:
                    times.append(time.perf_counter() - started)
                    reads.append(counting.bill.reads[Interaction])
    others = [one.others for one in entries]
    terms = [one.terms for one in entries]
    return {
        "items": count,
        "documents_read": max(reads),
        "documents_read_median": statistics.median(reads),
        "ms": round(statistics.median(times) * 1000, 1),
        "ms_max": round(max(times) * 1000, 1),
        "index_entries_min": min(others),
        "index_entries_median": statistics.median(others),
        "index_entries_max": max(others),
        "terms_min": min(terms),
        "terms_median": statistics.median(terms),
        "terms_max": max(terms),
    }


def main() -> int:
    """Measure both sizes and say whether they read the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    arguments = parser.parse_args()
    small, large = measure(arguments.small), measure(arguments.large)
    shared = {name: large[name] for name in large if name.startswith(("index_entries", "terms"))}
    figures = {
        "documents_read_10k": small["documents_read"],
        "documents_read_100k": large["documents_read"],
        "documents_read_growth": large["documents_read"] / small["documents_read"],
        "documents_read_median_10k": small["documents_read_median"],
        "documents_read_median_100k": large["documents_read_median"],
        "search_ms_10k": small["ms"],
        "search_ms_100k": large["ms"],
        "search_ms_max_100k": large["ms_max"],
        **shared,
    }
    return 0 if report_figures("bench-search", figures, BARS) else 1


if __name__ == "__main__":
    sys.exit(main())
