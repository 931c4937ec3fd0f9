"""Whether two texts are the same words to a reader."""

import unicodedata

from shared.domain.ids import hash_text


def same_text(shown: str, sent: str) -> bool:
    """Equal after Unicode normalisation and folding of blanks."""
    return _folded(shown) == _folded(sent)


def fold_hash(text: str) -> str:
    """Fingerprint of a text as `same_text` compares it."""
    return hash_text(_folded(text))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
