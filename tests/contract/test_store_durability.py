"""What the embedded store has told to be done survives the end of its process."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.adapters.store.embedded import EmbeddedDatabase
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Found
from shared.adapters.store.sqlite_log import SqliteLog, dump_document, load_document
from shared.adapters.store.typed import TypedStores
from shared.domain.errors import Unavailable
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.ports import Bump, Create, Delete, Query
from tests.builders import SELLER
from tests.contract.store_dice import Dice
from tests.stores import embedded_stores

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.ports import Bump, Create

store = EmbeddedStores(Path(sys.argv[1])).of_seller(sys.argv[3])
for number in range(int(sys.argv[2]), 10**6):
    count = Bump(InboxSummary, ("inbox",), {"version": 1})
    store.commit([Create(Card(nm_id=number, name="x" * 2000)), count])
    print(number, flush=True)
"""


def write_until_killed(path: Path, first: int, kill_after: int) -> int:
    """Run a writer, kill it without warning, and give the last number it told to be done."""
    command = [sys.executable, "-c", WRITER, str(path), str(first), SELLER]
    last = first - 1
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            last = int(line)
            if last >= first + kill_after:
                os.kill(writer.pid, signal.SIGKILL)
                break
        told = writer.stdout.read().split()
    return int(told[-1]) if told else last


def test_no_told_commit_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path, dice, first = tmp_path / "store.sqlite", random.Random(7), 0
    for _ in range(4):
        last = write_until_killed(path, first, dice.randint(1, 60))

        stores = embedded_stores(path)
        store = stores.of_seller(SELLER)
        kept = len(store.get_many(Card, [str(number) for number in range(last + 2)]))
        summary = store.get(InboxSummary, "inbox")
        stores.close()

        assert kept >= last + 1
        assert summary is not None
        assert summary.value.version == kept, "a commit was half applied"
        first = kept


def test_a_reopened_store_goes_on_with_fresh_versions(tmp_path: Path) -> None:
    path = tmp_path / "below" / "store.sqlite"
    stores = embedded_stores(path)
    store = stores.of_seller(SELLER)
    store.commit([Create(Card(nm_id=1, name="one"))])
    before = store.get(Card, "1")
    store.commit([Delete(Card, ("1",))])
    stores.close()

    stores = embedded_stores(path)
    store = stores.of_seller(SELLER)
    assert store.get(Card, "1") is None
    store.commit([Create(Card(nm_id=1, name="one"))])
    after = store.get(Card, "1")
    stores.close()

    assert before is not None
    assert after is not None
    assert before.version != after.version


def test_one_file_belongs_to_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = embedded_stores(path)

    with pytest.raises(Unavailable, match=r"store\.sqlite"):
        embedded_stores(path, patience=0.1)

    first.close()
    embedded_stores(path).close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("no database at all, and long enough to be read as a header of one\n" * 20)

    with pytest.raises(Unavailable, match=r"store\.sqlite"):
        embedded_stores(path)


def test_a_commit_that_cannot_be_written_leaves_memory_as_it_was(tmp_path: Path) -> None:
    stores = embedded_stores(tmp_path / "store.sqlite")
    store = stores.of_seller(SELLER)
    stores.close()

    with pytest.raises(Unavailable):
        store.commit([Bump(InboxSummary, ("inbox",), {"version": 1})])

    assert store.get(InboxSummary, "inbox") is None


class HeldLog(SqliteLog):
    """A disk that takes its time: each commit is written when a test lets it be."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, patience=1.0)
        self.reached, self.let = threading.Event(), threading.Event()

    def write(self, number: int, changes: Mapping[DocPath, Found | None]) -> None:
        self.reached.set()
        assert self.let.wait(30)
        super().write(number, changes)


def test_who_reads_waits_for_no_disk_and_sees_nothing_that_is_not_written(tmp_path: Path) -> None:
    log = HeldLog(tmp_path / "store.sqlite")
    database = EmbeddedDatabase(None, log)
    store = TypedStores(database).of_seller(SELLER)
    writer = threading.Thread(target=store.commit, args=([Create(Card(nm_id=1, name="one"))],))

    writer.start()
    assert log.reached.wait(30)
    meanwhile = store.get(Card, "1"), store.find(Query(kind=Card))
    log.let.set()
    writer.join()
    afterwards = store.get(Card, "1"), store.find(Query(kind=Card))
    database.close()

    assert meanwhile == (None, [])
    assert afterwards[1] == [afterwards[0]]


def test_every_plain_document_survives_its_way_through_the_file() -> None:
    tagged = {"$time": "x", "a": {"$bytes": "y", "$map": {"$map": 1}}, "b": [{"$time": "now"}]}

    for document in [tagged, *(Dice.seeded(seed).document() for seed in range(500))]:
        assert dump_document(load_document(dump_document(document))) == dump_document(document)
        assert load_document(dump_document(document)) == document
