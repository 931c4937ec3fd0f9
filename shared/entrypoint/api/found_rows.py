"""Lines of a list that was searched: the words that were found, and where they stand."""

from collections.abc import Iterator

from shared.domain.interaction import Interaction
from shared.domain.search.match import Span, find_spans
from shared.domain.search.query import Field, Search
from shared.domain.search.words import stem_of
from shared.entrypoint.api.shapes.inbox import (
    FoundIn,
    HighlightAnswer,
    HighlightField,
    HintAnswer,
    OperatorAnswer,
    Row,
    SearchAnswer,
)

_LONGEST = 160
_BEFORE = 40


def search_answer(search: Search, *, is_ready: bool) -> SearchAnswer:
    """How the query was understood."""
    return SearchAnswer(
        operators=[OperatorAnswer.model_validate(one) for one in search.operators],
        hints=[HintAnswer.model_validate(one) for one in search.hints],
        is_ready=is_ready,
    )


def found_row(row: Row, item: Interaction, search: Search) -> Row:
    """The line with what was found in it; the preview shows the first place in a text."""
    found_in, preview = _find_text(item, search)
    preview = preview or row.preview
    shown: tuple[tuple[HighlightField, str, Field], ...] = (
        ("preview", preview, Field.ANY),
        ("buyer", row.buyer, Field.BUYER),
        ("product", row.product.name, Field.PRODUCT),
        ("article", row.product.article, Field.ARTICLE),
    )
    highlights = tuple(
        HighlightAnswer(field=name, start=span.start, end=span.end)
        for name, text, field in shown
        for span in find_spans(text, search, field)
    )
    changes = {"preview": preview, "highlights": highlights, "found_in": found_in}
    return row.model_copy(update=changes)


def _find_text(item: Interaction, search: Search) -> tuple[FoundIn | None, str]:
    for place, text in _texts(item):
        line = " ".join(text.split())
        spans = find_spans(line, search)
        if spans:
            return place, _cut(line, spans[0])
    return ("messages", "") if _was_heard(item, search) else (None, "")


def _texts(item: Interaction) -> Iterator[tuple[FoundIn | None, str]]:
    source = item.source
    if source.chat is not None:
        yield None, source.chat.last_text or source.chat.preview
    for text in (source.text, source.cons, source.pros, ", ".join(source.tags)):
        yield None, text
    if source.answer is not None:
        yield "answer", source.answer.text


def _was_heard(item: Interaction, search: Search) -> bool:
    heard = set(item.lookup.heard.split())
    stems = {stem for word in search.words if word.field is Field.ANY for stem in word.stems}
    stems |= {stem_of(word) for phrase in search.phrases for word in phrase.words}
    return not heard.isdisjoint(stems)


def _cut(line: str, span: Span) -> str:
    """A window that begins some words before the first place."""
    start = 0
    if span.end > _LONGEST - 1:
        start = line.rfind(" ", 0, max(0, span.start - _BEFORE)) + 1
    shown = ("…" if start else "") + line[start:]
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
