"""Counts per view and channel, moved in the commit that moves an item."""

from collections import Counter
from dataclasses import field

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Interaction

SUMMARY_KEY = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxSummary:
    """How many items lie where: `views[view][channel]`; `auto` overlaps the stored views.

    `version` changes whenever a count does. `search_version` tells by which rules every item of
    the inbox can be searched, 0 while there may be some that cannot; `named` whether any of them
    may bear a buyer's name; `reading` names what all of them were understood by.
    """

    id: str = SUMMARY_KEY
    views: dict[str, dict[str, int]] = field(default_factory=dict)
    version: int = 0
    search_version: int = 0
    named: bool = True
    reading: str = ""


def places_of(item: Interaction) -> tuple[str, ...]:
    """The summary's views that count an item."""
    return (item.queue.view.value, "auto") if item.queue.auto else (item.queue.view.value,)


def count_moves(moves: list[tuple[Interaction | None, Interaction | None]]) -> dict[str, int]:
    """Amounts to add to the summary for items that went from one state to another.

    Keys are dotted fields of `InboxSummary`; empty when no count changes.
    """
    amounts: Counter[str] = Counter()
    for before, after in moves:
        if before is not None:
            amounts.subtract(_fields(before))
        if after is not None:
            amounts.update(_fields(after))
    changed = {name: amount for name, amount in amounts.items() if amount}
    return {**changed, "version": 1} if changed else {}


def _fields(item: Interaction) -> list[str]:
    return [f"views.{place}.{item.channel.value}" for place in places_of(item)]
