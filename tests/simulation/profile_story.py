"""One schedule of ingestion and linking: whatever fails, profiles and links are those of peace."""

import random
from collections.abc import Mapping

from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.ids import InteractionId
from shared.usecases.ingest_page import ingest_page
from shared.usecases.link_thread import link_thread
from shared.usecases.rebuild_profiles import rebuild_profiles
from tests.builders import SELLER
from tests.orders import make_orders
from tests.profile_bench import ProfileBench
from tests.simulation.engine import Engine
from tests.simulation.faults import Odds
from tests.simulation.ports import EngineClock, SimQueue, SimStores
from tests.stores import embedded_stores

ORDERS = 8
FAULTS_UNTIL = 10 * 60.0
# So close together that tasks about one buyer meet.
CROWDED = 20.0
PATIENCE = 60 * 60.0


class ProfileWorld:
    """Pages that wait in the store, and the handlers that make profiles of them."""

    def __init__(self, seed: int) -> None:
        self.engine = Engine(seed, Odds(), FAULTS_UNTIL)
        self.plain: EmbeddedStores = embedded_stores()
        self.bench = ProfileBench(make_orders(ORDERS, seed, labelled=0.8), self.plain)
        self.stores = SimStores(self.plain, self.engine)
        self.clock = EngineClock(self.engine)
        self.queue = SimQueue(self.engine, self.handle, frozenset())

    def play(self) -> None:
        for page in self.bench.pages:
            self._bring(page, self.engine.dice.uniform(0, CROWDED))
        self.engine.run_for(PATIENCE, lambda: False)

    def handle(self, queue: str, payload: Mapping[str, str]) -> None:
        if queue == "ingest":
            ingest_page(
                SELLER,
                payload["page"],
                stores=self.stores,
                item_reader=self.bench.wb,
                queue=self.queue,
                clock=self.clock,
            )
        if queue == "link":
            name = InteractionId(payload["interaction"])
            link_thread(SELLER, name, stores=self.stores, clock=self.clock)

    def _bring(self, page: str, delay: float) -> None:
        """Whoever queues a page comes again when he was cut off."""

        def queue() -> None:
            self.queue.enqueue("ingest", {"seller": SELLER, "page": page}, key=page)

        def end(error: BaseException | None) -> None:
            if error is not None:
                self._bring(page, 10.0)

        self.engine.at(delay, lambda: self.engine.start(queue, end, "bring"))


def play(seed: int) -> ProfileWorld:
    """Run one schedule to its end."""
    world = ProfileWorld(seed)
    world.play()
    return world


def find_wrongs(seed: int, world: ProfileWorld) -> list[str]:
    """How it differs from what the same items come to when nothing fails."""
    peace = ProfileBench(make_orders(ORDERS, seed, labelled=0.8), embedded_stores())
    peace.run()
    calm = ProfileBench(make_orders(ORDERS, seed, labelled=0.8), embedded_stores())
    calm.run(random.Random(seed))
    stored = world.bench.profiles()
    wrongs = []
    if calm.profiles() != peace.profiles():
        wrongs.append("another order of tasks made other profiles")
    if stored != peace.profiles():
        wrongs.append("faults made other profiles")
    if world.bench.linked_pairs() != peace.linked_pairs():
        wrongs.append("faults made other links")
    if rebuild_profiles(SELLER, stores=world.plain, clock=world.clock).changed:
        wrongs.append("a rebuild had something to do")
    if world.bench.profiles() != stored:
        wrongs.append("a rebuild made other profiles")
    return wrongs
