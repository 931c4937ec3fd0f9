"""Reads a text with all phrases of the guardrails and hears the excuses."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from shared.domain.dataclass import dataclass
from shared.domain.guard import health, machines, manners, promises, trade
from shared.domain.guard.senses import Excuse, Sense, merge_classes
from shared.domain.language.phrases import Hit, Phrasebook
from shared.domain.language.tokens import Word, read_words
from shared.domain.once import build_once

SENSES = (*promises.SENSES, *manners.SENSES, *machines.SENSES, *trade.SENSES, *health.SENSES)

_AHEAD = 4
_DENIERS = frozenset({"нельзя", "невозможно", "никогда", "запрещено", "запрещать", "запретить"})
_SOOTHING = frozenset(
    {
        *("волноваться", "переживать", "беспокоиться", "сомневаться", "бояться", "тревожиться"),
        *("стесняться", "медлить", "колебаться", "раздумывать", "опасаться", "против"),
    }
)
_OPENERS = frozenset({"если", "коли", "когда", "чтобы"})
_GUESSES = frozenset({"возможно", "вероятно", "кажется", "возможный"})
_PRODUCT = frozenset(
    {
        *("игра", "книга", "игрушка", "фигурка", "набор", "пульт", "функция", "приложение"),
        *("колонка", "серия", "курс", "учебник", "рассказывать", "рассказ", "часы", "уведомление"),
        *(
            "смартфон",
            "чехол",
            "камера",
            "телефон",
            "планшет",
            "ноутбук",
            "пылесос",
            "поддерживать",
        ),
        *("совместимый", "совместимость", "bluetooth", "wi-fi", "память", "принт", "наклейка"),
        *("конструктор", "футболка", "кружка", "роман", "автор", "издание", "страница", "модуль"),
        *("устройство", "режим", "пыль", "экран", "процессор", "тема", "обложка", "рисунок"),
        *(
            "фильм",
            "мультфильм",
            "герой",
            "трансформер",
            "детский",
            "сюжет",
            "настольный",
            "браслет",
        ),
        *("аромат", "ткань", "тележка", "колесо", "садовый", "держатель", "штатив", "звонок"),
        *("наушник", "микрофон", "видео", "стикер", "блогер", "ребенок", "ребёнок", "играть"),
        *(
            "экскаватор",
            "прицеп",
            "лошадка",
            "деревянный",
            "груз",
            "ионизатор",
            "воздух",
            "отображать",
        ),
    }
)
_US = frozenset({"мы", "наш", "я", "свой", "нам", "нас"})
_OTHERS = frozenset({"вайлдберриз", "площадка", "маркетплейс", "банк"})
_DOCTORS = frozenset({"обратиться", "посоветоваться", "проконсультироваться", "обращаться"})
_DATES = frozenset(promises.CLASSES["when"].split())
_STOCK = frozenset(
    {
        *("здравствуйте", "спасибо", "благодарить", "уважение", "добрый", "удача", "удачный"),
        *("приятный", "хороший", "рад", "рады", "приветствовать", "вопрос"),
    }
)
_SUBSTANCE = 4
# A certificate of the goods is shown; one that is given away is called otherwise.
_CERTIFICATE = frozenset({"сертификат"})
_PAPERS = frozenset(
    {"копия", "скан", "декларация", "соответствие", "подлинность", "протокол", "испытание"}
)
_GIVEN = (
    frozenset(promises.CLASSES["gift"].split()) | frozenset(promises.CLASSES["money"].split())
) - _CERTIFICATE | {"подарочный", "номинал", "возврат", "замена", "покупка"}


@dataclass(frozen=True, slots=True)
class Objection:
    """A sense that stands in the text; `softened` when something speaks for the words.

    `cleared` when they are harmless where they stand.
    """

    rule: str
    start: int
    end: int
    softened: bool = False
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in words, and the sentences of it that are of `substance`."""

    words: Sequence[Word]
    substance: frozenset[int]

    def says_more(self, start: int, end: int) -> bool:
        """Whether a sentence other than those between two characters is of substance."""
        first = bisect_left(self.words, start, key=attrgetter("start"))
        last = bisect_left(self.words, end, key=attrgetter("start"))
        return bool(self.substance - {word.sentence for word in self.words[first:last]})


