"""Judges a reply by its words and by its meaning, and remembers what it has judged."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from shared.domain.drafts.draft import Finding
from shared.domain.guard.guardrails import check_text
from shared.domain.guard.situation import Situation
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel

Vector = tuple[float, ...]
Embed = Callable[[Sequence[str]], Sequence[Vector]]
_MOST_KEPT = 2000


class Judge:
    """One for a process; without `embed` only words are read, and the findings say so."""

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed = embed
        self._verdicts: OrderedDict[tuple[Channel, str, bool | None], tuple[Finding, ...]]
        self._verdicts = OrderedDict()

    def check(
        self, channel: Channel, text: str, situation: Situation | None = None
    ) -> tuple[Finding, ...]:
        """Every objection to a text, in reading order."""
        returns = situation.allows_return if situation else None
        key = (channel, hash_text(text), returns)
        known = self._verdicts.get(key)
        if known is None:
            known = self._verdicts[key] = check_text(channel, text, situation)
            if len(self._verdicts) > _MOST_KEPT:
                self._verdicts.popitem(last=False)
        return known
