"""`make migrate`: bring stored documents to today's shapes, while the product runs.

With PROJECT it works on that project's Firestore, else on the data of the local stack. Cut off
anywhere, it goes on where it stopped; a step that somebody else works on is left to them. What is
finished is done again only with `--again`.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from infra.local.data import DataBroken
from infra.local.screen import say
from infra.migrations.progress import Held, forget_steps
from infra.migrations.rehearsing import Rehearsal, rehearse_steps
from infra.migrations.running import Worker
from infra.migrations.steps import STEPS
from infra.opening import CannotOpen, open_somewhere, store_parser
from shared.adapters.store.plain import Database
from shared.adapters.system import SystemClock
from shared.domain.errors import Unavailable
from shared.ports import Clock


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, or would be; 1 when a step must wait or would break documents."""
    parser = store_parser(__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be")
    parser.add_argument("--again", action="store_true", help="do finished steps once more")
    wish = parser.parse_args(arguments)
    try:
        with open_somewhere(wish.project, wish.data.resolve()) as stores:
            if wish.dry_run:
                return rehearse(stores.database)
            return migrate(stores.database, SystemClock(timedelta(0)), again=wish.again)
    except (CannotOpen, DataBroken, Held, Unavailable) as error:
        say(f"✗ {error}")
        return 1


def migrate(database: Database, clock: Clock, *, again: bool) -> int:
    """Do what is not done yet."""
    if again:
        forget_steps(database, tuple(step.name for step in STEPS), clock)
    worker = Worker(database, clock, f"migrate-{secrets.token_hex(8)}")
    for step in STEPS:
        done = worker.run([step])[step.name]
        say(f"✓ {step.name}: {done.changed} of {done.seen} documents changed")
    return 0


def rehearse(database: Database) -> int:
    """Tell what would change; a document that nobody could read afterwards is a fault."""
    told = list(rehearse_steps(STEPS, database))
    for one in told:
        say(_describe(one))
    return 1 if any(one.unreadable for one in told) else 0


def _describe(told: Rehearsal) -> str:
    if told.finished:
        return f"– {told.step}: done"
    mark = "✗" if told.unreadable else "✓"
    fields = ", ".join(f"{name} ({count})" for name, count in sorted(told.fields.items()))
    broken = f"; {told.unreadable} could not be read afterwards" if told.unreadable else ""
    counts = f"{told.changed} of {told.seen} documents would change"
    return f"{mark} {told.step}: {counts}{': ' if fields else ''}{fields}{broken}"


if __name__ == "__main__":
    raise SystemExit(main())
