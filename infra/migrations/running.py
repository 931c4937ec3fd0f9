"""Work off steps: each page and how far it brought us are one commit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infra.migrations.progress import (
    LEASE,
    Held,
    Kept,
    Progress,
    read_progress,
    take_step,
    write_of,
)
from infra.migrations.steps import Step
from infra.migrations.walking import walk_pages
from shared.adapters.store.checks import check_document
from shared.adapters.store.kinds import DocPath, place_of
from shared.adapters.store.plain import Database, DocWrite, Found, SetDoc
from shared.domain.errors import Conflict, Unavailable
from shared.ports import Clock

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Worker:
    """Who migrates what; a name that nobody else has tells leases apart."""

    database: Database
    clock: Clock
    name: str

    def run(self, steps: Sequence[Step]) -> dict[str, Progress]:
        """Bring every step to its end, in order; Held when somebody else is at one."""
        return {step.name: self._run_step(step) for step in steps}

    def _run_step(self, step: Step) -> Progress:
        done = take_step(self.database, step.name, self.name, self.clock)
        if done.finished_at is not None:
            return done
        after: DocPath = tuple(done.after.split("/")) if done.after else ()
        for page in walk_pages(self.database, place_of(step.kind), after):
            self._save_page(step, page)
        return self._finish(step)

    def _save_page(self, step: Step, page: list[Found]) -> None:
        """Documents that change meanwhile are read again."""
        last, seen = "/".join(page[-1].path), len(page)
        for _ in range(_TRIES):
            kept = self._read_own(step)
            if kept.progress.after == last:
                return
            writes = change_page(step, page)
            news = replace(
                kept.progress,
                after=last,
                seen=kept.progress.seen + seen,
                changed=kept.progress.changed + len(writes),
                held_until=self.clock.now() + LEASE,
            )
            if self._commit([*writes, write_of(step.name, news, kept.version)]):
                return
            page = self.database.read([found.path for found in page])
        raise Unavailable(f"{step.name}: a page keeps changing")

    def _finish(self, step: Step) -> Progress:
        for _ in range(_TRIES):
            kept, now = self._read_own(step), self.clock.now()
            if kept.progress.finished_at is not None:
                return kept.progress
            news = replace(kept.progress, held_until=now, finished_at=now)
            self._commit([write_of(step.name, news, kept.version)])
        raise Unavailable(f"{step.name} cannot be noted as finished")

    def _read_own(self, step: Step) -> Kept:
        """A lease that somebody took over ends the run: the work goes on elsewhere."""
        kept = read_progress(self.database, step.name)
        if kept.progress.holder != self.name:
            raise Held(f"{step.name} was taken over by somebody else")
        return kept

    def _commit(self, writes: list[DocWrite]) -> bool:
        """False where it did not happen, or where nobody knows: what is read next tells."""
        try:
            self.database.commit(writes)
        except (Conflict, Unavailable):
            return False
        return True


def change_page(step: Step, page: Sequence[Found]) -> list[DocWrite]:
    """Only what a step changes is written, and only if it is still what was read."""
    writes: list[DocWrite] = []
    for found in page:
        news = step.change(found.data)
        if news != found.data:
            check_document(news)
            writes.append(SetDoc(found.path, news, found.version))
    return writes
