"""Run a foreign program so that it ends with this process, even when this process is killed."""

import ctypes
import os
import signal
import subprocess
import sys
from functools import partial
from types import FrameType

from infra.local.lifeline import end_with_parent

_PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> int:
    """Start the program and pass on signals; its exit code is ours."""
    end_with_parent()
    tie = partial(_tie_to, os.getpid())
    child = subprocess.Popen(command, preexec_fn=tie)  # noqa: PLW1509 - one thread forks

    def stop(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return child.wait()


def _tie_to(parent: int) -> None:
    """Ask Linux for a kill when the parent goes; elsewhere only the lifeline remains."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It went before the kill was asked for.
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
