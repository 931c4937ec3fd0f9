"""Find phrases among words: all phrases of a book in one reading of the text.

The notation of phrases is told in `notation.py`. A phrase is tried only at words that may begin
it, never crosses the end of a sentence, and has bounded gaps, so that hostile texts cost no more
than long ones.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from shared.domain.dataclass import dataclass
from shared.domain.language.notation import (
    Absent,
    Either,
    Gap,
    Maybe,
    Node,
    OneOf,
    Row,
    read_phrase,
)
from shared.domain.language.tokens import Word
from shared.domain.language.vocabulary import Vocabulary

T = TypeVar("T", bound=Hashable)

FARTHEST = 10
# No sensible text begins one phrase so often; endless repetitions must not cost more.
MOST_STARTS = 200
LOOKING = 2

# Words that may stand between two neighbours and change nothing.
FILLERS = frozenset(
    {
        *("же", "ли", "бы", "б", "ж", "вот", "ведь", "уж", "уже", "еще", "и", "а", "то"),
        *("пожалуйста", "плиз", "просто", "очень", "прям", "прямо", "как-то", "даже"),
        *("именно", "вообще", "совсем", "там", "тут", "так", "это", "этот"),
        *("мне", "вам", "нам", "у", "вас", "меня", "нас", "я", "мы", "вы"),
    }
)
MOST_FILLERS = 2

_DENIALS = frozenset({"не", "ни", "без", "нет", "нету", "никакой", "минус"})
_ABSENCES = frozenset({"нет", "нету", "отсутствовать", "исключить"})
_NOTICES = frozenset(
    {
        *("быть", "обнаружить", "заметить", "увидеть", "найти", "почувствовать", "возникнуть"),
        *("нужный", "надо", "требоваться", "понадобиться", "появиться", "оказаться"),
    }
)
_DENIAL_REACH = 2
_INNER_DENIAL = "не"
# «Не только …» and «не подскажете …?» deny nothing.
_UNDENYING = frozenset({"только", "подсказать"})


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Where a phrase stands: words `first` to `last` (not included), characters `start` to `end`.

    `denied` when the words around take it back: «без брака», «не сломан», «запаха нет».
    """

    label: T
    phrase: str
    first: int
    last: int
    start: int
    end: int
    denied: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Entry(Generic[T]):
    label: T
    phrase: str
    parts: tuple[Node, ...]
    denies: bool


class Phrasebook(Generic[T]):
    """Phrases by label, with the words of `classes` at hand as `@name`."""

    def __init__(
        self, phrases: Mapping[T, Iterable[str]], classes: Mapping[str, str] | None = None
    ) -> None:
        self._starters: dict[str, list[_Entry[T]]] = defaultdict(list)
        names: set[str] = set()
        for label, lines in phrases.items():
            for line in lines:
                parts = read_phrase(line, classes or {})
                said = frozenset().union(*(_all_names(part) for part in parts))
                entry = _Entry(label, line, parts, _INNER_DENIAL in said)
                for name in _first_names(parts[0]):
                    self._starters[name].append(entry)
                names |= said
        self._vocabulary = Vocabulary(names)

    def find(self, words: Sequence[Word]) -> list[Hit[T]]:
        """Every place of every phrase, from left to right; those of one phrase do not overlap."""
        walk = _Walk(words, self._vocabulary.name_words(words))
        starts: dict[_Entry[T], list[int]] = defaultdict(list)
        for place, names in enumerate(walk.names):
            if _is_drawled(words, place):
                continue
            for name in names:
                for entry in self._starters.get(name, ()):
                    places = starts[entry]
                    if len(places) < MOST_STARTS and (not places or places[-1] != place):
                        places.append(place)
        found = [
            hit for entry, places in starts.items() for hit in _find_entry(entry, places, walk)
        ]
        return sorted(found, key=lambda hit: (hit.start, hit.end))


def _is_drawled(words: Sequence[Word], place: int) -> bool:
    """Of a word said over and over the last two may begin a phrase, and no phrase needs more."""
    ahead = words[place + 1 : place + 1 + LOOKING]
    return len(ahead) == LOOKING and all(one.text == words[place].text for one in ahead)


