"""The ports as a schedule disturbs them: clocks, stores and a queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.faults import GuardedStores
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Database, Found
from shared.adapters.store.queries import seller_root
from shared.adapters.store.typed import TypedStore
from shared.domain.errors import NotFound, RateLimited, Unavailable
from shared.domain.ids import SellerId
from shared.ports import Clock, Store, Stored, Stores, Write
from tests.simulation.engine import Engine, is_hopeless, is_retried
from tests.simulation.faults import Fault, Place
from tests.stores import DECLARED

T = TypeVar("T")
Handle = Callable[[str, Mapping[str, str]], None]
Seen = Callable[[Sequence[Write]], None]

FIRST_RETRY = 10.0
LAST_RETRY = 300.0
MOST_DELIVERIES = 20
LONGEST_DELAY = 600.0


class EngineClock(Clock):
    """Virtual time, with the skew of whoever asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> datetime:
        return self._engine.clock_time()

    def name(self) -> str:
        return self._engine.clock_name()

    def wait(self, pause: timedelta) -> None:
        # What is due meanwhile happens a little late, as in a slow worker.
        self._engine.now += pause.total_seconds()

    def monotonic(self) -> float:
        return self._engine.now


# --- the store


class MemoryStores(EmbeddedStores):
    """The embedded store, which reads a version of a document once and can go back in time."""

    def __init__(self, *, remembers: bool = True) -> None:
        super().__init__(None, DECLARED)
        self._memory: dict[tuple[type, DocPath, str], Any] | None = {} if remembers else None

    def shared(self) -> Store:
        return _RememberingStore(self._embedded, (), None, self._memory)

    def of_seller(self, seller: SellerId) -> Store:
        return _RememberingStore(self._embedded, seller_root(seller), seller, self._memory)

    def copy(self) -> dict[DocPath, Found]:
        """Every document as it is now, as a backup keeps it."""
        return dict(self._embedded._shelves._documents)

    def restore(self, copy: Mapping[DocPath, Found]) -> None:
        """Put an older copy in the place of everything; versions go on, as Firestore's do."""
        shelves = self._embedded._shelves
        version = str(self._embedded._commits + 1)
        self._embedded._commits += 1
        for path in [*shelves._documents]:
            if path not in copy:
                shelves.replace(path, None)
        for path, found in copy.items():
            shelves.replace(path, Found(path, found.data, version))


class _RememberingStore(TypedStore):
    """Domain values never change, so that those of one version may be handed out again."""

    def __init__(
        self,
        database: Database,
        root: DocPath,
        seller: SellerId | None,
        memory: dict[tuple[type, DocPath, str], Any] | None,
    ) -> None:
        super().__init__(database, root, seller)
        self._memory = memory

    def _stored(self, kind: type[T], found: Found) -> Stored[T]:
        if self._memory is None:
            return super()._stored(kind, found)
        key = (kind, found.path, found.version)
        stored: Stored[T] | None = self._memory.get(key)
        if stored is None:
            stored = self._memory[key] = super()._stored(kind, found)
        return stored


class SimStores(GuardedStores):
    """Real stores whose commits go wrong; `seen` hears of every one that was applied."""

    def __init__(self, stores: Stores, engine: Engine, seen: Seen | None = None) -> None:
        self._engine = engine
        self._seen = seen
        super().__init__(stores, self._disturb)

    def _disturb(self, writes: Sequence[Write], commit: Callable[[], None]) -> None:
        def apply() -> None:
            commit()
            if self._seen is not None:
                self._seen(writes)

        self._engine.effect(Place.COMMIT, apply)


# --- files and keys