@lru_cache(maxsize=16)
def read_once(text: str) -> Reading:
    """Read a text once, however many objections ask what else it says."""
    words = read_words(text)
    sentences: dict[int, list[Word]] = {}
    for word in words:
        sentences.setdefault(word.sentence, []).append(word)
    telling = (
        number
        for number, one in sentences.items()
        if len(one) >= _SUBSTANCE and not _has(one, _STOCK)
    )
    return Reading(words, frozenset(telling))


def read_objections(text: str) -> Iterator[Objection]:
    """Every phrase of a rule, excused or not."""
    reading = read_once(text)
    for hit in load_book().find(reading.words):
        softened = _hear_excuses(hit, reading)
        cleared = softened is None
        yield Objection(hit.label.rule, hit.start, hit.end, bool(softened), cleared)


@build_once
def load_book() -> Phrasebook[Sense]:
    """The phrases of all rules, built on first use."""
    classes = merge_classes(
        promises.CLASSES, manners.CLASSES, machines.CLASSES, trade.CLASSES, health.CLASSES
    )
    return Phrasebook({sense: sense.lines() for sense in SENSES}, classes)


def _hear_excuses(hit: Hit[Sense], reading: Reading) -> bool | None:
    """Whether the objection is softened; None when it is cleared."""
    words = reading.words
    excuses = hit.label.excuses
    if Excuse.DENIAL in excuses and _is_denied(hit, words):
        return None
    if Excuse.CONDITION in excuses and _follows(hit, words, _OPENERS):
        return None
    if Excuse.ABOUT_PRODUCT in excuses and _is_about_product(hit, words):
        return None
    if Excuse.ABOUT_OTHERS in excuses and _is_about_others(hit, words):
        return None
    if Excuse.ABOUT_PAPERS in excuses and _is_about_papers(hit, words):
        return None
    if Excuse.ELSE_ANSWERED in excuses and reading.says_more(hit.start, hit.end):
        return True
    return Excuse.GUESS in excuses and _is_guess(hit, words)


def _is_denied(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    if hit.denied and not _is_soothing(hit, words):
        return True
    if _follows(hit, words, _DENIERS):
        return True
    clause = words[hit.last - 1].clause
    after = [word for word in words[hit.last : hit.last + _AHEAD] if word.clause == clause]
    return any(word.text == "не" and "VERB" in follower.kinds for word, follower in pairwise(after))


def _is_soothing(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    """«Не волнуйтесь, вернём»: the denial is of the worry."""
    before = words[max(0, hit.first - 2) : hit.first]
    return any(not _SOOTHING.isdisjoint(word.lemmas) for word in before)


def _follows(hit: Hit[Sense], words: Sequence[Word], openers: frozenset[str]) -> bool:
    clause = words[hit.first].clause
    before = words[max(0, hit.first - _AHEAD) : hit.first]
    return any(word.clause == clause and not openers.isdisjoint(word.lemmas) for word in before)


def _sentence(hit: Hit[Sense], words: Sequence[Word]) -> list[Word]:
    number = words[hit.first].sentence
    return [word for word in words if word.sentence == number]


def _has(words: Sequence[Word], lemmas: frozenset[str]) -> bool:
    return any(not lemmas.isdisjoint(word.lemmas) for word in words)


def _is_about_product(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    sentence = _sentence(hit, words)
    others = [word for word in sentence if not hit.start <= word.start < hit.end]
    return _has(others, _PRODUCT) and not _has(others, _US)


def _is_about_others(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    """The marketplace pays back, or a doctor is asked; no word of ours and no date."""
    sentence = _sentence(hit, words)
    if hit.label.rule == "medical_claim":
        return _has(sentence, _DOCTORS) and _has(sentence, frozenset({"врач", "доктор"}))
    return _has(sentence, _OTHERS) and not _has(sentence, _US) and not _has(sentence, _DATES)


def _is_about_papers(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    """«Можем предоставить копии сертификатов»: nothing of worth changes hands."""
    sentence = _sentence(hit, words)
    shown = _has(words[hit.first : hit.last], _CERTIFICATE) and _has(sentence, _PAPERS)
    return shown and not _has(sentence, _GIVEN)


def _is_guess(hit: Hit[Sense], words: Sequence[Word]) -> bool:
    sentence = _sentence(hit, words)
    before = [word for word in sentence if word.start < hit.end]
    texts = " ".join(word.text for word in before)
    return _has(before, _GUESSES) or "скорее всего" in texts or "может быть" in texts
