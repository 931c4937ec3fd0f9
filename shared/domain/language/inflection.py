"""Russian noun phrases in another case: «сода пищевая» becomes «соду пищевую»."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.domain.dataclass import dataclass
from shared.domain.language.dictionary import dictionary

if TYPE_CHECKING:
    from pymorphy3.analyzer import Parse

MOST_WORDS = 5
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)?")
_LETTER = re.compile("[а-яё]", re.IGNORECASE)
# What is sold in pairs is called so even where one pair is bought.
_PAIRS = """
ботинок ботильон босоножка валенок балетка варежка гетры гольф запонка кед кеды кроссовок
кроссовки лофер мокасин митенка носок перчатка подследник полуботинок полусапог сандалия сапог
серьга следок слипон сланец тапка тапок тапочка туфля угги унт шлёпанец чулок наушник палочка
лыжа конёк ласта витамин
"""
_PAIRED = frozenset(_PAIRS.split())
# Short words that join a noun to the next one and leave it as it is.
_JOINS = frozenset({"для", "с", "из", "на", "под", "к", "от", "без", "в", "по", "и", "до"})


class Case(StrEnum):
    """Cases by the names that pymorphy3 gives them."""

    NOMINATIVE = "nomn"
    GENITIVE = "gent"
    DATIVE = "datv"
    ACCUSATIVE = "accs"
    INSTRUMENTAL = "ablt"
    PREPOSITIONAL = "loct"


class Gender(StrEnum):
    """How words that follow have to agree."""

    MASCULINE = "masc"
    FEMININE = "femn"
    NEUTER = "neut"
    PLURAL = "plur"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its adjectives; `tail` follows unchanged."""

    adjectives: tuple[Parse, ...]
    noun: Parse
    trailing: tuple[Parse, ...]
    tail: str
    plural: bool

    @property
    def gender(self) -> Gender:
        """Plural has one for all."""
        return Gender.PLURAL if self.plural else Gender(str(self.noun.tag.gender))

    def inflect(self, case: Case) -> str:
        """The phrase in lower case; empty where the dictionary lacks a form."""
        number = {"plur"} if self.plural else {"sing"}
        noun = self.noun.inflect({case.value} | number)
        if noun is None:
            return ""
        agreeing = [self._agree(one, case) for one in (*self.adjectives, *self.trailing)]
        if "" in agreeing:
            return ""
        before, after = agreeing[: len(self.adjectives)], agreeing[len(self.adjectives) :]
        return " ".join([*before, noun.word, *after, *([self.tail] if self.tail else [])])

    def _agree(self, adjective: Parse, case: Case) -> str:
        marks = {case.value, "plur"} if self.plural else {case.value, "sing", self.gender.value}
        if case is Case.ACCUSATIVE and self.gender in (Gender.MASCULINE, Gender.PLURAL):
            animate = "anim" in self.noun.tag
            marks.add("anim" if animate else "inan")
        found = adjective.inflect(marks)
        return found.word if found else ""


@lru_cache(maxsize=2000)
def read_phrase(words: str) -> Phrase | None:
    """Understand a short name of a thing, in one number; None where it cannot be told surely."""
    found = words.lower().split()
    if not 0 < len(found) <= MOST_WORDS or not all(_WORD.fullmatch(one) for one in found):
        return None
    place = next((at for at, one in enumerate(found) if _noun_of(one)), None)
    noun = _noun_of(found[place]) if place is not None else None
    if place is None or noun is None:
        return None
    before = [_adjective_of(one, noun) for one in found[:place]]
    after = _agreeing_after(found[place + 1 :], noun)
    tail = found[place + 1 + len(after) :]
    adjectives = tuple(one for one in before if one is not None)
    if len(adjectives) != len(before) or not _stands_alone(tail):
        return None
    return Phrase(adjectives, noun, after, " ".join(tail), _is_plural(noun))


def _noun_of(word: str) -> Parse | None:
    """A noun in the nominative, as names of goods are written."""
    if not dictionary().word_is_known(word):
        return None
    parses = dictionary().parse(word)
    if any(one.tag.POS == "ADJF" and one.tag.case == "nomn" for one in parses):
        return None
    return next((one for one in parses if one.tag.POS == "NOUN" and one.tag.case == "nomn"), None)


def _adjective_of(word: str, noun: Parse) -> Parse | None:
    """An adjective that agrees with the noun as it is written."""
    number = noun.tag.number
    for one in dictionary().parse(word):
        tag = one.tag
        if tag.POS not in ("ADJF", "PRTF") or tag.case != "nomn" or tag.number != number:
            continue
        if number == "plur" or tag.gender == noun.tag.gender:
            return one
    return None


def _agreeing_after(words: list[str], noun: Parse) -> tuple[Parse, ...]:
    found: list[Parse] = []
    for word in words:
        adjective = _adjective_of(word, noun)
        if adjective is None:
            break
        found.append(adjective)
    return tuple(found)


def _stands_alone(tail: list[str]) -> bool:
    """Whether what follows goes without change: joined by a short word, or in the genitive."""
    if not tail or tail[0] in _JOINS:
        return True
    first = dictionary().parse(tail[0])
    return any(one.tag.case == "gent" and one.tag.POS in ("NOUN", "ADJF") for one in first)


def _is_plural(noun: Parse) -> bool:
    """Names of kinds are plural, one thing is bought: pairs and things without singular stay."""
    if noun.tag.number != "plur":
        return False
    single = noun.inflect({"sing", "nomn"})
    return single is None or "Pltm" in noun.tag or noun.normal_form in _PAIRED
