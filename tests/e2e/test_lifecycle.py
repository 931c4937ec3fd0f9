"""Starting, stopping and breaking the local stack, as people and machines do it."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from infra.local.data import DataFolder, ResetRefused
from infra.local.driver import RunningStack, StartFailed, launch_stack, processes_of, start_stack
from infra.local.emulator_search import Missing, Running, find_emulator
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS

pytestmark = pytest.mark.stack
EMBEDDED = "--store=embedded"


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def test_ctrl_c_leaves_no_process_and_a_second_start_keeps_the_data(folder: Path) -> None:
    data, port = folder / "kept", next(PORT_ROWS)
    first = start_stack(data, port)
    with Seller(first) as seller:
        wait_for(lambda: seller.get("/sync")["channels"]["review"]["last_success_at"])
        total = wait_for(lambda: sum(1 for _ in seller.rows("all")))
    first.stop()
    assert not processes_of(data)

    second = start_stack(data, port)
    with Seller(second) as seller:
        kept = sum(1 for _ in seller.rows("all"))
    second.stop(signal.SIGTERM)

    assert kept >= total
    assert not processes_of(data)


def test_a_killed_stack_takes_its_children_along(folder: Path) -> None:
    data = folder / "killed"
    stack = start_stack(data, next(PORT_ROWS))
    assert len(processes_of(data)) > len(stack.pids)

    stack.stop(signal.SIGKILL)

    deadline = time.monotonic() + 20
    while processes_of(data) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not processes_of(data)


@pytest.mark.parametrize("children", [2, 4, 6])
def test_a_stack_killed_while_it_starts_leaves_no_process(folder: Path, children: int) -> None:
    data = folder / f"killed-with-{children}"
    stack = launch_stack(data, next(PORT_ROWS), EMBEDDED)
    deadline = time.monotonic() + 60
    while len(processes_of(data)) < children and time.monotonic() < deadline:
        time.sleep(0.002)

    stack.stop(signal.SIGKILL)

    wait_for(lambda: not processes_of(data), within_s=20)


def test_a_dead_emulator_ends_the_stack_in_words(folder: Path) -> None:
    data = folder / "emulator"
    if isinstance(find_emulator(), Missing | Running):
        pytest.skip("no Firestore emulator that the stack could start")
    stack = start_stack(data, next(PORT_ROWS))
    java = [pid for pid in processes_of(data) if name_of(pid) == "java"]

    for pid in java:
        os.kill(pid, signal.SIGKILL)

    assert stack.process.wait(30) == 1
    assert "the Firestore emulator died" in stack.printed()
    assert not processes_of(data)


def test_data_of_another_store_are_not_left_behind_in_silence(folder: Path) -> None:
    data = folder / "other-store"
    if isinstance(find_emulator(), Missing):
        pytest.skip("no Firestore emulator: only one store to choose")
    start_stack(data, next(PORT_ROWS), EMBEDDED).stop()

    with pytest.raises(StartFailed, match="STORE=embedded") as failed:
        start_stack(data, next(PORT_ROWS))

    assert "make dev-reset" in str(failed.value)


def test_a_taken_port_is_named(folder: Path) -> None:
    port = next(PORT_ROWS)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + 3))
        other.listen()

        with pytest.raises(StartFailed, match=rf"port {port + 3} \(WB simulator\) is taken"):
            start_stack(folder / "taken", port, EMBEDDED)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("keys.json", "{}"),
        ("embedded.sqlite", "not a database" * 200),
        ("tasks.sqlite", "x" * 5000),
        ("simulator.sqlite", "x" * 5000),
    ],
)
def test_broken_data_are_named_with_the_way_out(folder: Path, name: str, content: str) -> None:
    data = folder / f"broken-{name}"
    data.mkdir()
    (data / name).write_text(content)
    (data / name).chmod(0o600)

    with pytest.raises(StartFailed) as failed:
        start_stack(data, next(PORT_ROWS), EMBEDDED)

    assert name in str(failed.value)
    assert "make dev-reset" in str(failed.value)
    assert not processes_of(data)


def _start_ignoring_interrupts(data: Path) -> RunningStack:
    """As a shell starts what it puts behind itself."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return start_stack(data, next(PORT_ROWS), EMBEDDED)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_second_stack_on_the_same_data_is_refused_and_the_first_can_be_interrupted(
    folder: Path,
) -> None:
    data = folder / "one"
    stack = _start_ignoring_interrupts(data)

    with pytest.raises(StartFailed, match="in use by another running stack"):
        start_stack(data, next(PORT_ROWS), EMBEDDED)
    with pytest.raises(ResetRefused, match="stop the running stack first"):
        DataFolder(data).clear()
    stack.stop(signal.SIGINT)


def test_without_java_and_gcloud_the_embedded_store_is_used_and_said(folder: Path) -> None:
    nothing = folder / "empty-path"
    nothing.mkdir()
    hidden = {"PATH": str(nothing), "HOME": str(nothing), "FIRESTORE_EMULATOR_JAR": ""}
    if "FIRESTORE_EMULATOR_HOST" in os.environ:
        pytest.skip("an emulator is set for all tests from outside")

    stack = start_stack(folder / "plain", next(PORT_ROWS), env=hidden)
    with Seller(stack) as seller:
        total = wait_for(lambda: sum(1 for _ in seller.rows("all")))
    printed = stack.printed()
    stack.stop()

    assert total
    assert "Store: embedded store" in printed
