"""Numbers and addresses of a person that stand in a text."""

import re
from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.language.letters import LONGEST_READ

# Words before a number that say it is no person's.
_THINGS = re.compile(
    r"(?<!\w)(?:заказ\w*|артикул\w*|арт|штрих-?код\w*|баркод\w*|трек\w*|накладн\w*|nm|sku|id|шк|код\w*"
    r"|чек\w*|модел\w*|серийн\w*|сер|ean|гост|ту|партия|партии|inn|инн|огрн)"
    r"(?:\s+(?:номер\w*|заказ\w*|товар\w*|wb|вб))?[\s:№#.]*$",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:тел|телефон\w*|звон\w*|позвон\w*|перезвон\w*|набер\w*|номер\w*|ватсап\w*|вотсап\w*"
    r"|whats\s?app|viber|вайбер\w*|сбп|связ\w+|моб\w*|мой|пишите)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\d+])(?:\+\s?\d{1,3}|8|7)[\s(.-]{0,2}\d{3}[\s).-]{0,2}\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)"
)
_SHORT_PHONE = re.compile(r"(?<!\d)\(?9\d{2}\)?[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)")
_SPOKEN_PHONE = re.compile(r"(?<!\d)\d{3}[\s.-]\d{2}[\s.-]\d{2}(?!\d)")
_HOTLINE = re.compile(r"^\D*[78]\D*80[0-9]")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|собака)\s?[\w-]{1,64}\s?(?:\.|точка)\s?(?:ru|com|рф|su|net|org|by|kz|ua|me|io)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)[2-6]\d{3}(?:[\s-]?\d{4}){3}(?:[\s-]?\d{2,3})?(?!\d)")
_CARD_WORDS = re.compile(
    r"карт|сбер|тиньк|т-банк|альфа|втб|перевод|перевед|счет|счёт", re.IGNORECASE
)
_PASSPORT = re.compile(
    r"паспорт\w*\D{0,30}\d{2}\s?\d{2}\s?(?:№|номер)?\s?\d{6}(?!\d)"
    r"|(?:снилс|инн|полис)\D{0,12}\d[\d\s-]{8,14}\d",
    re.IGNORECASE,
)
_STREET = (
    r"(?:ул|улица|улице|улицу|просп|проспект|проспекте|пр-?к?т|пр|пер|переулок|переулке|шоссе|ш"
    r"|б-р|бульвар|бул|наб|набережная|мкр|микрорайон|проезд)(?!\w)\.?"
)
_ADDRESS = re.compile(
    rf"(?<!\w){_STREET}\s?(?P<name>[\w.-]+(?:\s[\w.-]+){{0,2}}?),?\s(?P<house>(?:д|дом)?\.?\s?\d+)"
    r"\s?[а-яА-Я]?(?!\w)(?:[/к-]\s?\d+)?(?P<flat>[\s,]*(?:кв|квартира|квартиру)\.?\s?\d+)?",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"(?<!\w)(?:д\.?|дом)\s?\d+\s?[а-я]?[\s,]*(?:кв\.?|квартира)\s?\d+(?!\w)"
    r"|(?<!\w)(?:живу|проживаю)\s(?:на|по)\s\D{3,50}\d+|(?:мой|домашний) адрес\D{3,60}\d+",
    re.IGNORECASE,
)
_WEATHER = re.compile(r"минус|плюс|градус|около|при\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\d+\s?[а-я]?,?\s(?:(?:корпус|корп|к|стр|строение)\.?\s?\d+,?\s)?(?:кв|квартира)\.?\s?\d+(?!\w)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<!\d)40[578]\d{17}(?!\d)")
_DIGIT_WORDS = (
    r"(?:ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|\w+надцать|двадцать|тридцать"
    r"|сорок|\w+десят|девяносто|сто|двести|триста|четыреста|\w+сот)"
)
_TOLD_PHONE = re.compile(rf"(?<!\w)(?:{_DIGIT_WORDS}[\s,-]+){{5,}}{_DIGIT_WORDS}", re.IGNORECASE)
_MIXED_PHONE = re.compile(
    rf"(?<!\w)(?:{_DIGIT_WORDS}[\s,-]+){{1,4}}\d{{2,3}}[\s-]\d{{2}}[\s-]\d{{2}}(?!\d)",
    re.IGNORECASE,
)
_NOT_HOME = re.compile(r"пвз|пункт|выдач|магазин|склад|самовывоз|офис|постамат", re.IGNORECASE)
_HANDLE = re.compile(
    r"(?<!\w)(?:телег\w*|тг|телеграм\w*|telegram|вк|инст\w*|скайп\w*|вотсап\w*|ватсап\w*)"
    r"[^\w@]{0,4}@[a-z]\w{3,31}(?!\w)",
    re.IGNORECASE,
)
_BEFORE = 30
_MOST = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Where something private stands."""

    start: int
    end: int


def find_private(text: str) -> list[Span]:
    """Phones, e-mails, cards, documents and home addresses, never an order or an article."""
    return list(_find_all(text[:LONGEST_READ]))[:_MOST]


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on every bank card (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004


def _find_all(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield Span(*match.span())
    for match in _CARD.finditer(text):
        if _is_card(text, match):
            yield Span(*match.span())
    for pattern in (_PHONE, _SHORT_PHONE, _SPOKEN_PHONE):
        yield from (Span(*one.span()) for one in pattern.finditer(text) if _is_phone(text, one))
    for match in _PASSPORT.finditer(text):
        yield Span(*match.span())
    for match in _ADDRESS.finditer(text):
        if _is_home(text, match):
            yield Span(*match.span())
    for pattern in (_FLAT, _NUMBERED, _ACCOUNT, _TOLD_PHONE, _MIXED_PHONE, _HANDLE):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def _is_home(text: str, match: re.Match[str]) -> bool:
    """A named street with a house: no weather outside, and nowhere that orders are handed out."""
    name, house, flat = match.group("name", "house", "flat")
    if flat:
        return True
    named = name[:1].isupper() or house[:1].lower() == "д"
    return named and not _WEATHER.search(name) and not _NOT_HOME.search(_around(text, match))


def _is_card(text: str, match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match.group())
    if _THINGS.search(_before(text, match)):
        return False
    return is_luhn(digits) or bool(_CARD_WORDS.search(_around(text, match)))


def _is_phone(text: str, match: re.Match[str]) -> bool:
    before = _before(text, match)
    if _THINGS.search(before) or _HOTLINE.match(match.group()):
        return False
    spaced = not match.group().isdigit()
    if match.re is _SHORT_PHONE:
        return spaced or bool(_CALLS.search(before))
    if match.re is _SPOKEN_PHONE:
        return bool(_CALLS.search(before))
    digits = re.sub(r"\D", "", match.group())
    is_mobile = match.group().startswith("+") or digits[1] == "9"
    return is_mobile or bool(_CALLS.search(before)) or (spaced and digits[1] in "3489")


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()]


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 2 * _BEFORE) : match.end() + _BEFORE]
