"""What no word tells: links, phones, cards, and names hidden in look-alike or scattered letters."""

import re
from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.language.letters import fold_text, unite_alphabets

_ZONES = (
    r"(?:ru|com|net|org|рф|su|online|shop|store|site|info|me|io|by|kz|pro|biz|app|link|ly|cc|gle"
    r"|page|club|ua|uz|top|xyz|website|space|market|ру|ком|нет|орг|онлайн|шоп)"
)
_GAP = r"[\s\-().,_*·/|]{0,3}"
_AT = r"(?:@|\(at\)|\[at\]|\(собака\)|\[собака\])"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff]|(?<=\\w)\u200d(?=\\w)"
)
_LINKS = _any_of(
    r"\b(?:https?|ftp|tg)\s?:\s?/{1,2}\s?\S{0,200}",
    r"\bwww\s?\.\s?\S{0,200}",
    rf"(?<![\w.+-])[\w.+-]{{1,64}}\s?{_AT}\s?[\w-]{{1,63}}\s?(?:\.|\sточка\s)\s?\w{{2,20}}",
    r"(?<![\w.])[\w.+-]{2,64}\s(?:собака|собачка|эт|at)\s[\w-]{2,63}"
    r"(?:\s?\.\s?|\s(?:точка|dot)\s)\w{2,20}",
    r"(?<![\w.])[\w.+-]{2,64}\s(?:собака|собачка)\s(?:мейл|маил|mail|gmail|yandex|яндекс|джимейл)",
    r"(?<![\w@.])@[a-zа-я]\w{2,31}",
    r"\bсобака [a-z]\w{3,31}",
    r"(?<![\w.])(?:t|wa|vk)\s?\.\s?(?:me|com)\b\S{0,200}",
    rf"(?<![\w-])[\w-]{{2,63}}(?:\.|\s\.\s?|\s?\((?:dot|точка)\)\s?|\s(?:точка|dot)\s){_ZONES}"
    r"(?![\w-])(?:/\S{0,200})?",
)
_PHONES = _any_of(
    rf"(?<![\w+])(?:\+\s?7|8|7){_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\w)",
    r"(?<![\w+])(?:\+\s?7|8|7)(?:[\s\-._*·]{1,3}\d{1,4}){3,10}(?![\w.,]*\d)",
    r"(?<![\w+])\(?9\d{2}\)?[\s\-]{1,2}\d{3}[\s\-]{1,2}\d{2}[\s\-]{0,2}\d{2}(?!\w)",
    r"(?<!\w)\+\s?\d{10,14}(?!\w)",
)
_MARKETS = re.compile(
    r"\b(?:яндекс|сбер|мега)\W{0,2}маркет\w{0,3}|\b(?:ozon|oz0n|озон)\W?(?:\.?ру|ru)\b|\bali\W?express"
)
_SEE = re.compile(
    r"\bсм\.? (?:в )?(?:\w{1,20} )?"
    r"(?:описани|характеристик|карточк|раздел|фото|таблиц|инструкц)\w*"
)
_CARD = re.compile(r"(?<![\w-])[2-6]\d{3}[\s-]\d{4}[\s-]\d{4}[\s-]\d{4}(?!\w)")
_HOME = re.compile(
    r"\b(?:ул(?:ица|ице|ицы|ицу)?\b\.?|проспект[еа]?|пр-т|переулок|переулке|шоссе|бульвар|"
    r"набережная)\s[^.,\n]{2,40}[,\s]{1,2}(?:д(?:ом)?\.?\s?)?\d{1,4}"
)
_PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+ (?:[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]{2,}(?:вна|вич|ична|инична)"
    r"|[А-ЯЁ][а-яё]{2,}(?:вна|вич|ична|инична) [А-ЯЁ][а-яё]+)\b"
)
_AUTHORED = re.compile(r"автор|книг|издани|роман|профессор|повест|писател|художник|стих|рассказ")

_DIGIT_WORDS = (
    "ноль|нуль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать"
    "|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать"
    "|девятнадцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто"
    "|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот|плюс"
)
_SPELLED = re.compile(
    rf"\b(?:{_DIGIT_WORDS}|\d{{1,4}})(?:[\s\-,]{{1,3}}(?:{_DIGIT_WORDS}|\d{{1,4}})\b){{2,14}}"
)
_HUNDREDS = re.compile(r"(?:девят|восем|четырес|трис|пят|шест|сем)\w{0,5}(?:сот|ста)\b")
_DIGIT_WORD = re.compile(rf"\b(?:{_DIGIT_WORDS})\b")
_CALLS_FROM = re.compile(r"^(?:плюс\s)?(?:восемь|семь|8|7|\+7|девять|девятьсот|восемьсот)\b")
_FEWEST_SPELLED = 3

