"""Whether an item is what a search asks for, and where its words stand."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Interaction, Priority
from shared.domain.language.letters import fold_text
from shared.domain.places import tags_of, topics_of
from shared.domain.search.index import stems_of_source, texts_of
from shared.domain.search.query import Field, Phrase, Search, Word
from shared.domain.search.words import WORD, fold_words, read_article, read_stems, stem_of

Texts = Callable[[Interaction], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Span:
    """From one character of a text up to another."""

    start: int
    end: int


def is_found(item: Interaction, search: Search, *, named: bool, more: Texts) -> bool:
    """Whether everything that is asked for holds.

    Without `named`, buyers' names are not looked at; `more` reads what a chat said, which only
    phrases need.
    """
    return (
        not search.nothing
        and _is_narrowed(item, search)
        and _has_words(item, search, named=named)
        and _has_phrases(item, search, named=named, more=more)
    )


def find_spans(text: str, search: Search, field: Field = Field.ANY) -> tuple[Span, ...]:
    """Where words of the search stand in a text, in order; neighbours are one span."""
    stems = {
        stem for word in search.words if word.field in (Field.ANY, field) for stem in word.stems
    } | {stem_of(word) for phrase in search.phrases for word in phrase.words}
    spans = [
        Span(found.start(), found.end())
        for found in WORD.finditer(fold_text(text))
        if stem_of(found[0]) in stems
    ]
    return tuple(_join(spans, text))


def _join(spans: list[Span], text: str) -> Iterator[Span]:
    """Words with nothing but a blank between them are marked as one."""
    start = 0
    for at, (one, following) in enumerate(pairwise(spans), start=1):
        if text[one.end : following.start] != " ":
            yield Span(spans[start].start, one.end)
            start = at
    if spans:
        yield Span(spans[start].start, spans[-1].end)


def _is_narrowed(item: Interaction, search: Search) -> bool:
    source = item.source
    return (
        (not search.channels or item.channel in search.channels)
        and (not search.ratings or source.rating in search.ratings)
        and (not search.nm_ids or source.product.nm_id in search.nm_ids)
        and (not search.topics or bool(search.topics & topics_of(item)))
        and search.tags <= tags_of(item)
        and (not search.is_unanswered or item.queue.needs_response)
        and (not search.is_urgent or _is_urgent(item))
        and (not search.has_photo or bool(source.photos))
        and (search.since is None or item.occurred_at >= search.since)
        and (search.until is None or item.occurred_at < search.until)
    )


def _is_urgent(item: Interaction) -> bool:
    return item.queue.needs_response and item.queue.priority is Priority.URGENT


def _has_words(item: Interaction, search: Search, *, named: bool) -> bool:
    if not search.words and not search.without:
        return True
    stems = {
        Field.ANY: stems_of_source(item.source, named=named) | frozenset(item.lookup.heard.split())
    }
    for field in {word.field for word in search.words} - {Field.ANY}:
        stems[field] = frozenset(read_stems(_text_of(item, field, named=named)))
        if field is Field.ARTICLE:
            stems[field] |= frozenset(read_article(item.source.product.article))
    return all(_stands_in(word, stems) for word in search.words) and not any(
        _stands_in(word, stems) for word in search.without
    )


def _stands_in(word: Word, stems: dict[Field, frozenset[str]]) -> bool:
    return not word.stems.isdisjoint(stems[word.field])


def _text_of(item: Interaction, field: Field, *, named: bool) -> str:
    product = item.source.product
    match field:
        case Field.PRODUCT:
            return f"{product.name} {product.brand}"
        case Field.ARTICLE:
            return f"{product.article} {product.nm_id}"
    return item.source.buyer_name if named else ""


def _has_phrases(item: Interaction, search: Search, *, named: bool, more: Texts) -> bool:
    if not search.phrases and not search.without_phrases:
        return True
    lines = [_line(text) for text in texts_of(item.source, named=named)]
    lacking = [phrase for phrase in search.phrases if not _is_said(phrase, lines)]
    if lacking and not _may_be_said(item, lacking):
        return False
    if lacking or (search.without_phrases and item.source.chat):
        lines += [_line(text) for text in more(item)]
    return all(_is_said(phrase, lines) for phrase in lacking) and not any(
        _is_said(phrase, lines) for phrase in search.without_phrases
    )


def _may_be_said(item: Interaction, phrases: Iterable[Phrase]) -> bool:
    """A chat's messages are worth reading only where all of the words are in them."""
    heard = set(item.lookup.heard.split())
    return all(stem_of(word) in heard for phrase in phrases for word in phrase.words)


def _line(text: str) -> str:
    return f" {' '.join(WORD.findall(fold_words(text)))} "


def _is_said(phrase: Phrase, lines: Iterable[str]) -> bool:
    wanted = f" {' '.join(phrase.words)} "
    return any(wanted in line for line in lines)
