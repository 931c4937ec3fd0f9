"""A seller's own reply templates: a text with variables that each item fills."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.connectors import capabilities_of
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Finding
from shared.domain.interaction import Channel
from shared.domain.understanding import Intent

MOST_TEMPLATES = 200
MOST_TITLE = 80
MOST_TEXT = 5000

# What each variable stands for, and a value to look at a template with.
VARIABLES: Mapping[str, tuple[str, str]] = {
    "имя": ("имя покупателя", "Анна"),
    "товар": ("название товара", "Футболка хлопковая"),
    "артикул": ("артикул WB", "1234567"),
    "бренд": ("бренд товара", "Лето"),
    "размер": ("размер, который купили", "44"),
    "цвет": ("цвет, который купили", "белый"),
    "оценка": ("сколько звёзд в отзыве", "5"),
    "магазин": ("название вашего магазина", "Лавка"),
}
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTemplate:
    """One template; without `channels` or `intents` it suits all of them."""

    id: str
    title: str
    text: str
    channels: tuple[Channel, ...]
    intents: tuple[Intent, ...]
    revision: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWords:
    """What a seller decides about a template."""

    title: str
    text: str
    channels: tuple[Channel, ...] = ()
    intents: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A template's text with values in it; `shifts` are the places where lengths differ."""

    text: str
    shifts: tuple[tuple[int, int, int, int], ...]

    def origin(self, at: int, *, end: bool) -> int:
        """Where in the template a place of the filled text lies; values belong to variables."""
        moved = 0
        for start, stop, here, there in self.shifts:
            if at <= here:
                break
            if at < there:
                return stop if end else start
            moved = stop - there
        return at + moved


def find_fault(text: str, channels: Sequence[Channel]) -> tuple[str, str] | None:
    """The first thing that makes a text no template: its code, and words for the seller."""
    for name in read_variables(text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            return "unknown_variable", f"Неизвестная переменная {{{name[:40]}}}. Можно: {known}"
    if _BRACE.search(_VARIABLE.sub("", text)):
        return "lone_brace", "Фигурная скобка без пары: переменные пишутся как {имя}"
    for channel in channels:
        most = capabilities_of(channel).limits.most
        if len(text) > most:
            return "too_long", f"{_LONG[channel]} не длиннее {most} знаков"
    return None


_LONG = {
    Channel.REVIEW: "Ответ на отзыв",
    Channel.QUESTION: "Ответ на вопрос",
    Channel.CHAT: "Сообщение в чат",
}


def read_variables(text: str) -> Iterator[str]:
    """The names in braces, as they are looked up."""
    return (found.group(1).strip().lower() for found in _VARIABLE.finditer(text))


def fill_sample(text: str) -> Filled:
    """Put a value in the place of every known variable."""
    pieces: list[str] = []
    shifts: list[tuple[int, int, int, int]] = []
    end = length = 0
    for found in _VARIABLE.finditer(text):
        before = text[end : found.start()]
        value = VARIABLES[found.group(1).strip().lower()][1]
        here = length + len(before)
        length, end = here + len(value), found.end()
        pieces += [before, value]
        shifts.append((found.start(), found.end(), here, length))
    return Filled("".join([*pieces, text[end:]]), tuple(shifts))


def findings_in(filled: Filled, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Objections to the filled text, where they lie in the template."""
    for one in findings:
        start = filled.origin(one.start, end=False)
        yield replace(one, start=start, end=filled.origin(one.end, end=True))
