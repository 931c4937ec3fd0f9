import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from google.api_core import exceptions

from tests.tasks_emulator.support import (
    PATIENCE_S,
    ROOT,
    Answer,
    Target,
    run_emulator,
    wait_until,
)

pytestmark = pytest.mark.stack

TASKS = 60


def test_a_crash_loses_no_task_and_forgets_no_name(tmp_path: Path, target: Target) -> None:
    target.script("/durable", Answer(delay_s=0.05))
    with run_emulator(tmp_path) as first:
        for number in range(TASKS):
            first.create("durable", f"{target.url}/durable", f"task-{number}")
        target.wait_for("/durable", 20)
        first.kill()
    before = len(target.on("/durable"))
    assert before < TASKS

    with run_emulator(tmp_path) as second:
        wait_until(lambda: second.look("/queues")["durable"]["depth"] == 0)
        for number in range(TASKS):
            with pytest.raises(exceptions.AlreadyExists):
                second.create("durable", f"{target.url}/durable", f"task-{number}")

    calls = target.on("/durable")
    delivered = {call.headers["X-CloudTasks-TaskName"] for call in calls}
    assert delivered == {f"task-{number}" for number in range(TASKS)}
    # At most what was under way at the crash comes twice.
    assert len(calls) - TASKS <= 10


def test_tokens_stay_valid_across_a_restart(tmp_path: Path) -> None:
    with run_emulator(tmp_path) as first:
        keys = first.look("/certs")
    with run_emulator(tmp_path) as second:
        assert second.look("/certs") == keys

    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_stops_cleanly_in_the_middle_of_a_delivery(
    tmp_path: Path, target: Target, number: signal.Signals
) -> None:
    path = f"/stopped-{number.name}"
    target.script(path, Answer(delay_s=9))
    with run_emulator(tmp_path) as running:
        running.create("fast", f"{target.url}{path}")
        target.wait_for(path, 1)
        started = time.monotonic()
        running.process.send_signal(number)
        assert running.process.wait(PATIENCE_S) == 0

    assert time.monotonic() - started < 6
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_the_process_ends_when_its_standard_input_closes(tmp_path: Path) -> None:
    with run_emulator(tmp_path) as running:
        assert running.process.stdin is not None
        running.process.stdin.close()
        assert running.process.wait(PATIENCE_S) == 0


def test_a_taken_port_and_a_file_in_use_are_clear_errors(tmp_path: Path) -> None:
    with run_emulator(tmp_path) as running:
        http_port = running.side.rsplit(":", 1)[1]
        grpc_port = running.address.rsplit(":", 1)[1]
        free = tmp_path / "free.sqlite"
        outcomes = [
            _start(tmp_path, "0", http_port, free),
            _start(tmp_path, grpc_port, "0", free),
            _start(tmp_path, "0", "0", tmp_path / "tasks.sqlite"),
        ]

    assert [code for code, _ in outcomes] == [2, 2, 2]
    assert f"127.0.0.1:{http_port} is in use" in outcomes[0][1]
    assert f"127.0.0.1:{grpc_port} is in use" in outcomes[1][1]
    assert "is open in another process" in outcomes[2][1]


def test_neither_bodies_nor_tokens_nor_addresses_are_logged(tmp_path: Path, target: Target) -> None:
    target.script("/logged", Answer(code=500), Answer(code=429), Answer())
    with run_emulator(tmp_path) as running:
        running.create(
            "fast",
            f"{target.url}/logged",
            http_request={
                "body": b"secret words",
                "oidc_token": {"service_account_email": "a@b.c"},
            },
        )
        token = target.wait_for("/logged", 3)[0].headers["Authorization"]

    log = (tmp_path / "log").read_text()
    assert "attempt failed" in log
    assert "secret words" not in log
    assert token.removeprefix("Bearer ") not in log
    assert "/logged" not in log


def _start(folder: Path, grpc_port: str, http_port: str, database: Path) -> tuple[int, str]:
    command = [
        *(sys.executable, "-m", "infra.local.tasks", "--port", grpc_port),
        *("--http-port", http_port, "--database", str(database)),
        *("--key", str(folder / "key.pem"), "--table", str(folder / "table.json")),
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    return done.returncode, done.stderr
