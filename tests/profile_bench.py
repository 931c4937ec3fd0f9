"""What is found of buyers whose truth is known: through ingestion and linking, in any order.

`measure_profiles()` gives the figures for a bench: pairs of items found and right, and whether
every buyer with a hard key, and nobody else, has the profile that is true.
"""

import random
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.ids import InteractionId, hash_key
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.customers import KEEP, CustomerProfile, OrderSum
from shared.domain.linking.exact import KIND
from shared.domain.linking.labels import OrderLabel, label_id
from shared.domain.settings import SellerSettings
from shared.domain.sync.category import Category
from shared.domain.sync.pages import Page
from shared.domain.sync.parcels import Parcel, pack_parcels
from shared.ports import Put, Query, Stores
from shared.usecases.ingest_page import ingest_page
from shared.usecases.link_thread import link_thread
from shared.usecases.rebuild_profiles import rebuild_profiles
from tests.builders import NOON, SELLER
from tests.orders import Piece, Reading, Truth, make_orders, pairs
from tests.stores import embedded_stores

PER_PAGE = 40
LEAST_RECALL = 0.99


class ProfileBench:
    """One seller's items on their way through the real handlers."""

    def __init__(self, truth: Truth, stores: Stores) -> None:
        self.truth = truth
        self.stores = stores
        self.clock = FixedClock(NOON + timedelta(hours=1))
        self.wb = MemoryMarketplaces(self.clock)
        self.queue = MemoryTaskQueue(self.clock)
        self.store = stores.of_seller(SELLER)
        self._tell_labels()
        self.pages = self._store_pages()

    def run(self, dice: random.Random | None = None) -> None:
        """Ingest and link; with dice, in any order, some tasks twice and late."""
        tasks = [("ingest", page) for page in self.pages]
        while tasks:
            at = dice.randrange(len(tasks)) if dice else 0
            queue, name = tasks.pop(at)
            self._handle(queue, name)
            if dice and dice.random() < 0.2:
                tasks.append((queue, name))
            tasks += self._queued()

    def profiles(self) -> dict[str, CustomerProfile]:
        found = self.store.find(Query(kind=CustomerProfile))
        return {stored.value.id: stored.value for stored in found}

    def linked_pairs(self) -> set[frozenset[InteractionId]]:
        """Pairs that are called proven; guesses are judged apart."""
        items = [stored.value for stored in self.store.find(Query(kind=Interaction))]
        return {
            frozenset((item.id, link.other))
            for item in items
            for link in item.links
            if link.kind == KIND
        }

    def _handle(self, queue: str, name: str) -> None:
        if queue == "ingest":
            ingest_page(
                SELLER,
                name,
                stores=self.stores,
                item_reader=self.wb,
                queue=self.queue,
                clock=self.clock,
            )
        else:
            link_thread(SELLER, InteractionId(name), stores=self.stores, clock=self.clock)

    def _queued(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        handlers = {
            "link": lambda payload: found.append(("link", payload["interaction"])),
            "draft": lambda payload: None,
        }
        self.queue.run_due(handlers)
        return found

    def _tell_labels(self) -> None:
        labels = [
            Put(OrderLabel(id=label_id(shk), shk=shk, order_key=key, expires_at=NOON + KEEP))
            for shk, key in self.truth.labels.items()
        ]
        if labels:
            self.store.commit([Put(SellerSettings(order_labels=True))])
        for first in range(0, len(labels), 200):
            self.store.commit(labels[first : first + 200])

    def _store_pages(self) -> list[str]:
        rounds: dict[tuple[Channel, object], list[Reading]] = defaultdict(list)
        for piece in self.truth.pieces:
            for reading in piece.readings:
                rounds[reading.channel, reading.observed_at].append(reading)
        names: list[str] = []
        for readings in rounds.values():
            for first in range(0, len(readings), PER_PAGE):
                names += self._store_page(readings[first : first + PER_PAGE])
        return names

    def _store_page(self, readings: list[Reading]) -> list[str]:
        channel, at = readings[0].channel, readings[0].observed_at
        chat = channel is Channel.CHAT
        parcels = [
            Parcel(raw=one.raw, writes=1 + len(one.raw["events"]) if chat else 1)
            for one in readings
        ]
        names = []
        for packed in pack_parcels(parcels):
            page = Page(
                id=hash_key("page", channel.value, at.isoformat(), packed.digest),
                category=Category.CHAT if chat else Category.FEEDBACKS,
                channel=channel,
                observed_at=at,
                expires_at=at + timedelta(days=1),
                count=len(packed.parcels),
                body=packed.body,
            )
            self.store.commit([Put(page)])
            names.append(page.id)
        return names


def measure_profiles(
    count: int = 500,
    seed: int = 500,
    *,
    labelled: float = 0.4,
    stores: Stores | None = None,
) -> dict[str, float]:
    """Run the fixture and compare with the truth."""
    truth = make_orders(count, seed, labelled=labelled)
    bench = ProfileBench(truth, stores or embedded_stores())
    started = time.perf_counter()
    bench.run()
    took = time.perf_counter() - started
    figures = compare_profiles(truth, bench)
    before = bench.profiles()
    rebuilt = rebuild_profiles(SELLER, stores=bench.stores, clock=bench.clock)
    return figures | {
        "orders": count,
        "rebuild_changed": rebuilt.changed + int(bench.profiles() != before),
        "items_per_second": round(len(truth.pieces) / took, 1),
    }


def compare_profiles(truth: Truth, bench: ProfileBench) -> dict[str, float]:
    """Count pairs and profiles, found and true."""
    buyers = {piece.id: piece.buyer for piece in truth.pieces}
    profiles = bench.profiles().values()
    found = {pair for profile in profiles for pair in pairs(profile.covers)}
    links = bench.linked_pairs()
    linkable = truth.linkable()
    right = [pair for pair in found | links if len({buyers[name] for name in pair}) == 1]
    expected = {frozenset(piece.id for piece in circle): circle for circle in truth.circles()}
    known = {frozenset(profile.covers): profile for profile in profiles}
    return {
        "items": len(truth.pieces),
        "pairs_linkable": len(linkable),
        "pairs_found": len(found | links),
        "pairs_right": len(right),
        "pairs_directly_linked": len(links),
        "precision": len(right) / max(1, len(found | links)),
        "recall": len(found & linkable) / max(1, len(linkable)),
        "buyers_with_hard_key": len(expected),
        "profiles": len(known),
        "profiles_without_key": len(known.keys() - expected.keys()),
        "profiles_missing": len(expected.keys() - known.keys()),
        "profiles_untrue": sum(
            _shown(known[names]) != _true(truth, circle)
            for names, circle in expected.items()
            if names in known
        ),
    }


Facts = Mapping[str, object]


def find_faults(figures: Mapping[str, float]) -> list[str]:
    """Which figures are not what they must be."""
    must_be_none = (
        "profiles_without_key",
        "profiles_missing",
        "profiles_untrue",
        "rebuild_changed",
    )
    wrong = [name for name in must_be_none if figures[name]]
    wrong += ["precision"] if figures["precision"] < 1 else []
    return wrong + (["recall"] if figures["recall"] < LEAST_RECALL else [])


def _shown(profile: CustomerProfile) -> Facts:
    return {
        "contacts": profile.contacts,
        "orders": profile.orders,
        "mean": profile.mean_rating,
        "complaints": profile.complaints,
        "spent": profile.spent,
    }


def _true(truth: Truth, circle: list[Piece]) -> Facts:
    """The same facts, counted from what was invented."""
    ratings = [piece.rating for piece in circle if piece.rating is not None]
    prices = {piece.order: piece.price for piece in circle if piece.price is not None}
    complaints = [piece.complained or (piece.rating or 5) <= 2 for piece in circle]
    channels = [piece.channel.value for piece in circle]
    spent = OrderSum(currency="RUB", amount=sum(prices.values()), orders=len(prices))
    return {
        "contacts": {channel: channels.count(channel) for channel in set(channels)},
        "orders": len({order for piece in circle if (order := truth.order_of(piece))}),
        "mean": sum(ratings) / len(ratings) if ratings else None,
        "complaints": sum(complaints),
        "spent": (spent,) if prices else (),
    }
