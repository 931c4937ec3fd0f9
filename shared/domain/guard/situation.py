"""What a reply answers: the buyer's words and what they are about."""

from functools import lru_cache

from shared.domain.dataclass import dataclass
from shared.domain.guard.promises import ASKING
from shared.domain.language.phrases import Phrasebook
from shared.domain.language.tokens import read_words
from shared.domain.once import build_once
from shared.domain.understanding import Intent

_ENTITLED = frozenset(
    {Intent.DEFECT_NOT_WORKING, Intent.WRONG_ITEM, Intent.MISSING_PARTS, Intent.REFUND_EXCHANGE}
)
_MOST_KEPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The buyer's words, the intent where it is known, and how the product is called."""

    words: str = ""
    intent: Intent | None = None
    titles: tuple[str, ...] = ()

    @property
    def allows_return(self) -> bool:
        """Whether the buyer asks for a return, or got something broken, wrong or incomplete."""
        return self.intent in _ENTITLED or asks_return(self.words)


@lru_cache(maxsize=_MOST_KEPT)
def asks_return(words: str) -> bool:
    """Whether anything in a buyer's words makes a return a natural answer."""
    return bool(words) and any(not hit.denied for hit in _book().find(read_words(words)))


@build_once
def _book() -> Phrasebook[str]:
    return Phrasebook({"asking": [one.strip() for one in ASKING.splitlines() if one.strip()]})
