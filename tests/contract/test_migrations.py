"""Documents of older shapes come to one end, however often the work is cut off or done twice."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from infra.migrations.progress import (
    LEASE,
    Held,
    forget_steps,
    progress_path,
    read_progress,
    take_step,
)
from infra.migrations.rehearsing import rehearse_steps
from infra.migrations.running import Worker
from infra.migrations.steps import STEPS
from infra.migrations.walking import walk_pages
from shared.adapters.memory.clock import FixedClock
from shared.adapters.store.codec import PlainDoc, decode_document, encode_document
from shared.adapters.store.kinds import DocPath, place_of
from shared.adapters.store.plain import Database, DeleteDoc, DocQuery, DocWrite, Found, SetDoc
from shared.adapters.store.typed import TypedStores
from shared.domain.errors import Unavailable
from shared.domain.interaction import Message
from shared.domain.products.card import Card
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from tests.builders import NOON, make_chat

SELLERS = {"s1": 53, "s2": 4}
# What each step sees and changes.
FIGURES = [(57, 37), (2, 2), (1, 1)]
LATER = LEASE + timedelta(seconds=1)


class Killed(Exception):
    """The process ended here."""


class Cut:
    """A database whose n-th commit is the last thing that happens, or just does not."""

    def __init__(self, database: Database, at: int, *, applied: bool) -> None:
        self._database, self._left, self._applied = database, at, applied

    def read(self, paths: Sequence[DocPath]) -> list[Found]:
        return self._database.read(paths)

    def query(self, query: DocQuery) -> list[Found]:
        return self._database.query(query)

    def count(self, query: DocQuery) -> int:
        return self._database.count(query)

    def commit(self, writes: Sequence[DocWrite]) -> None:
        self._left -= 1
        if self._left or self._applied:
            self._database.commit(writes)
        if not self._left:
            raise Killed


class Watched(Cut):
    """A database before whose n-th commit something else happens."""

    def __init__(self, database: Database, at: int, then: Callable[[], object]) -> None:
        super().__init__(database, 0, applied=True)
        self._at, self._then = at, then

    def commit(self, writes: Sequence[DocWrite]) -> None:
        self._at -= 1
        if not self._at:
            self._then()
        self._database.commit(writes)


class Deaf(Cut):
    """A database of which no answer to a commit arrives, though every second one is applied."""

    def commit(self, writes: Sequence[DocWrite]) -> None:
        self._left += 1
        if self._left % 2:
            self._database.commit(writes)
        raise Unavailable("no answer")


@pytest.fixture
def database(stores: TypedStores) -> Database:
    sow(stores.database)
    return stores.database


def sow(database: Database) -> None:
    """Documents as older releases left them, and no progress."""
    writes: list[DocWrite] = [DeleteDoc(progress_path(step.name)) for step in STEPS]
    for seller, items in SELLERS.items():
        root = ("sellers", seller)
        writes.append(SetDoc(root, {"id": seller}, None))
        writes += [SetDoc((*root, "interactions", f"i{n:03}"), chat(n), None) for n in range(items)]
        state = encode_document(SyncState(category=Category.CHAT))
        old = {"ring": {"a": "b"}, "owner": "o", **state}
        writes.append(SetDoc((*root, "sync", "chat"), old, None))
    card = {"facts": {"Состав": "хлопок"}, **encode_document(Card(nm_id=1, name="Футболка"))}
    writes.append(SetDoc(("sellers", "s1", "products", "1"), card, None))
    database.commit(writes)


def chat(number: int) -> PlainDoc:
    """Every third was written by today's release."""
    document = encode_document(make_chat(f"1:c{number}"))
    if number % 3:
        document["source"]["chat"]["unread"] = number
    return document


def worker(database: Database, clock: FixedClock, name: str = "w1") -> Worker:
    return Worker(database, clock, name)


def everything(database: Database) -> dict[DocPath, PlainDoc]:
    return {
        found.path: found.data
        for kind in {step.kind for step in STEPS}
        for page in walk_pages(database, place_of(kind))
        for found in page
    }


def counts(database: Database) -> list[tuple[int, int]]:
    told = [read_progress(database, step.name).progress for step in STEPS]
    return [(one.seen, one.changed) for one in told]


def test_a_run_that_dies_at_any_point_is_finished_by_the_next(database: Database) -> None:
    worker(database, FixedClock(NOON)).run(STEPS)
    expected, figures = everything(database), counts(database)
    assert figures == FIGURES

    for number, point in enumerate(random.Random(7).choices(range(1, 10), k=10)):
        sow(database)
        clock = FixedClock(NOON)
        with pytest.raises(Killed):
            worker(Cut(database, point, applied=number % 2 == 0), clock).run(STEPS)
        clock.advance(LATER)
        worker(database, clock, "w2").run(STEPS)

        assert everything(database) == expected
        assert counts(database) == figures


