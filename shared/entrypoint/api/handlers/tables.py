"""What a number counts, as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from shared.domain.analytics.periods import last_days
from shared.domain.deadlines.words import INTENT_SUBJECTS
from shared.domain.interaction import Channel, Interaction, Status
from shared.domain.moscow import MOSCOW
from shared.entrypoint.api.calls import Call, Media, Result
from shared.entrypoint.api.shapes.analytics import TableQuery
from shared.entrypoint.api.shapes.base import Nothing
from shared.usecases.read_figures import list_counted

MOST_ROWS = 5000
# Excel reads Russian letters and columns of a file that begins and parts its cells so.
_MARK, _CELLS = "\ufeff", ";"
_HEAD = ("Дата", "Канал", "Оценка", "Товар", "Артикул WB", "Тема", "Состояние", "Текст")
_CHANNELS = {Channel.REVIEW: "Отзыв", Channel.QUESTION: "Вопрос", Channel.CHAT: "Чат"}
_STATES = {
    Status.OPEN: "Без ответа",
    Status.RESPONDED: "Отвечено",
    Status.CLOSED: "Закрыто",
}
# A cell that begins so is run as a formula, whatever space or width its first sign has.
_FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CUT = "Здесь первые {most}: выберите период короче, чтобы увидеть остальные"


def export_counted(call: Call[Nothing, TableQuery]) -> Result:
    """Send the table while it is read."""
    name = f"{call.now.astimezone(MOSCOW):%Y-%m-%d}-{call.query.days}.csv"
    lines = (line.encode() for line in write_table(_items(call), MOST_ROWS))
    return Result(
        media=Media(content=lines, content_type="text/csv; charset=utf-8", keep_s=0, name=name)
    )


def write_table(items: Iterable[Interaction], most: int) -> Iterator[str]:
    """The head, a line an item, and a last line that says so where there are more."""
    yield _MARK + _line(_HEAD)
    for number, item in enumerate(items):
        if number == most:
            yield _line((_CUT.format(most=most),))
            return
        yield _line(_row(item))


def _items(call: Call[Nothing, TableQuery]) -> Iterator[Interaction]:
    """Each once, the newest first: of a chat, several replies may be counted."""
    period, stores = last_days(call.query.days, call.now), call.outside.stores
    seen: set[str] = set()
    after: tuple[date, int] | None = None
    while True:
        page = list_counted(
            call.seller, period, call.query.what, call.now, stores=stores, after=after
        )
        for item in page.items:
            if item.id not in seen:
                seen.add(item.id)
                yield item
        after = page.after
        if after is None:
            return


def _row(item: Interaction) -> tuple[str, ...]:
    source = item.source
    said = (source.text, source.pros, source.cons)
    text = " / ".join(part for part in said if part) or (
        source.chat.last_text if source.chat else ""
    )
    return (
        f"{source.created_at.astimezone(MOSCOW):%d.%m.%Y %H:%M}",
        _CHANNELS[item.channel],
        str(source.rating or ""),
        source.product.name,
        str(source.product.nm_id or ""),
        INTENT_SUBJECTS[item.ai.intent.label],
        _STATES[item.queue.status],
        text,
    )


def _line(cells: tuple[str, ...]) -> str:
    """By RFC 4180, and safe against cells that a spreadsheet would run."""
    written = io.StringIO()
    safe = [f"'{cell}" if cell.lstrip().startswith(_FORMULAS) else cell for cell in cells]
    csv.writer(written, delimiter=_CELLS, lineterminator="\r\n").writerow(safe)
    return written.getvalue()
