"""Reads the line that a seller types: words, phrases in quotes, «-слово», and operators.

Nothing is refused while it is being typed: what is not understood becomes a hint, and an unknown
operator is looked for as words.
"""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.search.days import DAY, begins_at, ends_at, name_day, read_day
from shared.domain.search.forms import stems_of_forms
from shared.domain.search.query import Field, Hint, Operator, Phrase, Search, Word
from shared.domain.search.topics import TOPICS, find_topics
from shared.domain.search.words import WORD, fold_words, stem_of
from shared.domain.tagging import BadTag, clean_tag, tag_key
from shared.domain.understanding import Intent

MOST_WORDS = 30
MOST_SHOWN = 3

_QUOTED = r'«[^«»]*»|"[^"]*"|“[^“”]*”|„[^„“”]*[“”]'
_PART = re.compile(
    r"(?P<flag>без\s+ответа|с\s+фото|срочно)(?![\w:])"
    r"|(?P<minus>[-\u2212–](?=[\w«\"“„]))?"
    rf"(?:(?P<name>[^\W\d_]+):[ ]?|(?P<phrase>{_QUOTED})|(?P<word>\S+))",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"{_QUOTED}|[^\s]+")
_STARS = re.compile(r"([1-5])(?:\s*[-–—]\s*([1-5]))?[★*]?|([1-5])(?:,([1-5]))+")
_CHANNELS = {"отзыв": Channel.REVIEW, "вопрос": Channel.QUESTION, "чат": Channel.CHAT}
_LONGEST_END = 3
_CHANNEL_NAMES = {
    Channel.REVIEW: "Отзывы",
    Channel.QUESTION: "Вопросы",
    Channel.CHAT: "Чаты",
}


@dataclass(slots=True)
class _Draft:
    """What was read so far."""

    text: str
    now: datetime
    words: list[Word] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    without: list[Word] = field(default_factory=list)
    without_phrases: list[Phrase] = field(default_factory=list)
    nm_ids: set[int] = field(default_factory=set)
    ratings: set[int] = field(default_factory=set)
    channels: set[Channel] = field(default_factory=set)
    topics: set[Intent] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    since: datetime | None = None
    until: datetime | None = None
    nothing: bool = False
    operators: list[Operator] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)


_Reader = Callable[[_Draft, str], str]


class _Unreadable(Exception):
    """A value that its operator cannot take; the message says what it can."""


def parse_search(text: str, now: datetime) -> Search:
    """Read a query as of a moment, which days without a year and «вчера» are counted from."""
    draft = _Draft(text, now)
    at = 0
    while found := _PART.search(text, at):
        at = _read_part(draft, found)
    _doubt_signs(draft)
    return Search(
        words=tuple(draft.words[:MOST_WORDS]),
        phrases=tuple(draft.phrases),
        without=tuple(draft.without[:MOST_WORDS]),
        without_phrases=tuple(draft.without_phrases),
        nm_ids=frozenset(draft.nm_ids),
        ratings=frozenset(draft.ratings),
        channels=frozenset(draft.channels),
        topics=frozenset(draft.topics),
        tags=frozenset(draft.tags),
        is_unanswered="без ответа" in draft.flags,
        is_urgent="срочно" in draft.flags,
        has_photo="с фото" in draft.flags,
        since=draft.since,
        until=draft.until,
        nothing=draft.nothing or _is_empty_span(draft),
        operators=tuple(draft.operators),
        hints=tuple(draft.hints),
    )


def _doubt_signs(draft: _Draft) -> None:
    """A line without a word or a digit narrows nothing, which nobody expects of it."""
    read = (draft.words, draft.phrases, draft.without, draft.without_phrases, draft.operators)
    if draft.text.strip() and not any(read) and not draft.hints:
        message = "Ищем по словам и цифрам, а здесь их нет — показаны все обращения"
        draft.hints.append(Hint(start=0, end=len(draft.text), message=message))


def _is_empty_span(draft: _Draft) -> bool:
    return draft.since is not None and draft.until is not None and draft.since >= draft.until


def _read_part(draft: _Draft, found: re.Match[str]) -> int:
    """Take one part in and say where the next one begins."""
    if found["flag"]:
        flag = " ".join(fold_words(found["flag"]).split())
        draft.flags.add(flag)
        draft.operators.append(_operator(found.start(), found.end(), flag.capitalize()))
    elif found["name"]:
        return _read_operator(draft, found)
    elif found["phrase"]:
        _add_phrase(draft, found["phrase"][1:-1], minus=bool(found["minus"]))
    else:
        _add_words(draft, found["word"], minus=bool(found["minus"]))
    return found.end()


def _read_operator(draft: _Draft, found: re.Match[str]) -> int:
    reader = _READERS.get(fold_words(found["name"]))
    if reader is None:
        message = f"Оператора «{found['name']}:» нет — ищем как слова"
        draft.hints.append(Hint(start=found.start(), end=found.end(), message=message))
        _add_words(draft, found["name"], minus=bool(found["minus"]))
        return found.end()
    value = (DAY if reader in _DAYS else _VALUE).match(draft.text, found.end())
    start, end = found.start(), value.end() if value else found.end()
    try:
        label = _read_value(draft, reader, found, value)
    except _Unreadable as unreadable:
        draft.hints.append(Hint(start=start, end=end, message=str(unreadable)))
    else:
        draft.operators.append(_operator(start, end, label))
    return end


