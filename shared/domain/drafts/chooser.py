"""Chooses phrases: the same for the same item and words, other ones at the next turn or try."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import field

from shared.domain.dataclass import dataclass
from shared.domain.drafts.phrases import Lines

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Chooser:
    """`attempt` shuffles everything anew; `slots` fill the braces of phrases."""

    seed: str
    turn: int
    attempt: int = 0
    slots: Mapping[str, str] = field(default_factory=dict)

    def pick(self, place: str, lines: Lines, **more: str) -> str:
        """One line whose braces can all be filled; two places choose independently."""
        known = {name: text for name, text in {**self.slots, **more}.items() if text}
        ready = [one for one in lines if all(name in known for name in _SLOT.findall(one))]
        if not ready:
            return ""
        return ready[(self.number(place) + self.turn) % len(ready)].format(**known)

    def number(self, place: str) -> int:
        """A number that only this place of this text has."""
        told = f"{self.seed}\x1f{place}\x1f{self.attempt}"
        return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4])

    def chance(self, place: str, of: int) -> bool:
        """True once in so many texts."""
        return self.number(place) % of == 0