def test_of_two_runs_one_works_and_the_other_says_so(database: Database) -> None:
    clock, refused = FixedClock(NOON), []

    def begin_another() -> None:
        with pytest.raises(Held) as held:
            worker(database, clock, "w2").run(STEPS)
        refused.append(held)

    worker(Watched(database, 3, begin_another), clock).run(STEPS)

    assert len(refused) == 1
    assert counts(database) == FIGURES


def test_nothing_is_forgotten_while_somebody_works_on_a_step(database: Database) -> None:
    clock, names = FixedClock(NOON), tuple(step.name for step in STEPS)
    worker(database, clock).run(STEPS[:1])
    take_step(database, STEPS[1].name, "w2", clock)

    with pytest.raises(Held, match=STEPS[1].name):
        forget_steps(database, names, clock)

    assert read_progress(database, STEPS[0].name).progress.finished_at is not None
    clock.advance(LATER)
    forget_steps(database, names, clock)
    assert read_progress(database, STEPS[0].name).progress.finished_at is None


def test_who_begins_while_steps_are_forgotten_is_left_to_work(database: Database) -> None:
    clock, names = FixedClock(NOON), tuple(step.name for step in STEPS)
    worker(database, clock).run(STEPS)
    forget_steps(database, names, clock)

    def begin() -> None:
        take_step(database, STEPS[0].name, "w2", clock)

    with pytest.raises(Held):
        forget_steps(Watched(database, 1, begin), names, clock)

    assert read_progress(database, STEPS[0].name).progress.holder == "w2"


def test_who_lost_the_lease_writes_nothing_more(database: Database) -> None:
    clock = FixedClock(NOON)

    def take_over() -> None:
        clock.advance(LATER)
        worker(database, clock, "w2").run(STEPS)

    with pytest.raises(Held):
        worker(Watched(database, 3, take_over), clock).run(STEPS)

    assert counts(database) == FIGURES


def test_what_changes_meanwhile_is_kept(database: Database) -> None:
    path = ("sellers", "s1", "interactions", "i001")

    def write_along() -> None:
        found = database.read([path])[0]
        database.commit([SetDoc(path, {**found.data, "note": "new"}, None)])
        database.commit([DeleteDoc(("sellers", "s1", "interactions", "i002"))])

    worker(Watched(database, 2, write_along), FixedClock(NOON)).run(STEPS)

    after = database.read([path])[0].data
    assert after["note"] == "new"
    assert "unread" not in after["source"]["chat"]
    assert database.read([("sellers", "s1", "interactions", "i002")]) == []


def test_lost_answers_do_no_harm(database: Database) -> None:
    worker(Deaf(database, 0, applied=True), FixedClock(NOON)).run(STEPS)

    assert counts(database) == FIGURES


def test_a_rehearsal_counts_and_writes_nothing(database: Database) -> None:
    before = everything(database)

    told = list(rehearse_steps(STEPS, database))

    assert [(one.seen, one.changed, one.unreadable) for one in told] == [
        (*figures, 0) for figures in FIGURES
    ]
    assert told[0].fields == {"−source.chat.unread": 37}
    assert told[1].fields == {"−owner": 2, "−ring": 2}
    assert told[2].fields == {"−facts": 1}
    assert everything(database) == before
    worker(database, FixedClock(NOON)).run(STEPS)
    assert all(one.finished for one in rehearse_steps(STEPS, database))


def test_documents_below_documents_are_walked_too(database: Database) -> None:
    below = [
        ("sellers", seller, "interactions", item, "messages", name)
        for seller, item in (("s1", "i001"), ("s1", "i002"), ("s2", "i000"))
        for name in ("m1", "m2")
    ]
    database.commit([SetDoc(path, {"id": path[-1]}, None) for path in below])

    def walk(after: DocPath) -> list[DocPath]:
        place = place_of(Message)
        return [found.path for page in walk_pages(database, place, after) for found in page]

    assert [walk(()), walk(below[2]), walk(below[5])] == [below, below[3:], []]


def test_steps_change_nothing_twice_and_nothing_in_place() -> None:
    chat = {"unread": 3, "last_text": ""}
    document = {"source": {"chat": chat}, "owner": "o", "ring": {}, "facts": {}}
    for step in STEPS:
        once = step.change(document)
        assert step.change(once) == once != document
    assert set(document) == {"source", "owner", "ring", "facts"}
    assert chat == {"unread": 3, "last_text": ""}


def test_steps_stand_in_order_and_leave_what_today_reads(database: Database) -> None:
    names = [step.name for step in STEPS]
    assert names == sorted(set(names))
    for path, document in everything(database).items():
        (kind,) = {step.kind for step in STEPS if place_of(step.kind).collections[0] == path[2]}
        read: object = decode_document(kind, document)
        for step in STEPS:
            if step.kind is kind:
                assert decode_document(kind, step.change(document)) == read
