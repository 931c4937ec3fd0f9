"""Gather all data of a seller into parts of a file, a slice at a time."""

from collections.abc import Iterator
from dataclasses import field
from functools import partial

from shared.domain.accounts.belongings import Belongings
from shared.domain.accounts.export import (
    EXPORT_KEY,
    KEEP_EXPORT,
    PART_BYTES,
    Export,
    as_line,
    part_name,
)
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id
from shared.ports import Clock, Files, Put, Query, Store, Stored, Stores, TaskQueue
from shared.usecases.run_job import find_unfinished, start_job

PAGE = 100


@dataclass(slots=True)
class _Writer:
    """Collects lines and keeps a part whenever enough of them have come together."""

    files: Files
    seller: SellerId
    job: str
    part: int
    size: int
    _lines: list[bytes] = field(default_factory=list)
    _waiting: int = 0

    def add(self, key: tuple[str, ...], value: object) -> None:
        line = as_line(key, value)
        self._lines.append(line)
        self._waiting += len(line)
        if self._waiting >= PART_BYTES:
            self.flush()

    def flush(self) -> None:
        if self._lines:
            self.files.keep(self.seller, part_name(self.job, self.part), b"".join(self._lines))
            self.part += 1
            self.size += self._waiting
            self._lines, self._waiting = [], 0


def ask_export(
    seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock
) -> tuple[Job, bool]:
    """Begin an export, unless one is under way or was begun within the same hour."""
    running = find_unfinished(seller, JobKind.EXPORT, stores=stores)
    if running is not None:
        return running, False
    name = job_id(JobKind.EXPORT, f"{clock.now():%Y-%m-%dT%H}")
    return start_job(seller, JobKind.EXPORT, name, stores=stores, queue=queue, clock=clock)


def find_export(seller: SellerId, *, stores: Stores, clock: Clock) -> Export | None:
    """The newest export, while it lasts."""
    stored = stores.of_seller(seller).get(Export, EXPORT_KEY)
    if stored is None or stored.value.expires_at <= clock.now():
        return None
    return stored.value


def export_worker(*, stores: Stores, files: Files, clock: Clock, belongings: Belongings) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, files=files, clock=clock, belongings=belongings)


def drop_parts(seller: SellerId, export: Export, *, files: Files) -> None:
    """Take the bytes of an export away."""
    for number in range(export.parts):
        files.drop(seller, part_name(export.job, number))


def _work(
    seller: SellerId,
    job: Job,
    has_time: HasTime,
    *,
    stores: Stores,
    files: Files,
    clock: Clock,
    belongings: Belongings,
) -> Slice:
    store, known = stores.of_seller(seller), job.checkpoint
    writer = _Writer(files, seller, job.id, job.result.get("parts", 0), job.result.get("bytes", 0))
    kinds = belongings.exported()
    step, after, done = int(known.get("step", "0")), known.get("after", ""), job.done
    while step < len(kinds):
        found = _read_page(store, kinds[step], after)
        for stored in found:
            done += _add(store, writer, stored, belongings)
        over = len(found) < PAGE
        step, after = (step + 1, "") if over else (step, found[-1].key[-1])
        if not has_time():
            break
    writer.flush()
    result = {"parts": writer.part, "bytes": writer.size}
    if step < len(kinds):
        return Slice(checkpoint={"step": str(step), "after": after}, done=done, result=result)
    _finish(seller, job, writer, store, files, clock)
    return Slice(done=done, result=result, is_over=True)


def _read_page(store: Store, kind: type, after: str) -> list[Stored[object]]:
    return store.find(Query(kind=kind, limit=PAGE, after=(after,) if after else ()))


def _add(store: Store, writer: _Writer, stored: Stored[object], belongings: Belongings) -> int:
    writer.add(stored.key, stored.value)
    if not isinstance(stored.value, Interaction):
        return 1
    return 1 + sum(
        _add_below(writer, found)
        for kind in belongings.nested
        for found in _pages_below(store, kind, stored.value.id)
    )


def _pages_below(store: Store, kind: type, item: str) -> Iterator[list[Stored[object]]]:
    after: tuple[str, ...] = ()
    while True:
        query: Query[object] = Query(kind=kind, within=(item,), limit=PAGE, after=after)
        found = store.find(query)
        yield found
        if len(found) < PAGE:
            return
        after = (found[-1].key[-1],)


def _add_below(writer: _Writer, found: list[Stored[object]]) -> int:
    for stored in found:
        writer.add(stored.key, stored.value)
    return len(found)


def _finish(
    seller: SellerId, job: Job, writer: _Writer, store: Store, files: Files, clock: Clock
) -> None:
    """The new export takes the place of the one before, whose parts go."""
    before, now = store.get(Export, EXPORT_KEY), clock.now()
    made = Export(
        job=job.id,
        made_at=now,
        expires_at=now + KEEP_EXPORT,
        parts=writer.part,
        size=writer.size,
    )
    store.commit([Put(made)])
    if before is not None and before.value.job != job.id:
        drop_parts(seller, before.value, files=files)
