"""Functions note that they work: seldom, and without standing in the way of the work."""

from contextlib import suppress
from dataclasses import replace
from threading import Lock

from shared.domain.analytics.heartbeats import BEAT_EVERY, Beat, Heartbeat, add_beat
from shared.domain.analytics.uptime import Tries
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.ports import Clock, Create, Put, Stores


class Beats:
    """What one instance of a function has to tell; what cannot be written is told next time."""

    def __init__(self, function: str, *, stores: Stores, clock: Clock) -> None:
        self._function = function
        self._stores = stores
        self._clock = clock
        self._lock = Lock()
        self._beat = Beat()
        self._told_at: float | None = None

    def note(self, *, ok: bool, ticked: bool = False) -> None:
        """Count one call, and tell what was counted if it is time; a tick is told at once."""
        with self._lock:
            self._beat = self._add(ok=ok, ticked=ticked)
            now = self._clock.monotonic()
            every = BEAT_EVERY.total_seconds()
            if not ticked and self._told_at is not None and now - self._told_at < every:
                return
            beat, self._beat, self._told_at = self._beat, Beat(), now
        if not self._tell(beat):
            with self._lock:
                self._beat = replace(
                    self._beat,
                    tries=self._beat.tries + beat.tries,
                    ok_at=self._beat.ok_at or beat.ok_at,
                    failed_at=self._beat.failed_at or beat.failed_at,
                    ticked_at=self._beat.ticked_at or beat.ticked_at,
                )

    def _add(self, *, ok: bool, ticked: bool) -> Beat:
        now = self._clock.now()
        tries = Tries(ok=1) if ok else Tries(failed=1)
        return replace(
            self._beat,
            tries=self._beat.tries + tries,
            ok_at=now if ok else self._beat.ok_at,
            failed_at=self._beat.failed_at if ok else now,
            ticked_at=now if ticked else self._beat.ticked_at,
        )

    def _tell(self, beat: Beat) -> bool:
        """Another instance may write at the same time; a store that is down stops no work."""
        with suppress(AlreadyExists, Stale, Unavailable):
            shared, now = self._stores.shared(), self._clock.now()
            stored = shared.get(Heartbeat, self._function)
            before = stored.value if stored else Heartbeat(id=self._function)
            after = add_beat(before, beat, now)
            shared.commit([Put(after, version=stored.version) if stored else Create(after)])
            return True
        return False