class _Walk:
    """The words of one text with their names and where their sentences end."""

    def __init__(self, words: Sequence[Word], names: list[frozenset[str]]) -> None:
        self.words, self.names = words, names
        self._first, self._last = _sentence_bounds(words)

    def first_of(self, place: int) -> int:
        return self._first[place]

    def last_of(self, place: int) -> int:
        return self._last[place]

    def ends(self, node: Node, start: int, limit: int) -> set[int]:
        """Every place where a node may end that begins at `start`."""
        match node:
            case OneOf():
                return self._step(node, start, limit)
            case Gap():
                return set(range(start, min(start + node.most, limit) + 1))
            case Maybe():
                return {start} | self.ends(node.node, start, limit)
            case Either():
                return set().union(*(self.ends(one, start, limit) for one in node.nodes))
            case Absent():
                ahead = range(start, min(start + LOOKING, limit))
                return set() if any(self.ends(node.node, at, limit) for at in ahead) else {start}
            case Row():
                return self._follow(node, start, limit)

    def _step(self, node: OneOf, start: int, limit: int) -> set[int]:
        for place in range(start, min(start + MOST_FILLERS + 1, limit)):
            if not node.names.isdisjoint(self.names[place]):
                return {place + 1}
            if self.words[place].text not in FILLERS:
                break
        return set()

    def _follow(self, row: Row, start: int, limit: int) -> set[int]:
        places = {start}
        for node in row.nodes:
            places = set().union(*(self.ends(node, at, limit) for at in places))
            if not places:
                break
        return places

    def holds_denial(self, first: int, last: int) -> bool:
        """Whether a gap swallowed a «не» that the phrase does not ask for."""
        return any(word.text == _INNER_DENIAL for word in self.words[first:last])

    def is_denied(self, first: int, last: int) -> bool:
        """Look for a denial before the words in their clause, or an absence right after."""
        clause = self.words[first].clause
        for place in range(first - 1, max(first - 1 - _DENIAL_REACH, self.first_of(first) - 1), -1):
            if self.words[place].clause != clause:
                break
            if self.words[place].text in _DENIALS:
                return _UNDENYING.isdisjoint(self.words[place + 1].lemmas)
        return self._is_absent(last, self.last_of(first), self.words[last - 1].clause)

    def _is_absent(self, last: int, limit: int, clause: int) -> bool:
        if last >= limit or self.words[last].clause != clause:
            return False
        if "никакой" in self.words[last].lemmas and last + 1 < limit:
            last += 1
        if not _ABSENCES.isdisjoint(self.words[last].lemmas):
            return True
        return (
            self.words[last].text == "не"
            and last + 1 < limit
            and not _NOTICES.isdisjoint(self.words[last + 1].lemmas)
        )


def _find_entry(entry: _Entry[T], starts: list[int], walk: _Walk) -> list[Hit[T]]:
    spans = _find_part(entry.parts[0], starts, walk)
    for part in entry.parts[1:]:
        if not spans:
            return []
        names = _first_names(part)
        places = [at for at, found in enumerate(walk.names) if not names.isdisjoint(found)]
        spans = _join(spans, _find_part(part, places, walk), walk)
    return [
        Hit(
            entry.label,
            entry.phrase,
            first,
            last,
            walk.words[first].start,
            walk.words[last - 1].end,
            walk.is_denied(first, last) or (not entry.denies and walk.holds_denial(first, last)),
        )
        for first, last in spans
    ]


def _find_part(node: Node, starts: list[int], walk: _Walk) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    forbidden, rest = _split_leading(node)
    for start in starts:
        if spans and start < spans[-1][1]:
            continue
        ends = walk.ends(rest, start, walk.last_of(start))
        if ends and not _is_led(forbidden, start, walk):
            spans.append((start, min(ends - {start}, default=start + 1)))
    return spans


def _is_led(forbidden: Sequence[Node], start: int, walk: _Walk) -> bool:
    places = range(max(start - LOOKING, walk.first_of(start)), start)
    return any(walk.ends(node, at, start) for node in forbidden for at in places)


def _split_leading(node: Node) -> tuple[list[Node], Node]:
    """Part what must not stand before a phrase from the phrase."""
    if not isinstance(node, Row):
        return [], node
    leading = 0
    while isinstance(node.nodes[leading], Absent):
        leading += 1
    forbidden = [one.node for one in node.nodes[:leading] if isinstance(one, Absent)]
    return forbidden, Row(node.nodes[leading:])


def _join(
    spans: list[tuple[int, int]], others: list[tuple[int, int]], walk: _Walk
) -> list[tuple[int, int]]:
    """Widen each span to the nearest of the others in its sentence; spans without one fall out."""
    joined: list[tuple[int, int]] = []
    firsts = [first for first, _ in others]
    for first, last in spans:
        at = bisect_left(firsts, first)
        near = [
            one
            for one in others[max(at - 1, 0) : at + 2]
            if (one[0] >= last or one[1] <= first)
            and walk.first_of(one[0]) == walk.first_of(first)
            and max(one[0] - last, first - one[1]) <= FARTHEST
        ]
        if near:
            other = min(near, key=lambda one: max(one[0] - last, first - one[1]))
            span = (min(first, other[0]), max(last, other[1]))
            if not joined or span[0] >= joined[-1][1]:
                joined.append(span)
    return joined


def _sentence_bounds(words: Sequence[Word]) -> tuple[list[int], list[int]]:
    firsts, lasts = [0] * len(words), [0] * len(words)
    start = 0
    for place, word in enumerate(words):
        if word.sentence != words[start].sentence:
            start = place
        firsts[place] = start
    end = len(words)
    for place in range(len(words) - 1, -1, -1):
        if place + 1 < len(words) and words[place + 1].sentence != words[place].sentence:
            end = place + 1
        lasts[place] = end
    return firsts, lasts


def _first_names(node: Node) -> frozenset[str]:
    """The names of which a word must have one to begin the node."""
    match node:
        case OneOf():
            return node.names
        case Either():
            return frozenset().union(*(_first_names(one) for one in node.nodes))
        case Maybe():
            return _first_names(node.node)
        case Row():
            return _row_starters(node)
        case _:
            raise ValueError("a phrase begins with a word")


def _row_starters(row: Row) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for node in row.nodes:
        if isinstance(node, Absent):
            continue
        names |= _first_names(node)
        if not isinstance(node, Maybe):
            break
    return names


def _all_names(node: Node) -> frozenset[str]:
    match node:
        case OneOf():
            return node.names
        case Either() | Row():
            return frozenset().union(*(_all_names(one) for one in node.nodes))
        case Maybe() | Absent():
            return _all_names(node.node)
        case _:
            return frozenset()