def _read_value(
    draft: _Draft, reader: _Reader, found: re.Match[str], value: re.Match[str] | None
) -> str:
    if found["minus"]:
        raise _Unreadable("Исключать можно только слова: -слово или -«точная фраза»")
    if value is None:
        raise _Unreadable(f"После «{found['name']}:» чего-то не хватает. {_EXAMPLES[reader]}")
    try:
        return reader(draft, value[0].strip('«»"“”„'))
    except _Unreadable as unreadable:
        typed = draft.text[found.start() : value.end()]
        raise _Unreadable(f"Не поняли «{typed}». {_EXAMPLES[reader]}") from unreadable


def _operator(start: int, end: int, label: str) -> Operator:
    return Operator(start=start, end=end, label=label)


def _add_words(draft: _Draft, text: str, *, minus: bool = False) -> None:
    (draft.without if minus else draft.words).extend(_words_of(text, Field.ANY))


def _add_phrase(draft: _Draft, text: str, *, minus: bool) -> None:
    words = tuple(WORD.findall(fold_words(text)))
    if words:
        (draft.without_phrases if minus else draft.phrases).append(Phrase(words=words))


def _words_of(text: str, where: Field) -> list[Word]:
    return [
        Word(folded=word, stem=stem_of(word), stems=stems_of_forms(word), field=where)
        for word in WORD.findall(fold_words(text))
    ]


def _narrow(kept: set[int], found: set[int], draft: _Draft) -> None:
    """The same operator twice means both, and no item may be left."""
    both = kept & found if kept else found
    draft.nothing |= not both
    kept.clear()
    kept |= both or found


def _read_stars(draft: _Draft, value: str) -> str:
    numbers = [int(digit) for digit in re.findall(r"\d", value)]
    if not _STARS.fullmatch(value):
        raise _Unreadable
    if "," not in value:
        numbers = list(range(min(numbers), max(numbers) + 1))
    _narrow(draft.ratings, set(numbers), draft)
    return f"Звёзды: {value.rstrip('★*').replace('-', '–')}"


def _read_product(draft: _Draft, value: str) -> str:
    if value.isdecimal():
        _narrow(draft.nm_ids, {int(value)}, draft)
    else:
        draft.words += _require(_words_of(value, Field.PRODUCT))
    return f"Товар: {value}"


def _read_article(draft: _Draft, value: str) -> str:
    draft.words += _require(_words_of(value, Field.ARTICLE))
    return f"Артикул: {value}"


def _read_buyer(draft: _Draft, value: str) -> str:
    draft.words += _require(_words_of(value, Field.BUYER))
    return f"Покупатель: {value}"


def _require(words: list[Word]) -> list[Word]:
    if not words:
        raise _Unreadable
    return words


def _read_channel(draft: _Draft, value: str) -> str:
    channel = _find_channel(fold_words(value))
    if channel is None:
        raise _Unreadable
    draft.nothing |= bool(draft.channels) and channel not in draft.channels
    draft.channels.add(channel)
    return f"Канал: {_CHANNEL_NAMES[channel].lower()}"


def _find_channel(typed: str) -> Channel | None:
    for name, channel in _CHANNELS.items():
        if typed.startswith(name) and len(typed) <= len(name) + _LONGEST_END:
            return channel
    return None


def _read_topic(draft: _Draft, value: str) -> str:
    topics = find_topics(value)
    if not topics:
        raise _Unreadable
    draft.topics |= topics
    names = [TOPICS[intent] for intent in Intent if intent in topics]
    more = ["…"] if len(names) > MOST_SHOWN else []
    return f"Тема: {', '.join([*names[:MOST_SHOWN], *more])}"


def _read_tag(draft: _Draft, value: str) -> str:
    try:
        tag = clean_tag(value)
    except BadTag as bad:
        raise _Unreadable from bad
    draft.tags.add(tag_key(tag))
    return f"Метка: {tag}"


def _read_since(draft: _Draft, value: str) -> str:
    day = read_day(value, draft.now)
    if day is None:
        raise _Unreadable
    draft.since = max(begins_at(day), draft.since or begins_at(day))
    return f"С {name_day(day)}"


def _read_until(draft: _Draft, value: str) -> str:
    day = read_day(value, draft.now)
    if day is None:
        raise _Unreadable
    draft.until = min(ends_at(day), draft.until or ends_at(day))
    return f"По {name_day(day)}"


_READERS: dict[str, _Reader] = {
    "звезды": _read_stars,
    "звезда": _read_stars,
    "оценка": _read_stars,
    "товар": _read_product,
    "артикул": _read_article,
    "покупатель": _read_buyer,
    "канал": _read_channel,
    "тема": _read_topic,
    "метка": _read_tag,
    "тег": _read_tag,
    "от": _read_since,
    "с": _read_since,
    "до": _read_until,
    "по": _read_until,
}
_DAYS = (_read_since, _read_until)
_ANY_DAY = "Например: от:2026-11-01, от:01.11 или от:вчера"
_EXAMPLES: dict[_Reader, str] = {
    _read_stars: "Например: звёзды:1 или звёзды:1-2",
    _read_product: "Например: товар:12345678 или товар:футболка",
    _read_article: "Например: артикул:ORG300",
    _read_buyer: "Например: покупатель:Анна",
    _read_channel: "Например: канал:отзыв, канал:вопрос или канал:чат",
    _read_topic: "Например: тема:размер или тема:возврат",
    _read_tag: "Например: метка:брак или метка:«ждёт замены»",
    _read_since: _ANY_DAY,
    _read_until: _ANY_DAY.replace("от:", "до:"),
}
