"""`make figures-dev`: a fresh clone to a usable inbox, a restart, and the first journey."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infra.figures import ROOT, report_figures
from infra.journey import take_journey
from infra.local.driver import processes_of
from infra.local.screen import say

PORT = 18480
BARS = {"restart_s": ("<=", 25.0), "left_processes": ("==", 0.0)}
_USABLE_WITHIN_S = 900.0
_STOP_WITHIN_S = 60.0


class SetupFailed(Exception):
    """`make dev` did not become usable."""


def main() -> int:
    """Clone, start cold, take the journey, stop, start again, stop, count what is left."""
    figures: dict[str, float] = {}
    try:
        with tempfile.TemporaryDirectory(
            prefix="inbox-figures-", ignore_cleanup_errors=True
        ) as folder:
            _measure(Path(folder) / "clone", figures)
    finally:
        passed = report_figures("figures-dev", figures, BARS)
    return 0 if passed else 1


def _measure(clone: Path, figures: dict[str, float]) -> None:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    say("cold start from a clean clone …")
    with _running(clone) as setup_s:
        figures["setup_s"] = setup_s
        figures["journey_s"] = round(take_journey(f"http://127.0.0.1:{PORT}"), 1)
    say("second start …")
    with _running(clone) as restart_s:
        figures["restart_s"] = restart_s
    figures["left_processes"] = float(len(processes_of(clone / ".data")))


@contextmanager
def _running(clone: Path) -> Iterator[float]:
    """Give the seconds until `make dev` was usable; it is stopped whatever happens."""
    output = clone.parent / "make-dev.out"
    started = time.monotonic()
    process = _start(clone, output)
    try:
        while b"Ready." not in output.read_bytes():
            if process.poll() is not None or time.monotonic() - started > _USABLE_WITHIN_S:
                raise SetupFailed(output.read_text())
            time.sleep(0.1)
        yield round(time.monotonic() - started, 1)
    finally:
        _stop(process)


def _start(clone: Path, output: Path) -> subprocess.Popen[bytes]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    clean.pop("PYTHONPATH", None)
    with output.open("wb") as file:
        return subprocess.Popen(
            ["make", "dev", f"PORT={PORT}"],
            cwd=clone,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**clean, "INBOX_STACK": str(clone / ".data")},
            start_new_session=True,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C in a terminal does: the whole foreground group is told."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_WITHIN_S)
            return


if __name__ == "__main__":
    sys.exit(main())
