"""The emulator as a part of the stack: its data outlive it, and it does not outlive us."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from infra.local.children import ChildFailed
from infra.local.data import DataBroken
from infra.local.firestore import FirestoreEmulator, Missing, Startable, find_emulator
from infra.local.index_gate import read_index_usage

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "life"
STARTER = """
import sys, time
from infra.local.firestore import FirestoreEmulator, find_emulator
emulator = FirestoreEmulator(find_emulator())
print(emulator.start(int(sys.argv[1])), flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.emulator


@pytest.fixture
def startable() -> Startable:
    environ = {name: value for name, value in os.environ.items() if "EMULATOR_HOST" not in name}
    found = find_emulator(environ)
    if isinstance(found, Missing):
        pytest.skip(found.reason)
    assert isinstance(found, Startable)
    return found


def address(host: str) -> str:
    return f"http://{host}/v1/projects/{PROJECT}/databases/(default)/documents/cards"


def watch(emulator: FirestoreEmulator) -> None:
    while True:
        emulator.require_alive()
        time.sleep(0.1)


OWNER = {"Authorization": "Bearer owner"}


def test_data_survive_a_restart_and_only_the_newest_export_is_kept(
    startable: Startable, free_port: int, tmp_path: Path
) -> None:
    for number in range(3):
        emulator = FirestoreEmulator(startable, PROJECT)
        host = emulator.start(free_port, tmp_path)
        try:
            held = httpx.get(address(host), headers=OWNER).json().get("documents", [])
            httpx.post(address(host), headers=OWNER, json={"fields": {}}).raise_for_status()
        finally:
            emulator.stop()
        assert len(held) == number

    assert [path.name for path in tmp_path.glob("export-*")] == ["export-00000003"]


def test_a_run_that_was_cut_off_is_told_by_the_next(
    startable: Startable, free_port: int, tmp_path: Path
) -> None:
    dying = FirestoreEmulator(startable, PROJECT)
    httpx.post(f"http://{dying.start(free_port, tmp_path)}/shutdown")
    with pytest.raises(ChildFailed):
        watch(dying)
    dying.stop()

    told = []
    for _ in range(2):
        emulator = FirestoreEmulator(startable, PROJECT)
        emulator.start(free_port, tmp_path)
        told.append(emulator.was_cut_off)
        emulator.stop()

    assert told == [True, False]


def test_no_client_without_an_account_of_ours_reads_or_writes(emulator_host: str) -> None:
    assert httpx.get(address(emulator_host)).status_code == httpx.codes.FORBIDDEN
    refused = httpx.post(address(emulator_host), json={"fields": {}})
    assert refused.status_code == httpx.codes.FORBIDDEN


def test_broken_saved_data_are_named_with_the_way_out(
    startable: Startable, free_port: int, tmp_path: Path
) -> None:
    export = tmp_path / "export-00000001"
    export.mkdir()
    (export / "unfinished.overall_export_metadata").write_text("broken")

    with pytest.raises(DataBroken, match=r"export-00000001.*make dev-reset"):
        FirestoreEmulator(startable, PROJECT).start(free_port, tmp_path)

    assert_gone(free_port)


def test_the_emulator_ends_when_its_starter_is_killed(startable: Startable, free_port: int) -> None:
    environ = {name: value for name, value in os.environ.items() if "EMULATOR_HOST" not in name}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(free_port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environ,
    ) as starter:
        assert starter.stdout is not None
        host = starter.stdout.readline().strip()
        assert httpx.get(f"http://{host}/").is_success
        os.kill(starter.pid, signal.SIGKILL)

    assert_gone(free_port)


def test_a_fresh_emulator_has_seen_no_query(emulator_host: str, emulator_project: str) -> None:
    assert read_index_usage(emulator_host, emulator_project) == frozenset()


def assert_gone(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
        except httpx.TransportError:
            return
        time.sleep(0.1)
    pytest.fail("the emulator is still there")
