"""Groups of phrases with one rule and the same excuses, and the verb forms that they need."""

import re
from collections.abc import Mapping
from enum import Enum, auto

from shared.domain.dataclass import dataclass
from shared.domain.language.lemmas import spell_forms

_ENDINGS = {
    "we": ("ем", "им", "ём", "у", "ю", "дим", "мся", "усь", "юсь"),
    "they": ("ет", "ит", "ут", "ют", "ат", "ят", "ется", "ится", "утся", "ятся", "ются", "атся"),
}
# The dictionary that spells verbs is read when a text is, and not while an instance starts.
_VERBS = re.compile(r"\[(?P<who>we|they): (?P<verbs>[^]]*)\]")
_SHORTEST = 4


class Excuse(Enum):
    """What makes a phrase harmless."""

    DENIAL = auto()
    CONDITION = auto()
    ABOUT_PRODUCT = auto()
    ABOUT_OTHERS = auto()
    ABOUT_PAPERS = auto()
    ELSE_ANSWERED = auto()
    GUESS = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """Phrases by which one rule is broken, a phrase a line."""

    rule: str
    phrases: str
    excuses: frozenset[Excuse] = frozenset({Excuse.DENIAL})

    def lines(self) -> list[str]:
        """The phrases as a book takes them."""
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]


def excused_by(*excuses: Excuse) -> frozenset[Excuse]:
    """Name what clears a sense; without names nothing does."""
    return frozenset(excuses)


def we(verbs: str) -> str:
    """What the seller says of itself: «вернём», «верну»; spelt out when a book is made."""
    return f"[we: {verbs}]"


def they(verbs: str) -> str:
    """What others will do: «вернут», «придёт»; spelt out when a book is made."""
    return f"[they: {verbs}]"


def merge_classes(*parts: Mapping[str, str]) -> dict[str, str]:
    """All classes of words under their names."""
    return {
        name: _VERBS.sub(_spell_verbs, words).replace("ё", "е")
        for part in parts
        for name, words in part.items()
    }


def _spell_verbs(found: re.Match[str]) -> str:
    endings = _ENDINGS[found["who"]]
    forms = {
        form
        for verb in found["verbs"].split()
        for form in spell_forms(verb.replace("ё", "е"))
        if form.endswith(endings) and len(form) >= _SHORTEST
    }
    return " ".join(f"={form}" for form in sorted(forms))