_SCATTERED = re.compile(r"(?<!\w)(?:[^\W\d_][\s.\-_*|·,/\u00ad]{1,3}){3,40}[^\W\d_](?!\w)")
_BROKEN = re.compile(r"(?<!\w)[^\W\d_]{1,6}(?:[.*_|·/\u00ad][^\W\d_]{1,8}){1,8}(?!\w)")
_MIXED = re.compile(r"(?<!\w)(?=\w{0,20}[а-я])(?=\w{0,20}[a-z0-9])[\w$@]{4,20}(?!\w)")
_SKELETON = str.maketrans("аеорсхукмтвнзіӏl10$@бгдилпф", "aeopcxykmtbhziiiiosabgdilpf")
_HIDDEN_NAMES = re.compile(
    r"^(?:телеграм|телег|вацап|ватсап|вотсап|уотсап|вайбер|вибер|инстаграм|инста|вконтакте|скайп|"
    r"озон|авито|telegram|whatsapp|viber|instagram|insta|vk|ozon|avito|бот|нейросет|telegramm|"
    r"wildberries|алиэкспресс|aliexpress|gmail|mailru|почта|телефон)\w{0,4}$"
)
_OFFERS = dict.fromkeys(("озон", "авит", "ozon", "avit", "алиэ", "alie"), "other_marketplace")
_BRANDS = ("telegram", "whatsapp", "viber", "instagram", "ozon", "avito", "aliexpress", "vkontakte")


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule broken between two characters."""

    rule: str
    start: int
    end: int


def find_addresses(text: str) -> Iterator[Mark]:
    """Everything in a text that leads away or names somebody, in any disguise."""
    plain = fold_text(text)
    yield from _mark("hidden_characters", _HIDDEN, plain)
    yield from _mark("contacts", _LINKS, plain)
    yield from _mark("contacts", _PHONES, plain)
    yield from _mark("other_marketplace", _MARKETS, plain)
    yield from _mark("dismissive", _SEE, plain)
    yield from _mark("personal_data", _CARD, plain)
    yield from _mark("personal_data", _HOME, plain)
    if not _AUTHORED.search(plain):
        yield from _mark("personal_data", _PERSON, text)
    yield from _find_spelled(plain)
    yield from _find_scattered(plain)


def _mark(rule: str, pattern: re.Pattern[str], text: str) -> Iterator[Mark]:
    for match in pattern.finditer(text):
        yield Mark(rule, match.start(), match.end())


def _find_spelled(plain: str) -> Iterator[Mark]:
    """«восемь девятьсот двенадцать …»: numbers in words that begin as a phone does."""
    for match in _SPELLED.finditer(plain):
        words = match.group()
        spelled = len(_DIGIT_WORD.findall(words))
        if spelled < _FEWEST_SPELLED:
            continue
        if _CALLS_FROM.match(words) and (spelled > _FEWEST_SPELLED or _HUNDREDS.search(words)):
            yield Mark("contacts", match.start(), match.end())


def _find_scattered(plain: str) -> Iterator[Mark]:
    """«т е л е г р а м», «теле.грам», «TеIеgram»: letters that stand apart or mix."""
    for pattern in (_SCATTERED, _BROKEN):
        for match in pattern.finditer(plain):
            joined = re.sub(r"[^\w]|_", "", match.group())
            name = _hidden_name(unite_alphabets(joined)) or _hidden_name(joined)
            if name:
                yield Mark(_OFFERS.get(name[:4], "off_platform"), match.start(), match.end())
    for match in _MIXED.finditer(plain):
        bones = match.group().translate(_SKELETON)
        if any(bones.startswith(brand.translate(_SKELETON)) for brand in _BRANDS):
            yield Mark("off_platform", match.start(), match.end())


def _hidden_name(joined: str) -> str:
    """A preposition in front may have been scattered too."""
    for name in (joined, joined[1:], joined[2:]):
        if _HIDDEN_NAMES.match(name):
            return name
    return ""
