"""The heartbeats of the functions that this process serves."""

import gc

from shared.ports import Clock, Stores
from shared.usecases.note_beats import Beats

_started: dict[str, Beats] = {}


def start_beats(function: str, stores: Stores, clock: Clock) -> Stores:
    """Count a function's calls in its stores from now on; what is loaded by now stays for good."""
    _started[function] = Beats(function, stores=stores, clock=clock)
    _keep_what_is_loaded()
    return stores


def note_beat(function: str, *, ok: bool, ticked: bool = False) -> None:
    """Count one call of a function."""
    beats = _started.get(function)
    if beats is not None:
        beats.note(ok=ok, ticked=ticked)


def _keep_what_is_loaded() -> None:
    """Modules and shapes live as long as the process, and no search for garbage looks at them.

    Requests make little that counting references does not free.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
