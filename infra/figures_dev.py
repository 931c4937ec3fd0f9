"""`make figures-dev`: a fresh clone to a usable inbox, a restart, and the first journey."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from infra.figures import ROOT, report_figures
from infra.journey import take_journey
from infra.local.driver import processes_of
from infra.local.screen import say

PORT = 18480
BARS = {"restart_s": ("<=", 25.0), "left_processes": ("==", 0.0)}
_USABLE_WITHIN_S = 900.0


class SetupFailed(Exception):
    """`make dev` did not become usable."""


def main() -> int:
    """Clone, start cold, take the journey, stop, start again, stop, count what is left."""
    with tempfile.TemporaryDirectory(prefix="inbox-figures-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        data = clone / ".data"
        say("cold start from a clean clone …")
        setup_s, process = _start(clone)
        journey_s = take_journey(f"http://127.0.0.1:{PORT}")
        _stop(process)
        say("second start …")
        restart_s, process = _start(clone)
        _stop(process)
        left = len(processes_of(data))
        shutil.rmtree(clone, ignore_errors=True)
    figures = {
        "setup_s": round(setup_s, 1),
        "restart_s": round(restart_s, 1),
        "journey_s": round(journey_s, 1),
        "left_processes": float(left),
    }
    return 0 if report_figures("figures-dev", figures, BARS) else 1


def _start(clone: Path) -> tuple[float, subprocess.Popen[bytes]]:
    output = clone.parent / "make-dev.out"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    clean.pop("PYTHONPATH", None)
    started = time.monotonic()
    with output.open("wb") as file:
        process = subprocess.Popen(
            ["make", "dev", f"PORT={PORT}"],
            cwd=clone,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**clean, "INBOX_STACK": str(clone / ".data")},
            start_new_session=True,
        )
    while b"Ready." not in output.read_bytes():
        if process.poll() is not None or time.monotonic() - started > _USABLE_WITHIN_S:
            raise SetupFailed(output.read_text())
        time.sleep(0.1)
    return time.monotonic() - started, process


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C in a terminal does: the whole foreground group is told."""
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)


if __name__ == "__main__":
    sys.exit(main())
