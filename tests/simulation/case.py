"""What a case is: one delivery to a handler, and what is true at its end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.domain.summary import InboxSummary
from shared.ports import Query, Store
from tests.simulation.ports import Delivery

Look = Callable[[], Any]
Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Case:
    """What is delivered, the rest of the world, and what can be seen at the end."""

    act: Act
    look: Look


def queued(held: list[Delivery]) -> Any:
    """What was asked for, however often."""
    return sorted({(task.queue, *sorted(task.payload.items())) for task in held})


def counts(store: Store) -> Any:
    """The inbox's counts, without those of nothing."""
    found = store.find(Query(kind=InboxSummary))
    rows = [row for stored in found for row in stored.value.views.items()]
    return {view: kept for view, row in rows if (kept := {name: n for name, n in row.items() if n})}
