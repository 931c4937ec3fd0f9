"""`make rebuild-profiles` mends the data of a stack that stands still, and says what it cannot."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.data import DataBroken, DataFolder
from infra.opening import CannotOpen, open_somewhere
from infra.rebuild_days import rebuild_all
from shared.adapters.memory.clock import FixedClock
from shared.domain.accounts.account import Seller
from shared.domain.analytics.counts import DayFigures
from shared.domain.linking.customers import CustomerProfile
from shared.ports import Create, Delete, Query
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.stores import embedded_stores

ROOT = Path(__file__).resolve().parents[2]


def run(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.rebuild_profiles", "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_profiles_that_are_missing_are_made_once(tmp_path: Path) -> None:
    (tmp_path / "backend.txt").write_text("embedded\n")
    stores = embedded_stores(tmp_path / "embedded.sqlite")
    stores.shared().commit([Create(Seller(id=SELLER, name="", email="", created_at=NOON))])
    chats = [make_chat(name, order_key="o") for name in ("1:a", "1:b")]
    stores.of_seller(SELLER).commit([Create(chat) for chat in chats])
    stores.close()

    done = run(tmp_path)

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])["figures"]
    assert figures == {"sellers": 1, "items": 2, "profiles": 1, "changed": 1, "changed_again": 0}
    with open_somewhere("", tmp_path) as opened:
        (profile,) = opened.of_seller(SELLER).find(Query(kind=CustomerProfile))
    assert profile.value.contacts == {"chat": 2}


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.returncode == 1
    assert "holds no data of a local stack" in done.stdout


def test_data_of_an_emulator_need_their_stack(tmp_path: Path) -> None:
    (tmp_path / "backend.txt").write_text("firestore\n")

    with pytest.raises(CannotOpen, match="make dev"), open_somewhere("", tmp_path):
        pass


def test_a_running_stack_keeps_its_file_to_itself(tmp_path: Path) -> None:
    (tmp_path / "backend.txt").write_text("embedded\n")

    with (
        DataFolder(tmp_path).prepare(),
        pytest.raises(DataBroken, match="in use"),
        open_somewhere("", tmp_path),
    ):
        pass


def test_days_that_were_lost_are_counted_to_equal_documents() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    stores.shared().commit([Create(Seller(id=SELLER, name="", email="", created_at=NOON))])
    store = stores.of_seller(SELLER)
    store.commit([Create(make_item(external_id=f"R{number}")) for number in range(3)])

    first = rebuild_all(stores, clock)
    known = {one.value.id: one.value for one in store.find(Query(kind=DayFigures))}
    store.commit([Delete(DayFigures, (name,)) for name in known])
    again = rebuild_all(stores, clock)

    assert (first["rows"], first["changed_again"], again["changed"]) == (3, 0, len(known))
    assert {one.value.id: one.value for one in store.find(Query(kind=DayFigures))} == known
