"""How far a step has come, and who works on it: one document per step."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from shared.adapters.store.codec import decode_document, encode_document
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import CreateDoc, Database, DocWrite, SetDoc
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.ports import Clock

LEASE = timedelta(minutes=2)
_TRIES = 8
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Held(Exception):
    """Somebody else works on the step; the message says until when their lease lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`after` is the path of the last document that is done."""

    after: str = ""
    seen: int = 0
    changed: int = 0
    holder: str = ""
    held_until: datetime = _NEVER
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Progress as it lies in the store; without a version it is not there yet."""

    progress: Progress
    version: str | None


def progress_path(step: str) -> DocPath:
    """Where the document of a step lies."""
    return ("migrations", step)


def read_progress(database: Database, step: str) -> Kept:
    """A step that nobody has begun has come nowhere."""
    found = database.read([progress_path(step)])
    if not found:
        return Kept(Progress(), None)
    return Kept(decode_document(Progress, found[0].data), found[0].version)


def write_of(step: str, progress: Progress, version: str | None) -> DocWrite:
    """The write that only the one who read that version may make."""
    path, document = progress_path(step), encode_document(progress)
    return CreateDoc(path, document) if version is None else SetDoc(path, document, version)


def take_step(database: Database, step: str, holder: str, clock: Clock) -> Progress:
    """Take the lease, unless somebody has it or nothing is left to do."""
    for _ in range(_TRIES):
        kept, now = read_progress(database, step), clock.now()
        known = kept.progress
        is_held = known.held_until > now
        if known.finished_at is not None or (is_held and known.holder == holder):
            return known
        if is_held:
            raise Held(f"{step} is worked on until {known.held_until:%H:%M:%S} UTC or longer")
        # Whether it came to pass, the next look tells.
        with suppress(AlreadyExists, Stale, Unavailable):
            mine = replace(known, holder=holder, held_until=now + LEASE)
            database.commit([write_of(step, mine, kept.version)])
    raise Unavailable(f"{step} cannot be begun: the store does not answer")


def forget_steps(database: Database, steps: tuple[str, ...], clock: Clock) -> None:
    """Let steps be done again: what wrote an old shape meanwhile is found.

    All of them or none: Held while somebody works on any.
    """
    writes: list[DocWrite] = []
    for step in steps:
        kept = read_progress(database, step)
        if kept.progress.held_until > clock.now():
            until = f"{kept.progress.held_until:%H:%M:%S} UTC"
            raise Held(f"{step} is worked on until {until} or longer; nothing is done again")
        if kept.version is not None:
            writes.append(write_of(step, Progress(), kept.version))
    try:
        database.commit(writes)
    except Stale as stale:
        raise Held("somebody has begun to work on a step; nothing is done again") from stale
