"""Ties a local process to the life of the process that started it."""

import os
import select
import signal
import sys
import threading
import time

PARENT = "INBOX_PARENT"

_POLL_SECONDS = 0.5
_GRACE_SECONDS = 5.0


def end_with_parent(parent: int | None = None) -> None:
    """Stop this process, cleanly if it can, soon after its parent has died.

    A parent that knows its number says it in ``INBOX_PARENT``, so that its death before this call
    counts too; the word is for this process alone and is taken out of the environment.
    The parent is watched as a process.
    ``PR_SET_PDEATHSIG`` is not used: it fires when the *thread* that started the child ends, and a
    supervisor may start its children from short-lived threads.
    """
    told = os.environ.pop(PARENT, "")
    parent = parent or int(told or os.getppid())
    threading.Thread(target=_watch_parent, args=(parent,), name="lifeline", daemon=True).start()


def end_with_stdin() -> None:
    """Stop this process when the other end of its standard input is closed."""
    threading.Thread(target=_watch_stdin, name="lifeline-stdin", daemon=True).start()


def _watch_parent(parent: int) -> None:
    try:
        handle = os.pidfd_open(parent)
    except (AttributeError, OSError):
        while os.getppid() == parent:
            time.sleep(_POLL_SECONDS)
    else:
        # The number may have been given to a new process between the two calls.
        if os.getppid() == parent:
            select.select([handle], [], [])
    _stop_self()


def _watch_stdin() -> None:
    descriptor = sys.stdin.fileno()
    while os.read(descriptor, 4096):
        continue
    _stop_self()


def _stop_self() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    # A process that ignores the signal must not outlive the stack that it belongs to.
    os._exit(1)
