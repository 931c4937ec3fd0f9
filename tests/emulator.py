"""The Firestore emulator for commands that run outside pytest."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.firestore import FirestoreEmulator, Missing, find_emulator


@contextmanager
def running_emulator() -> Iterator[None]:
    """Google's client finds it by its own environment variable; RuntimeError without a jar."""
    found = find_emulator()
    if isinstance(found, Missing):
        raise RuntimeError(found.reason)  # noqa: TRY004 - no jar is no wrong type
    emulator = FirestoreEmulator(found)
    emulator.start(_free_port())
    os.environ["FIRESTORE_EMULATOR_HOST"] = emulator.host
    try:
        yield
    finally:
        del os.environ["FIRESTORE_EMULATOR_HOST"]
        emulator.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
