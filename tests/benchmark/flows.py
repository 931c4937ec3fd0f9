"""How many items a second go through sync, ingestion, understanding and linking.

Processor's seconds of one core, on the embedded store: what Firestore and WB take is theirs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from time import process_time

from infra.wb_simulator.generator.plan import Plan
from shared.domain.interaction import Channel
from shared.domain.meaning.intent import classify_intent
from shared.usecases.link_thread import link_thread
from tests.benchmark.numbers import Figures
from tests.builders import SELLER
from tests.search_bench import make_inbox
from tests.sync_figures.scenario import Shop

QUESTIONS = 0.4


def measure_flows(items: int) -> Figures:
    """A first sync of so many items, then the same items one stage at a time."""
    questions = int(items * QUESTIONS)
    shop = Shop(Plan(reviews=items - questions, questions=questions, chats=0, claims=0, seed=1))
    with _spent() as all_of_it:
        shop.settle()
    stored = shop.documents()
    ingesting = shop.ingest_seconds
    return {
        "sync_items_per_s": round(len(stored) / (all_of_it() - ingesting)),
        "ingest_items_per_s": round(len(stored) / ingesting),
        "classify_ms_per_item": _classify(items),
        "link_ms_per_item": _link(shop),
    }


def _classify(items: int) -> float:
    known = list(islice(make_inbox(items), items))
    with _spent() as took:
        for item in known:
            classify_intent(item.channel, item.source)
    return round(took() / len(known) * 1000, 3)


def _link(shop: Shop, most: int = 500) -> float:
    found = [item for item in shop.documents() if item.channel is Channel.REVIEW][:most]
    with _spent() as took:
        for item in found:
            link_thread(SELLER, item.id, stores=shop.plain, clock=shop.clock)
    return round(took() / len(found) * 1000, 3)


@contextmanager
def _spent() -> Iterator[Callable[[], float]]:
    """Seconds of the processor from here to the end of the block."""
    began = process_time()
    ended: list[float] = []
    yield lambda: ended[0]
    ended.append(process_time() - began)
