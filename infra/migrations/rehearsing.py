"""What steps would do, told by counts and names of fields, never by what stands in them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.migrations.progress import read_progress
from infra.migrations.steps import Step
from infra.migrations.walking import walk_pages
from shared.adapters.store.codec import PlainDoc, decode_document
from shared.adapters.store.kinds import place_of
from shared.adapters.store.plain import Database, Found
from shared.domain.errors import Rejected


@dataclass(slots=True)
class Rehearsal:
    """Counts of one step; `fields` says in how many documents each would change.

    `unreadable` documents could not be read by today's shape after the step.
    """

    step: str
    finished: bool = False
    seen: int = 0
    changed: int = 0
    unreadable: int = 0
    fields: Counter[str] = field(default_factory=Counter)


def rehearse_steps(steps: Sequence[Step], database: Database) -> Iterator[Rehearsal]:
    """Write nothing; each step sees what those before it would have made."""
    for number, step in enumerate(steps):
        told = Rehearsal(step.name)
        told.finished = read_progress(database, step.name).progress.finished_at is not None
        before = [one for one in steps[:number] if one.kind is step.kind]
        if not told.finished:
            for page in walk_pages(database, place_of(step.kind)):
                for found in page:
                    _look(step, before, found, told)
        yield told


def _look(step: Step, before: Sequence[Step], found: Found, told: Rehearsal) -> None:
    data = found.data
    for earlier in before:
        data = earlier.change(data)
    news = step.change(data)
    told.seen += 1
    if news == data:
        return
    told.changed += 1
    told.fields.update(name_changes(data, news))
    place = place_of(step.kind)
    named = dict(zip(place.fields, found.path[1::2][-len(place.fields) :], strict=True))
    try:
        decode_document(step.kind, {**named, **news})
    except Rejected:
        told.unreadable += 1


def name_changes(before: PlainDoc, after: PlainDoc, above: str = "") -> Iterator[str]:
    """Fields that come (+), go (−) or change (~), by their dotted names."""
    for name in sorted({*before, *after}):
        path = f"{above}{name}"
        if name not in after:
            yield f"−{path}"
        elif name not in before:
            yield f"+{path}"
        else:
            yield from _name_change(before[name], after[name], path)


def _name_change(before: Any, after: Any, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from name_changes(before, after, f"{path}.")
    elif before != after:
        yield f"~{path}"
