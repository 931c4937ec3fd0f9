"""The rows behind one day's counts: what is counted again takes its own place."""

import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from datetime import date, datetime
from typing import Any

from shared.domain.analytics.counts import is_by_product
from shared.domain.analytics.rows import By, Fate, Harm, ItemRow, Origin, ReplyRow, Row
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.replies.states import ReplyKind, ReplyState

_READ: dict[str, Callable[[Any], Any]] = {
    "channel": Channel,
    "fate": Fate,
    "by": By,
    "state": ReplyState,
    "origin": Origin,
    "kind": ReplyKind,
    "harms": lambda names: tuple(Harm(name) for name in names),
    "topics": lambda pairs: tuple((label, feeling) for label, feeling in pairs),
    **dict.fromkeys(
        ("at", "target_at", "limit_at", "answered_at", "asked_at", "sent_at"),
        datetime.fromisoformat,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLedger:
    """One Moscow day's rows, packed; `id` is the day."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a seller's days have been counted: everything that changed up to `until`.

    A look that was cut off at `after_at` goes on there towards the past. `deadlines` tells by
    which table and hours everything was judged: with another one all is counted anew.
    """

    id: str
    until: datetime
    newest: datetime | None = None
    after_at: datetime | None = None
    after_id: str = ""
    deadlines: str = ""
    counted_at: datetime | None = None


@dataclass(slots=True)
class Day:
    """One day's rows by name, while it is counted."""

    day: date
    rows: dict[str, Row] = field(default_factory=dict)

    def put(self, row: Row) -> None:
        """Count a row; the same thing takes the place of what was known of it."""
        self.rows[row.id] = row

    def counts(self, *, by_product: bool) -> Counter[str]:
        """Add up the names of all rows: those of products, or the others."""
        return Counter(
            name
            for row in self.rows.values()
            for name in row.names()
            if is_by_product(name) == by_product
        )


def pack_rows(rows: Mapping[str, Row]) -> bytes:
    """The same rows always give the same bytes."""
    body = {name: _dump(rows[name]) for name in sorted(rows)}
    return zlib.compress(json.dumps(body, separators=(",", ":")).encode(), 6)


def unpack_rows(body: bytes) -> dict[str, Row]:
    """Read rows back, by name."""
    known = json.loads(zlib.decompress(body))
    return {name: _load(facts) for name, facts in known.items()}


def _dump(row: Row) -> dict[str, Any]:
    """What is as it usually is takes no room."""
    facts = {
        part.name: getattr(row, part.name)
        for part in fields(row)
        if getattr(row, part.name) != part.default
    }
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in facts.items()
    }


def _load(facts: dict[str, Any]) -> Row:
    """What a later release has noted besides is left to it."""
    kind = ReplyRow if "state" in facts else ItemRow
    known = {part.name for part in fields(kind)} & facts.keys()
    return kind(**{name: _READ.get(name, lambda value: value)(facts[name]) for name in known})
