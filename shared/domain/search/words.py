"""Words as search takes them: stems of Russian words, everything else as it is written."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from shared.domain.search.common import COMMON, EMPTY

MOST_KEPT = 50_000
LONGEST_TEXT = 20_000
LONGEST_WORD = 60
# A longer run of digits names one thing: an article, an order, a label.
SHORTEST_NUMBER = 4
_MOST_JOINED = 6

WORD = re.compile(r"[^\W_]+")
RUSSIAN = re.compile("[а-я]+")


def fold_words(text: str) -> str:
    """Lower case, «ё» as «е», letters and their marks as one."""
    return unicodedata.normalize("NFC", text[:LONGEST_TEXT]).lower().replace("ё", "е")


def read_stems(text: str) -> Iterator[str]:
    """The stems of a text, in its order."""
    return (stem_of(word[:LONGEST_WORD]) for word in WORD.findall(fold_words(text)))


def read_article(article: str) -> Iterator[str]:
    """An article's words, and all of it as one, so that «org300» finds ORG-300."""
    words = WORD.findall(fold_words(article))
    yield from map(stem_of, words)
    if 1 < len(words) <= _MOST_JOINED:
        yield "".join(words)[:LONGEST_WORD]


@lru_cache(maxsize=MOST_KEPT)
def stem_of(folded: str) -> str:
    """The Snowball stem of a Russian word; articles, numbers and Latin words stay whole."""
    if not RUSSIAN.fullmatch(folded):
        return folded
    from snowballstemmer import stemmer

    # Its stemmers keep the word they work on, so threads must not share one.
    return str(stemmer("russian").stemWord(folded))


def is_empty(stem: str) -> bool:
    """Whether a stem says nothing by itself."""
    return stem in EMPTY or len(stem) == 1


def rarity_of(stem: str) -> tuple[int, int]:
    """How much a stem narrows a search: names of one thing most, then what is long and unusual."""
    if any(map(str.isdigit, stem)):
        return (3 if len(stem) >= SHORTEST_NUMBER else 1, len(stem))
    place = COMMON.get(stem)
    return (2, len(stem)) if place is None else (0, place)
