"""Run a foreign program so that it ends with this process, even when this process is killed."""

import ctypes
import os
import signal
import subprocess
import sys
from types import FrameType

from infra.local.lifeline import end_with_parent

_PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> int:
    """Start the program and pass on signals; its exit code is ours."""
    end_with_parent()
    child = subprocess.Popen(command, preexec_fn=_tie_to_parent)  # noqa: PLW1509 - one thread forks

    def stop(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return child.wait()


def _tie_to_parent() -> None:
    """Ask Linux for a kill when the parent goes; elsewhere only the lifeline remains."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
