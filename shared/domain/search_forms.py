"""All the stems that one word of a query may have in a text."""

from functools import lru_cache

from shared.domain.language.lemmas import forms_of, spell_forms
from shared.domain.search_words import MOST_KEPT, RUSSIAN, stem_of

_SHORTEST_DECLINED = 3


@lru_cache(maxsize=MOST_KEPT)
def stems_of_forms(folded: str) -> frozenset[str]:
    """The stems of a word in every form: Snowball alone tells «подарок» from «подарка»."""
    stem = stem_of(folded)
    if len(folded) < _SHORTEST_DECLINED or not RUSSIAN.fullmatch(folded):
        return frozenset({stem})
    forms = (form for lemma in forms_of(folded).lemmas for form in spell_forms(lemma))
    return frozenset({stem, *(stem_of(form) for form in forms if RUSSIAN.fullmatch(form))})
