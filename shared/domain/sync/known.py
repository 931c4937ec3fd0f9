"""What a channel showed before, so that an unchanged item costs no write.

Open items are all remembered, with WB's ids, so that one that leaves the unanswered list can be
read by its id. Of the rest only the newest are: an item that is forgotten here is compared again
by ingestion, which costs a read and no write.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import field, replace
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.sync.state import KnownItems

MOST_LISTED = 20_000
MOST_OTHERS = 3_000
# A review that WB archived unanswered looks for ever like one that was just answered.
MOST_MISSES = 3
_HASH_LENGTH = 8


class Place(StrEnum):
    """Where an item was seen last."""

    LISTED = "u"
    LEFT = "l"
    MISSED = "m"
    ELSEWHERE = "e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One remembered item; `seen` marks it while an unanswered list is being read."""

    hash: str
    place: Place = Place.ELSEWHERE
    misses: int = 0
    seen: bool = False


@dataclass(slots=True, kw_only=True)
class Memory:
    """What one channel showed, in the order in which it changed; `packed` is what was read.

    `past` are the names that were read from the past, newest first: they go before all others.
    """

    channel: Channel
    entries: dict[str, Known] = field(default_factory=dict)
    packed: bytes = b""
    past: list[str] = field(default_factory=list)

    @classmethod
    def unpack(cls, channel: Channel, known: KnownItems | None) -> "Memory":
        """Read what the last run left; what is broken is as good as forgotten."""
        try:
            marks: dict[str, str] = json.loads(zlib.decompress(known.body)) if known else {}
        except (zlib.error, ValueError):
            marks = {}
        entries = {name: _read_marks(line) for name, line in marks.items()}
        return cls(channel=channel, entries=entries, packed=known.body if known else b"")

    def pack(self) -> KnownItems:
        """Forget what is too much, the oldest first."""
        self._put_past_first()
        self._forget_oldest()
        marks = {name: _write_marks(known) for name, known in self.entries.items()}
        text = json.dumps(marks, ensure_ascii=False, separators=(",", ":"))
        return KnownItems(channel=self.channel, body=zlib.compress(text.encode()))

    def is_news(self, name: str, content_hash: str) -> bool:
        """Whether an item is new or differs from what was last seen."""
        known = self.entries.get(name)
        return known is None or known.hash != content_hash[:_HASH_LENGTH]

    def was_other(self, name: str, content_hash: str) -> bool:
        """Whether an item was seen before with another content."""
        return name in self.entries and self.is_news(name, content_hash)

    def note_past(self, name: str, content_hash: str, place: Place) -> None:
        """Remember an item of a list that is read from the newest to the oldest."""
        is_new = name not in self.entries
        self.note(name, content_hash, place)
        if is_new:
            self.past.append(name)

    def note(self, name: str, content_hash: str, place: Place) -> None:
        """Remember an item as it is now; only news moves to the end of the order."""
        digest = content_hash[:_HASH_LENGTH]
        known = Known(hash=digest, place=place, seen=place is Place.LISTED)
        if self.is_news(name, content_hash):
            self.entries.pop(name, None)
        self.entries[name] = known

    def recall(self, name: str, content_hash: str) -> None:
        """An open item that nothing has shown for long is to be read by its id."""
        if name not in self.entries:
            self.entries[name] = Known(hash=content_hash[:_HASH_LENGTH], place=Place.LEFT)

    def unmark(self, name: str) -> None:
        """An item was seen, but not by the reading of the list that is under way."""
        self.entries[name] = replace(self.entries[name], seen=False)

    def miss(self, name: str, misses: int) -> None:
        """An item that left the list is still unanswered: look again, but not for ever."""
        known = self.entries[name]
        if misses + 1 < MOST_MISSES:
            self.entries[name] = replace(known, place=Place.MISSED, misses=misses + 1)

    def forget(self, name: str) -> None:
        """Drop an item that WB does not know any more."""
        self.entries.pop(name, None)

    def close_list(self) -> None:
        """The unanswered list has been read whole: what was not in it has left."""
        for name, known in self.entries.items():
            left = known.place in (Place.LISTED, Place.MISSED) and not known.seen
            place = Place.LEFT if left else known.place
            self.entries[name] = replace(known, place=place, seen=False)

    def left(self) -> Iterator[str]:
        """Names of items that are to be read by id."""
        return (name for name, known in self.entries.items() if known.place is Place.LEFT)

    def _put_past_first(self) -> None:
        names = [name for name in reversed(self.past) if name in self.entries]
        self.entries = {name: self.entries[name] for name in names} | self.entries
        self.past = []

    def _forget_oldest(self) -> None:
        listed = [
            name for name, known in self.entries.items() if known.place is not Place.ELSEWHERE
        ]
        others = [name for name, known in self.entries.items() if known.place is Place.ELSEWHERE]
        for name in (*listed[:-MOST_LISTED], *others[:-MOST_OTHERS]):
            del self.entries[name]


def _write_marks(known: Known) -> str:
    return f"{known.place.value}{known.misses}{int(known.seen)}{known.hash}"


def _read_marks(line: str) -> Known:
    place, misses, seen = line[0], line[1], line[2]
    return Known(hash=line[3:], place=Place(place), misses=int(misses), seen=seen == "1")
