import os
import signal
import subprocess
import sys
import time

import pytest

from infra.local.lifeline import PARENT as PARENT_VARIABLE
from tests.tasks_emulator.support import PATIENCE_S, ROOT, wait_until

pytestmark = pytest.mark.stack

CHILD = (
    "import time; from infra.local.lifeline import end_with_parent;"
    " end_with_parent(); print('up', flush=True); time.sleep(60)"
)
# The child is started from a thread that ends at once: only the process must count.
PARENT = f"""
import subprocess, sys, threading, time
def start():
    child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE)
    child.stdout.readline()
    print(child.pid, flush=True)
thread = threading.Thread(target=start)
thread.start()
thread.join()
time.sleep(60)
"""


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_child_ends_with_its_parent_but_not_with_the_thread_that_started_it() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.3)
        assert _is_alive(child)

        parent.kill()
        parent.wait(PATIENCE_S)

        wait_until(lambda: not _is_alive(child), 3)


def test_a_child_whose_starter_died_before_it_looked_ends_at_once() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as gone:
        gone.wait(PATIENCE_S)
    environment = {**os.environ, PARENT_VARIABLE: str(gone.pid)}

    with subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=ROOT, stdout=subprocess.DEVNULL, env=environment
    ) as child:
        assert child.wait(PATIENCE_S) == -signal.SIGTERM