class SimFiles(MemoryFiles):
    """A bucket whose answers get lost."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        keep = super().keep
        self._engine.effect(Place.COMMIT, lambda: keep(seller, name, content))

    def read(self, seller: SellerId, name: str) -> bytes | None:
        read = super().read
        try:
            return self._engine.effect(Place.READ, lambda: read(seller, name))
        except RateLimited as busy:
            raise Unavailable("a bucket names no pause") from busy

    def look(self) -> dict[str, bytes]:
        """What is kept, by name."""
        return {name: content for (_, name), content in sorted(self._kept.items())}


class SimVault(MemoryVault):
    """Keys are stored as everything else is, and with the same luck."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def seal(self, seller: SellerId, token: str) -> None:
        seal = super().seal
        self._engine.effect(Place.COMMIT, lambda: seal(seller, token))


# --- the queue


@dataclass(frozen=True, slots=True)
class Delivery:
    """One task that was delivered at least once."""

    queue: str
    payload: Mapping[str, str]


class SimQueue:
    """At least once, late, twice or never; a task that failed too often is forgotten.

    `droppable` names the queues whose tasks something else makes good; `waiting` counts what will
    still be delivered.
    """

    def __init__(self, engine: Engine, handle: Handle, droppable: frozenset[str]) -> None:
        self._engine = engine
        self._handle = handle
        self._droppable = droppable
        self._known: set[tuple[str, str]] = set()
        self._numbers = 0
        self._newest = 0
        self.waiting = 0
        self.delivered: list[Delivery] = []
        self.held: list[Delivery] | None = None

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        return self._engine.effect(
            Place.ENQUEUE, lambda: self._accept(queue, dict(payload), key, delay.total_seconds())
        )

    def _accept(self, queue: str, payload: dict[str, str], key: str, delay: float) -> bool:
        if (queue, key) in self._known:
            return False
        self._known.add((queue, key))
        engine, dice, odds = self._engine, self._engine.dice, self._engine.odds
        if not engine.is_faulty:
            self._deliver_later(queue, payload, delay + 0.01)
            return True
        if queue in self._droppable and dice.random() < odds.dropped:
            engine.count(Fault.DROPPED)
            return True
        wait = delay + dice.uniform(0, 5)
        if dice.random() < odds.delayed:
            engine.count(Fault.DELAYED)
            wait += dice.uniform(5, LONGEST_DELAY)
        self._deliver_later(queue, payload, wait)
        if dice.random() < odds.duplicated:
            engine.count(Fault.DUPLICATED)
            self._deliver_later(queue, payload, wait + dice.uniform(0, 120))
        return True

    def hold(self) -> list[Delivery]:
        """From now on nothing is delivered: what is queued can be looked at."""
        self.held = []
        return self.held

    def release(self) -> None:
        """Deliver what was held, and whatever comes."""
        held, self.held = self.held or [], None
        for task in held:
            self._deliver_later(task.queue, dict(task.payload), 0.01)

    def _deliver_later(self, queue: str, payload: dict[str, str], wait: float) -> None:
        if self.held is not None:
            self.held.append(Delivery(queue, payload))
            return
        self._numbers += 1
        self.waiting += 1
        number, engine = self._numbers, self._engine
        if engine.is_faulty:
            engine.disturb_for(wait)

        def end(error: BaseException | None, tries: int = 0) -> None:
            if is_hopeless(error):
                # What a restore took away needs nothing more.
                lost = engine.fired[Fault.RESTORED] and isinstance(error, NotFound)
                assert lost, f"a task that nobody repeats: {error!r}"
            if is_retried(error) and tries < MOST_DELIVERIES:
                pause = min(LAST_RETRY, FIRST_RETRY * 2**tries)
                engine.later(pause, lambda: deliver(tries + 1))
            else:
                self.waiting -= 1

        def deliver(tries: int) -> None:
            if number < self._newest and not tries:
                engine.count(Fault.REORDERED)
            self._newest = max(self._newest, number)
            self.delivered.append(Delivery(queue, payload))
            run = lambda: self._handle(queue, payload)  # noqa: E731
            name = f"{queue} {payload.get('reply', '')}"
            engine.start(run, lambda error: end(error, tries), name)

        engine.later(wait, lambda: deliver(0))
