"""The words that phrases use: which names a typed word answers to, typos mended."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from shared.domain.language.lemmas import forms_of, spell_forms
from shared.domain.language.tokens import Word
from shared.domain.once import build_once

MOST_MENDED = 60
SHORTEST_PREFIX = 2

_SHORTEST_MENDED = 5
_LONG = 8
_KEPT = 20_000


class Vocabulary:
    """Answers for one book of phrases, remembering words it has seen."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._prefixes = frozenset(one[:-1] for one in self._names if one.endswith("*"))
        self._load_spellings = build_once(self._collect_spellings)
        self._recall = lru_cache(maxsize=_KEPT)(self._recognise)

    def name_words(self, words: Iterable[Word]) -> list[frozenset[str]]:
        """The names of each word; after so many unknown words no typo is mended any more."""
        found, unknown = [], 0
        for word in words:
            unknown += not word.forms.known
            mends = not word.forms.known and unknown <= MOST_MENDED
            found.append(self._recall(word.text, word.lemmas, word.kinds, mends))
        return found

    def _recognise(
        self,
        text: str,
        lemmas: frozenset[str],
        kinds: frozenset[str],
        mends: bool,  # noqa: FBT001
    ) -> frozenset[str]:
        names = self._names & {*lemmas, f"={text}", *(f"<{kind}" for kind in kinds)}
        names |= self._names & {f"{lemma}/{kind}" for lemma in lemmas for kind in kinds}
        names |= self._match_prefixes(lemmas)
        mended = self._mend(text) if mends else ""
        if mended and mended != text:
            forms = forms_of(mended)
            return self._recognise(mended, forms.lemmas, forms.kinds, mends=False)
        return names

    def _match_prefixes(self, lemmas: Iterable[str]) -> frozenset[str]:
        return frozenset(
            f"{lemma[:size]}*"
            for lemma in lemmas
            for size in range(SHORTEST_PREFIX, len(lemma) + 1)
            if lemma[:size] in self._prefixes
        )

    def _mend(self, text: str) -> str:
        """The nearest form of any word that a phrase uses, or nothing."""
        if len(text) < _SHORTEST_MENDED:
            return ""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        bound = 2 if len(text) >= _LONG else 1
        spellings = self._load_spellings()
        near: list[str] = []
        for size in range(len(text) - bound, len(text) + bound + 1):
            near += spellings.get((text[0], size), ())
        best = extractOne(text, near, scorer=OSA.distance, score_cutoff=bound)
        return str(best[0]) if best else ""

    def _collect_spellings(self) -> dict[tuple[str, int], list[str]]:
        """Only a text with an unknown word pays for the forms of all words."""
        lemmas = {name.partition("/")[0] for name in self._names}
        mendable = {one for one in lemmas if one.isalpha() and len(one) >= _SHORTEST_MENDED - 1}
        table: dict[tuple[str, int], list[str]] = defaultdict(list)
        for form in sorted(frozenset().union(*(spell_forms(one) | {one} for one in mendable))):
            table[form[0], len(form)].append(form)
        return dict(table)
