"""Letters as a reader takes them: case, «ё», widths, blanks and look-alikes do not matter."""

import re
import unicodedata

LONGEST_READ = 5000

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile("[а-я]")
_LOOKALIKES = str.maketrans("abcehkmoptxy3", "авсенкмортху3")


def fold_text(text: str) -> str:
    """Lower case, «ё» as «е», every blank as a space, full-width letters as plain: same length."""
    return "".join(_fold_letter(letter) for letter in text)


def unite_alphabets(folded: str) -> str:
    """Read Latin look-alikes inside a Cyrillic word as the letters they imitate: same length."""
    return _WORD.sub(_unite_word, folded)


def _fold_letter(letter: str) -> str:
    if letter.isspace() and letter != "\n":
        return " "
    folded = unicodedata.normalize("NFKC", letter).lower().replace("ё", "е")
    return folded if len(folded) == 1 else letter


def _unite_word(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word
