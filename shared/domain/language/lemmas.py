"""Dictionary forms of Russian words, from the dictionary of pymorphy3."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.domain.dataclass import dataclass
from shared.domain.language.dictionary import dictionary

if TYPE_CHECKING:
    from pymorphy3.tagset import OpencorporaTag

MOST_KEPT = 50_000
# A verb has dozens of forms.
_MOST_SPELLED = 5_000
LONGEST_WORD = 40

_CYRILLIC = re.compile("[а-я]")
_DOUBLED = re.compile(r"([а-я])\1+")
_UNLIKELY = 0.02
_LIKELY_NAME = 0.1
_SHORT_FOR = {
    "кач-во": "качество",
    "к-во": "качество",
    "кол-во": "количество",
    "р-р": "размер",
    "р-ра": "размер",
    "разм": "размер",
    "оч": "очень",
    "спс": "спасибо",
    "спасиб": "спасибо",
    "пасиб": "спасибо",
    "спасибки": "спасибо",
    "плиз": "пожалуйста",
    "пжл": "пожалуйста",
    "пж": "пожалуйста",
    "пжлст": "пожалуйста",
    "норм": "нормально",
    "че": "что",
    "чо": "что",
    "шо": "что",
    "щас": "сейчас",
    "вб": "вайлдберриз",
    "валберис": "вайлдберриз",
    "вайлдберис": "вайлдберриз",
    "вайлдбериз": "вайлдберриз",
    "вайлдберрис": "вайлдберриз",
    "вайлдберез": "вайлдберриз",
    "валдберис": "вайлдберриз",
    "wb": "вайлдберриз",
    "wildberries": "вайлдберриз",
    "инстр": "инструкция",
    "хар-ки": "характеристика",
    "хор": "хороший",
    "нету": "нет",
}
# Forms that buyers hardly mistype into anything, and of which every verb has dozens.
_BOOKISH = frozenset({"PRTF", "GRND"})


@dataclass(frozen=True, slots=True)
class Forms:
    """What one word may be: dictionary forms, parts of speech and tenses; whether it is known."""

    lemmas: frozenset[str]
    kinds: frozenset[str] = frozenset()
    known: bool = True


@lru_cache(maxsize=MOST_KEPT)
def forms_of(word: str) -> Forms:
    """All readings of a folded word; letters stretched for effect are taken back."""
    word = _SHORT_FOR.get(word, word)
    if len(word) > LONGEST_WORD or not _CYRILLIC.search(word):
        return Forms(frozenset({word}), _foreign_kinds(word))
    analyzer = dictionary()
    for spelling in _spellings(word):
        if analyzer.word_is_known(spelling):
            return _read_forms(spelling, known=True)
    return _read_forms(word, known=False)


@lru_cache(maxsize=MOST_KEPT)
def is_known(word: str) -> bool:
    """Whether the dictionary has exactly this word."""
    if word in _SHORT_FOR:
        return True
    return len(word) <= LONGEST_WORD and bool(dictionary().word_is_known(word))


@lru_cache(maxsize=MOST_KEPT)
def is_given_name(word: str) -> bool:
    """Whether a folded word is likely a given name, in the form in which people are spoken to."""
    return is_known(word) and any(
        {"Name", "nomn"} in one.tag and one.score >= _LIKELY_NAME
        for one in dictionary().parse(word)
    )


@lru_cache(maxsize=_MOST_SPELLED)
def spell_forms(lemma: str) -> frozenset[str]:
    """The forms in which a dictionary word is commonly typed."""
    return frozenset(
        form.word.replace("ё", "е")
        for parse in dictionary().parse(lemma)
        if parse.normal_form.replace("ё", "е") == lemma
        for form in parse.lexeme
        if form.tag.POS not in _BOOKISH
    )


def _spellings(word: str) -> tuple[str, ...]:
    if not _DOUBLED.search(word):
        return (word,)
    return (word, _DOUBLED.sub(r"\1\1", word), _DOUBLED.sub(r"\1", word))


def _read_forms(word: str, *, known: bool) -> Forms:
    parses = dictionary().parse(word)
    likely = [one for one in parses if one.score >= _UNLIKELY] or parses[:1]
    lemmas = {one.normal_form.replace("ё", "е") for one in likely}
    kinds = {str(mark).upper() for one in likely for mark in _marks_of(one.tag) if mark}
    if not known:
        lemmas.add(word)
    return Forms(frozenset(lemmas), frozenset(kinds), known)


def _marks_of(tag: OpencorporaTag) -> tuple[str | None, ...]:
    """A pronoun that bends like an adjective describes nothing."""
    kind = "APRO" if "Apro" in tag else tag.POS
    return (kind, tag.tense, tag.mood if tag.mood == "impr" else None)


def _foreign_kinds(word: str) -> frozenset[str]:
    if word[:1].isdigit():
        return frozenset({"NUM"})
    return frozenset({"LATIN" if word.isascii() else "SIGN"})
