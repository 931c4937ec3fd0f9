"""Amounts with their units, in numerals and in words, brought to one unit per dimension."""

import re
from collections.abc import Iterator, Mapping, Sequence

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in the base unit of its `dimension`; `start` and `end` count characters."""

    value: float
    dimension: str
    start: int
    end: int
    about: bool = False


# Pattern of the unit, dimension, factor to its base unit; longer ones come before their beginnings.
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"(?:квт|киловатт\w*|kw)(?!\w)", "power", 1000),
    (r"(?:вт|ватт\w*|w)(?!\w)", "power", 1),
    (r"(?:ма\s?[·*]?\s?ч|mah|миллиампер\w*)(?!\w)", "charge", 1),
    (r"(?:а\s?[·*]?\s?ч|ah)(?!\w)", "charge", 1000),
    (r"(?:вольт\w*|в(?=$|[\s,.;)!]))(?!\s+\w)", "voltage", 1),
    (r"(?:об\.?\s?/\s?мин|оборот\w*)", "speed", 1),
    (r"(?:кв\.?\s?м|м2|м²)(?!\w)", "area", 1),
    (r"(?:мм|миллиметр\w*|mm)(?!\w)", "length", 1),
    (r"(?:см|сантиметр\w*|cm)(?!\w)", "length", 10),
    (r"(?:дм|дециметр\w*)(?!\w)", "length", 100),
    (r"(?:мл|миллилитр\w*|ml)(?!\w)", "volume", 1),
    (r"(?:мес(?:яц\w*|\.)?)(?!\w)", "months", 1),
    (r"(?:год(?:а|у|ом)?|лет)(?!\w)", "months", 12),
    (r"(?:метр(?:а|ов|ам|ом|ы)?|м)(?!\w)", "length", 1000),
    (r"(?:кг|килограмм\w*|kg)(?!\w)", "mass", 1000),
    (r"(?:мг|миллиграмм\w*)(?!\w)", "mass", 0.001),
    (r"(?:гб|гигабайт\w*|gb)(?!\w)", "memory", 1),
    (r"(?:тб|tb)(?!\w)", "memory", 1024),
    (r"(?:гц|герц\w*|hz)(?!\w)", "frequency", 1),
    (r"(?:дб|децибел\w*|db)(?!\w)", "loudness", 1),
    (r"(?:градус\w*|°\s?[cс]?)", "degrees", 1),
    (r"(?:дюйм\w*|\")", "inches", 1),
    (r"(?:г|гр|грамм\w*)(?!\w)\.?", "mass", 1),
    (r"(?:л|литр\w*)(?!\w)", "volume", 1000),
    (r"(?:руб\w*\.?|₽|р\.)", "roubles", 1),
    (r"(?:процент\w*|%)", "percent", 1),
    (r"(?:лм|люмен\w*)(?!\w)", "light", 1),
    (r"(?:ден|den)(?!\w)", "den", 1),
    (r"(?:шт(?:\.|ук\w*)?|предмет\w*|капсул\w*|таблет\w*|пакетик\w*|рулон\w*)(?!\w)", "pieces", 1),
)
_ANY = re.compile("|".join(f"(?P<u{at}>{one[0]})" for at, one in enumerate(_UNITS)), re.IGNORECASE)
_NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_RUN = re.compile(
    rf"(?<![\w.,])(?P<first>{_NUMBER})(?P<more>(?:\s*(?:[xх×*–—-]|до|и|на)\s*(?:{_NUMBER}))*)\s*"
)
_NUMBERS = re.compile(_NUMBER)
_SAME_WITHIN = 0.005
_ABOUT_WITHIN = 0.1
_ABOUT = re.compile(r"(?:около|примерно|почти|порядка|приблизительно)\s*$", re.IGNORECASE)
_ONES = {
    "один": 1, "одна": 1, "одно": 1, "одного": 1, "одну": 1, "два": 2, "две": 2, "двух": 2,
    "двумя": 2, "три": 3, "трех": 3, "тремя": 3, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5,
    "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9,
    "девяти": 9, "десять": 10, "десяти": 10, "двенадцать": 12, "пятнадцать": 15, "двадцать": 20,
    "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90, "сто": 100, "двести": 200, "триста": 300, "пятьсот": 500,
    "тысяча": 1000, "тысячу": 1000, "полтора": 1.5, "полторы": 1.5,
}  # fmt: skip
_THOUSANDS = frozenset({"тысяча", "тысячи", "тысяч", "тысячу"})
_NUMERALS = _THOUSANDS.union(_ONES)
_SPOKEN = re.compile(r"[а-яё]+(?:\s+[а-яё]+){0,3}", re.IGNORECASE)
_SPOKEN_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)


# A unit without a number is one of it; sizes told as «140х200» are of centimetres.
_ALONE: Mapping[str, tuple[str, float]] = {
    "год": ("months", 12), "полгода": ("months", 6), "метр": ("length", 1000),
    "полметра": ("length", 500), "литр": ("volume", 1000), "поллитра": ("volume", 500),
    "пол-литра": ("volume", 500), "килограмм": ("mass", 1000), "полкило": ("mass", 500),
}  # fmt: skip
_ALONE_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_ALONE)})(?!\w)", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(\w+)\s*$")
_SIZED = re.compile(r"размер|габарит", re.IGNORECASE)
_SIDES = re.compile(r"\d\s*[xх×*]\s*\d", re.IGNORECASE)
_CENTIMETRES = "см"
_LONGEST_NUMERAL = 20


def read_amounts(text: str, unit_hint: str = "") -> list[Amount]:
    """Every number that has a unit; one without takes the unit that `unit_hint` names."""
    found = [*_read_numerals(text, unit_hint), *_read_spoken(text), *_read_alone(text)]
    return sorted(found, key=lambda one: one.start)


def number_of(word: str) -> float | None:
    """What a numeral or a word of number says."""
    folded = word.lower().replace("ё", "е")
    if _NUMBERS.fullmatch(folded):
        return _value(folded)
    return _ONES.get(folded)


def is_close(amount: Amount, value: float) -> bool:
    """Whether an amount is that value, give or take; «около» gives more."""
    within = _ABOUT_WITHIN if amount.about else _SAME_WITHIN
    return abs(amount.value - value) <= within * max(abs(value), 0.001)


def is_said(amount: Amount, asked: Sequence[Amount]) -> bool:
    """Whether the buyer named the same amount: said back, it is no claim of the seller."""
    return any(one.dimension == amount.dimension and one.value == amount.value for one in asked)


def _read_numerals(text: str, unit_hint: str) -> Iterator[Amount]:
    for run in _RUN.finditer(text):
        unit = _ANY.match(text, run.end())
        hint = unit_hint or (_CENTIMETRES if _SIDES.search(run[0]) and _SIZED.search(text) else "")
        if unit is None and not hint:
            continue
        named = unit or _ANY.search(hint)
        if named is None or not named.lastgroup:
            continue
        _, dimension, factor = _UNITS[int(named.lastgroup[1:])]
        about = bool(_ABOUT.search(text[: run.start()]))
        end = unit.end() if unit else run.end()
        for number in _NUMBERS.findall(run[0]):
            yield Amount(_value(number) * factor, dimension, run.start(), end, about)


def _read_spoken(text: str) -> Iterator[Amount]:
    """«полтора литра», «две тысячи ватт»."""
    words = list(_SPOKEN_WORD.finditer(text))
    for at, word in enumerate(words):
        number = _ONES.get(word[0].lower().replace("ё", "е"))
        if number is None or (at and words[at - 1][0].lower() in _NUMERALS):
            continue
        value, last = number, at
        while last + 1 < len(words):
            following = words[last + 1][0].lower()
            more = _ONES.get(following.replace("ё", "е"))
            if following in _THOUSANDS:
                value *= 1000
            elif more is not None:
                value += more
            else:
                break
            last += 1
        unit = _ANY.match(text, words[last].end() + 1)
        if unit and unit.lastgroup:
            _, dimension, factor = _UNITS[int(unit.lastgroup[1:])]
            yield Amount(value * factor, dimension, word.start(), unit.end())


def _read_alone(text: str) -> Iterator[Amount]:
    """«полгода», «год гарантии», «метр в длину»."""
    for found in _ALONE_WORD.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, found.start() - _LONGEST_NUMERAL), found.start())
        if before and (before[1].lower() in _THOUSANDS or number_of(before[1]) is not None):
            continue
        dimension, value = _ALONE[found[0].lower()]
        yield Amount(value, dimension, found.start(), found.end())


def _value(written: str) -> float:
    return float(written.replace(" ", "").replace("\u00a0", "").replace(",", "."))
