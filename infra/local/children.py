"""Child processes: started with a log file each, stopped in order, revived when they die."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from infra.local.lifeline import PARENT

_READY_WITHIN_S = 60.0
_POLL_S = 0.05
_STOP_WITHIN_S = 8.0
_MOST_REVIVALS = 20


class ChildFailed(Exception):
    """A part of the stack did not start; the message shows the end of its log."""


@dataclass
class Child:
    """One process of the stack; `health` is an address that answers once it is ready."""

    name: str
    command: list[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    process: subprocess.Popen[bytes] | None = None
    revivals: int = 0

    def start(self) -> None:
        """Start without waiting; output goes to the log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self.env, PARENT: str(os.getpid())},
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Return once `health` answers; ChildFailed when the process ends or takes too long."""
        deadline = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < deadline:
            if self.has_died():
                raise ChildFailed(f"{self.name} stopped while starting:\n{self.log_tail()}")
            if not self.health or _answers(self.health):
                return
            time.sleep(_POLL_S)
        raise ChildFailed(f"{self.name} does not answer at {self.health}:\n{self.log_tail()}")

    def has_died(self) -> bool:
        """Whether the process has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask politely, then insist on the whole group."""
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            _signal_group(self.process.pid, number)
            try:
                self.process.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                continue
            break
        _signal_group(self.process.pid, signal.SIGKILL)

    def log_tail(self) -> str:
        """The last lines of the log, for a message."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-12:])


def python_module(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this project with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def revive_dead(children: list[Child], announce: Callable[[str], None]) -> None:
    """Start again whatever has died; the tasks it held are delivered again by the queues."""
    for child in children:
        if not child.has_died():
            continue
        if child.revivals >= _MOST_REVIVALS:
            raise ChildFailed(f"{child.name} keeps dying:\n{child.log_tail()}")
        child.revivals += 1
        announce(f"{child.name} died and is started again (see {child.log})")
        child.start()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code < httpx.codes.BAD_GATEWAY
    except httpx.HTTPError:
        return False


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
