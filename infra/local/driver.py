"""Starts the local stack as a person would and waits until it is usable; for tests and figures."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_READY_WITHIN_S = 180.0
_STOP_WITHIN_S = 30.0
_MARK = "INBOX_STACK"


class StartFailed(Exception):
    """The stack ended instead of becoming ready; the message is what it printed."""


@dataclass
class RunningStack:
    """A stack in a process of its own."""

    process: subprocess.Popen[str]
    data: Path
    output: Path

    @property
    def state(self) -> dict[str, str]:
        """Addresses and the back end, as the stack tells them."""
        state: dict[str, str] = json.loads((self.data / "stack.json").read_text())
        return state

    @property
    def pids(self) -> dict[str, int]:
        """The process of each part."""
        pids: dict[str, int] = json.loads((self.data / "stack.json").read_text())["pids"]
        return pids

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it as Ctrl-C does, or by another signal, and wait."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(_STOP_WITHIN_S)

    def printed(self) -> str:
        """Everything it has told the person so far."""
        return self.output.read_text()


def start_stack(
    data: Path, port: int, *options: str, env: Mapping[str, str] | None = None
) -> RunningStack:
    """Start and wait for the final line; StartFailed shows what was printed instead."""
    stack = launch_stack(data, port, *options, env=env)
    deadline = time.monotonic() + _READY_WITHIN_S
    while "Ready." not in stack.printed():
        if stack.process.poll() is not None or time.monotonic() > deadline:
            stack.process.kill()
            raise StartFailed(stack.printed())
        time.sleep(0.05)
    return stack


def launch_stack(
    data: Path, port: int, *options: str, env: Mapping[str, str] | None = None
) -> RunningStack:
    """Start without waiting."""
    data.mkdir(parents=True, exist_ok=True)
    output = data.parent / f"{data.name}.out"
    command = [sys.executable, "-m", "infra.local", "--port", str(port), "--data", str(data)]
    with output.open("w") as file:
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {}), _MARK: str(data)},
            text=True,
            start_new_session=True,
        )
    return RunningStack(process, data, output)


def processes_of(data: Path) -> list[int]:
    """Living processes that descend from a stack started here on this data folder."""
    mark = f"{_MARK}={data}".encode()
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _bears(entry, mark)]


def _bears(entry: Path, mark: bytes) -> bool:
    try:
        return mark in (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
