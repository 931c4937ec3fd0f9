"""The heartbeats of the functions that this process serves."""

from shared.ports import Clock, Stores
from shared.usecases.note_beats import Beats

_started: dict[str, Beats] = {}


def start_beats(function: str, stores: Stores, clock: Clock) -> Stores:
    """Count a function's calls in its stores from now on; before, nothing is."""
    _started[function] = Beats(function, stores=stores, clock=clock)
    return stores


def note_beat(function: str, *, ok: bool, ticked: bool = False) -> None:
    """Count one call of a function."""
    beats = _started.get(function)
    if beats is not None:
        beats.note(ok=ok, ticked=ticked)
