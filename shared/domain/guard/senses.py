"""Groups of phrases with one rule and the same excuses, and the verb forms that they need."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shared.domain.language.lemmas import spell_forms

_WE = ("ем", "им", "ём", "у", "ю", "дим", "мся", "усь", "юсь")
_THEY = ("ет", "ит", "ут", "ют", "ат", "ят", "ется", "ится", "утся", "ятся", "ются", "атся")
_SHORTEST = 4


class Excuse(Enum):
    """What makes a phrase harmless."""

    DENIAL = auto()
    CONDITION = auto()
    ABOUT_PRODUCT = auto()
    ABOUT_OTHERS = auto()
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
    """What the seller says of itself: «вернём», «верну»."""
    return _forms(verbs, _WE)


def they(verbs: str) -> str:
    """What others will do: «вернут», «придёт»."""
    return _forms(verbs, _THEY)


def _forms(verbs: str, endings: tuple[str, ...]) -> str:
    forms = {
        form
        for verb in verbs.split()
        for form in spell_forms(verb.replace("ё", "е"))
        if form.endswith(endings) and len(form) >= _SHORTEST
    }
    return " ".join(f"={form}" for form in sorted(forms))


def merge_classes(*parts: Mapping[str, str]) -> dict[str, str]:
    """All classes of words under their names."""
    return {name: words.replace("ё", "е") for part in parts for name, words in part.items()}
