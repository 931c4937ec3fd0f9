"""What the person who started the stack sees: a line per part, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


@contextmanager
def progress(part: str) -> Iterator[None]:
    """Say what is being done, then how long it took; a failure leaves the line open."""
    interactive = sys.stdout.isatty()
    if interactive:
        print(f"  … {part}", end="", flush=True)
    started = time.monotonic()
    yield
    line = f"  ✓ {part} ({time.monotonic() - started:.1f} s)"
    say(f"\r\033[K{line}" if interactive else line)
