"""Change one input of an item and everything that follows from it, in one commit."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from shared.domain.interaction import Interaction, Message
from shared.domain.queue import queue_state
from shared.domain.replies.revision import next_revision
from shared.domain.search.index import index_item
from shared.domain.settings import SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary, count_moves
from shared.ports import Bump, Patch, Stored, Write

_STAGE_MAPS = ("source", "links", "buyer", "work", "occurred_at", "lookup")


def change_item(
    item: Interaction,
    settings: SellerSettings,
    now: datetime,
    *,
    said: Sequence[Message] = (),
    **changes: Any,
) -> Interaction:
    """Apply a stage's change and recompute what follows: `queue`, `lookup` and the revision.

    `said` are messages of a chat that searches have to find from now on.
    """
    changed = replace(item, **changes)
    queue = queue_state(changed.channel, changed.source, changed.ai, changed.work, settings, now)
    revision = next_revision(item, changed)
    return index_item(replace(changed, queue=queue, changed_at=now, revision=revision), said)


def patch_item(before: Stored[Interaction], after: Interaction) -> Patch[Interaction]:
    """Write only the maps that differ, and only if nobody else wrote in between."""
    old = before.value
    changed = {
        name: getattr(after, name)
        for name in _STAGE_MAPS
        if getattr(after, name) != getattr(old, name)
    }
    changed |= {
        f"ai.{part.name}": getattr(after.ai, part.name)
        for part in fields(after.ai)
        if getattr(after.ai, part.name) != getattr(old.ai, part.name)
    }
    changed |= {"queue": after.queue, "changed_at": after.changed_at, "revision": after.revision}
    return Patch(Interaction, (after.id,), changed, version=before.version)


def summary_writes(moves: list[tuple[Interaction | None, Interaction | None]]) -> list[Write]:
    """The one write that keeps the counts equal to the lists; none when no count moves."""
    amounts = count_moves(moves)
    return [Bump(InboxSummary, (SUMMARY_KEY,), amounts)] if amounts else []


def move_item(before: Stored[Interaction], after: Interaction) -> list[Write]:
    """Everything that one item's change writes."""
    return [patch_item(before, after), *summary_writes([(before.value, after)])]
