"""What a seller wants to be otherwise in one draft, as far as templates can follow."""

import re
from collections.abc import Iterator
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.language.letters import fold_text

LONGEST_WISH = 300


class Change(StrEnum):
    """What phrases can be put together for."""

    SHORTER = "shorter"
    WARMER = "warmer"
    NO_GREETING = "no_greeting"


_WORDS = {
    Change.SHORTER: re.compile(r"коро[чт]\w*|покороче|сократи\w*|сжат\w*|кратк\w*|лаконичн\w*"),
    Change.WARMER: re.compile(r"(?:по)?теплее|тепло|дружелюбн\w*|(?:по)?душевн\w*|(?:по)?мягче"),
    Change.NO_GREETING: re.compile(
        r"без\s+(?:приветстви\w*|здравствуйте)|не\s+здоровайся|(?:убери|убрать)\s+приветстви\w*"
    ),
}
_FILLERS = re.compile(
    r"(?<!\w)(?:и|а|но|пожалуйста|сделай|сделать|напиши|ответ|текст|чуть|немного|ещё|еще|более"
    r"|сильно|очень|тон|стиль|с)(?!\w)|[\W_]+"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The changes that are known; `is_whole` where nothing else is wished for."""

    changes: frozenset[Change]
    is_whole: bool


def read_wishes(words: str) -> Wishes:
    """Read a seller's own words."""
    folded = fold_text(words)
    found = frozenset(_find(folded))
    for change in found:
        folded = _WORDS[change].sub(" ", folded)
    return Wishes(found, not _FILLERS.sub("", folded))


def _find(folded: str) -> Iterator[Change]:
    for change, pattern in _WORDS.items():
        if pattern.search(folded):
            yield change
