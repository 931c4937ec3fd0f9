"""Functions in processes that are back within a moment: all code is loaded once, then forked.

Every function has a server of its own, as its container would have, and several workers below it.
A killed worker is started again by its server, a killed server by this process.
"""

import argparse
import gc
import importlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from infra.chaos.ledger import Ledger
from infra.local.functions_server import function_names, load_function
from infra.local.lifeline import end_with_parent
from infra.local.serving import LocalServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# What a process otherwise imports at its first request, which costs two seconds after each kill.
HEAVY = (
    "google.cloud.firestore",
    "google.cloud.tasks_v2",
    "google.cloud.tasks_v2.services.cloud_tasks.transports",
)


class Pool:
    """All functions, each at its own port."""

    def __init__(self, first_port: int, ledger: Path, workers: dict[str, int]) -> None:
        self._ledger = ledger
        self._workers = workers
        self._ports = {name: first_port + n for n, name in enumerate(function_names())}
        self._apps: dict[str, WSGIApplication] = {}
        self._servers: dict[int, str] = {}

    def run(self) -> None:
        """Load everything, start everything, and replace what dies."""
        self._apps = {name: load_function(name) for name in self._ports}
        for module in HEAVY:
            importlib.import_module(module)
        gc.freeze()
        signal.signal(signal.SIGTERM, self._stop)
        for name in self._ports:
            self._start(name)
        while True:
            pid, _ = os.wait()
            if pid in self._servers:
                self._start(self._servers.pop(pid))

    def _start(self, name: str) -> None:
        sys.stdout.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._servers[pid] = name
            return
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent(parent)
        server = LocalServer(
            lambda: Ledger(self._apps[name], self._ledger, name),
            self._ports[name],
            workers=self._workers.get(name, 1),
        )
        server.run()
        os._exit(0)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """A stopped process hears nothing but a kill."""
        for pid in self._servers:
            os.killpg(pid, signal.SIGKILL)
        os._exit(0)


def main() -> None:
    """Serve until a signal comes or the parent goes."""
    parser = argparse.ArgumentParser(prog="python -m infra.chaos.pool")
    parser.add_argument("--first-port", type=int, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--workers", action="append", default=[], help="FUNCTION=N, repeatable")
    arguments = parser.parse_args()
    workers = {name: int(n) for name, n in (one.split("=") for one in arguments.workers)}
    end_with_parent()
    Pool(arguments.first_port, arguments.ledger, workers).run()


if __name__ == "__main__":
    main()
