"""How far two names that WB shows of buyers agree: a hint, and never a proof of who it is."""

import re
import unicodedata
from enum import StrEnum


class Agreement(StrEnum):
    """What two names say of each other; UNKNOWN where one of them says nothing."""

    FULL = "full"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"


# What WB and sellers' programs show where a buyer has told no name.
_NOBODY = frozenset(
    {"покупатель", "клиент", "пользователь", "аноним", "гость", "wildberries", "wb", "user"}
)
_WORD = re.compile(r"[^\W\d_]+")


def compare_names(one: str, other: str) -> Agreement:
    """Compare word by word; an initial agrees with every name that begins with it."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return Agreement.UNKNOWN
    shorter, longer = sorted((first, second), key=len)
    if sorted(first) == sorted(second):
        is_whole = any(len(word) > 1 for word in first)
        return Agreement.FULL if is_whole else Agreement.PARTIAL
    return Agreement.PARTIAL if _fits(shorter, longer) else Agreement.CONFLICT


def has_name(name: str) -> bool:
    """Whether a name says anything of who it is."""
    return bool(name_words(name))


def name_words(name: str) -> list[str]:
    """The words of a name, folded, but those that stand for having none."""
    folded = unicodedata.normalize("NFKC", name).lower().replace("ё", "е")
    return [word for word in _WORD.findall(folded) if word not in _NOBODY]


def _fits(shorter: list[str], longer: list[str]) -> bool:
    """Each word of the shorter name has a partner of its own, whole words first."""
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next((part for part in left if _agree(word, part)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _agree(word: str, part: str) -> bool:
    if word == part:
        return True
    is_initial = len(word) == 1 or len(part) == 1
    return is_initial and word[0] == part[0]
