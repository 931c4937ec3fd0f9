"""All the stems that one word of a query may have in a text."""

from collections.abc import Iterator
from functools import lru_cache

from shared.domain.language.lemmas import forms_of, is_known, spell_forms
from shared.domain.search.words import RUSSIAN, stem_of

_SHORTEST_DECLINED = 3
# Words of queries: the stems of one take four kilobytes.
_MOST_KEPT = 5_000
_ASPECTS = (("ать", "ывать"), ("ить", "ивать"), ("еть", "ивать"))


@lru_cache(maxsize=_MOST_KEPT)
def stems_of_forms(folded: str) -> frozenset[str]:
    """The stems of a word in every form: Snowball alone tells «подарок» from «подарка»."""
    stem = stem_of(folded)
    if len(folded) < _SHORTEST_DECLINED or not RUSSIAN.fullmatch(folded):
        return frozenset({stem})
    lemmas = forms_of(folded).lemmas
    pairs = {pair for lemma in lemmas for pair in _aspects(lemma) if is_known(pair)}
    forms = (form for lemma in lemmas | pairs for form in spell_forms(lemma))
    return frozenset({stem, *(stem_of(form) for form in forms if RUSSIAN.fullmatch(form))})


def _aspects(verb: str) -> Iterator[str]:
    """What is done once or again and again, which sellers do not tell apart when they search."""
    for short, long in _ASPECTS:
        if verb.endswith(long):
            yield verb.removesuffix(long) + short
        elif verb.endswith(short):
            yield verb.removesuffix(short) + long
