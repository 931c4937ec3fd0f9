"""One Prism process that answers with the official examples of WB's OpenAPI."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parent
ROOT = SOURCE.parents[1]
CACHE = ROOT / "build" / "prism"
PRISM = CACHE / "node_modules" / ".bin" / "prism"
_STARTS_WITHIN_SECONDS = 60.0


class NotServingError(Exception):
    """Prism ended, or did not answer in time; the text is what it printed."""


@contextmanager
def serve_spec(spec: Path, log: Path) -> Iterator[str]:
    """Serve a document on a free port of this machine and give the address."""
    port = _free_port()
    command = [str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(spec)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_for(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Prism's launcher has children of its own, all of them in this session.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + _STARTS_WITHIN_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NotServingError(log.read_text("utf-8", "replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
