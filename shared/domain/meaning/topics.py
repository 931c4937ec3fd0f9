"""What a review speaks about, each subject with a feeling and the words that say so.

Phrases that name subject and feeling at once are believed first. A word of praise or blame goes to
the subject beside it in the same stretch of a sentence; where there is none, to the thing itself
when a noun stands by, and else to no particular subject: praise is thanks, blame is displeasure.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Source
from shared.domain.language.phrases import Hit, Phrasebook
from shared.domain.language.tokens import Word, read_sentences
from shared.domain.meaning.evidence_parts import Parts, parts_of
from shared.domain.meaning.lexicon.classes import CLASSES
from shared.domain.meaning.lexicon.feelings import BAD, BLAME, CONTENT, GOOD, PRAISE, SUBJECTS
from shared.domain.meaning.lexicon.levels import STRONG, read_lines
from shared.domain.meaning.lexicon.told_of_goods import TOLD_OF_GOODS
from shared.domain.meaning.lexicon.told_of_orders import TOLD_OF_ORDERS
from shared.domain.meaning.lexicon.troubles import TROUBLES
from shared.domain.once import build_once
from shared.domain.understanding import Intent, Part, Sentiment, Topic

MOST_EVIDENCE = 3
REACH = 4

# How often a topic was there on development and practice lines that was guessed from praise or
# blame of no subject, told by one phrase, and told by several.
VAGUE = 0.54
TOLD_ONCE = 0.81
TOLD_TWICE = 0.95


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase tells: a subject, a feeling, or both; `sure` phrases silence others."""

    topic: Intent | None
    sentiment: Sentiment | None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A subject with a feeling, where it stands; `vague` when no subject was named."""

    topic: Intent
    sentiment: Sentiment
    start: int
    end: int
    vague: bool = False


_GOOD, _BAD, _EVEN = Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL
_OPPOSITE = {_GOOD: _BAD, _BAD: _GOOD, _EVEN: _EVEN}
_FLIPPED = frozenset({Intent.DEFECT_NOT_WORKING, Intent.QUALITY_COMPLAINT})
_REMARKS = frozenset({Intent.OTHER})
_CONTRASTS = frozenset({"но", "зато", "однако", "хотя", "а", "правда", "единственный", "только"})
_TURNS = frozenset({"но", "зато", "однако"})
_WRAPPINGS = frozenset({"упаковка", "коробка", "коробочка", "пакет", "пакетик", "тара", "слюда"})
_VAGUE_NOUNS = frozenset(
    {
        *("товар", "покупка", "вещь", "заказ", "магазин", "продавец", "производитель", "подарок"),
        *("ребенок", "дочь", "дочка", "муж", "жена", "мама", "сын", "внук", "внучка", "подруга"),
        *("раз", "день", "год", "месяц", "неделя", "деньга", "отзыв", "звезда", "фото", "слово"),
        *("восторг", "любовь", "человек", "фирма", "бренд", "марка", "рекомендация", "плюс"),
        *("супер", "класс", "огонь", "бомба", "топ", "привет", "девочка", "целое", "минус"),
        *("приобретение", "вариант", "продукт", "продукция", "оценка", "балл", "брат", "сестра"),
        *("надежда", "ожидание", "скидка", "цена", "ура", "высота", "чудо", "порядок", "место"),
        *("малыш", "папа", "бабушка", "друг", "сожаление", "вайлдберриз", "время", "ужас"),
    }
)


def read_topics(channel: Channel, source: Source) -> tuple[Topic, ...]:
    """Every subject of a review, the most often named first; other channels have none."""
    if channel is not Channel.REVIEW:
        return ()
    parts = parts_of(channel, source)
    marks = list(_drop_echoes([_lean(mark, parts) for mark in find_marks(parts.text)]))
    grouped: dict[Intent, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[mark.topic].append(mark)
    ranked = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[1][0].start))
    return tuple(_sum_topic(topic, named, parts) for topic, named in ranked)


def find_marks(text: str) -> list[Mark]:
    """Every subject with a feeling in reading order, the same one as often as it is told."""
    marks: list[Mark] = []
    for sentence in read_sentences(text):
        marks += _read_sentence(sentence.words)
    return marks


@build_once
def signs() -> Phrasebook[Sign]:
    """All phrases of subjects and feelings, compiled once."""
    table: dict[Sign, list[str]] = defaultdict(list)
    for (topic, sentiment), block in (TOLD_OF_GOODS | TOLD_OF_ORDERS).items():
        table[Sign(topic, sentiment, sure=True)] += read_lines(block)
    for topic, blocks in TROUBLES.items():
        for strength, block in blocks.items():
            if strength >= STRONG:
                table[Sign(topic, _BAD, sure=True)] += read_lines(block)
    for topic, block in SUBJECTS.items():
        table[Sign(topic, None)] += read_lines(block)
    table[Sign(Intent.THANKS, _GOOD)] += read_lines(CONTENT)
    table[Sign(None, _GOOD)] += read_lines(PRAISE)
    table[Sign(None, _BAD)] += read_lines(BLAME)
    table[Sign(Intent.QUALITY_COMPLAINT, _GOOD)] += read_lines(GOOD)
    table[Sign(Intent.QUALITY_COMPLAINT, _BAD)] += read_lines(BAD)
    return Phrasebook(table, CLASSES)


def number_stretches(words: Sequence[Word]) -> list[int]:
    """A stretch ends at a pause and before a word of contrast."""
    numbers, number = [], 0
    for place, word in enumerate(words):
        if place and (word.clause != words[place - 1].clause or word.text in _CONTRASTS):
            number += 1
        numbers.append(number)
    return numbers


def _read_sentence(words: Sequence[Word]) -> Iterator[Mark]:
    hits = [hit for hit in signs().find(words) if not _compares(hit, words)]
    stretches = number_stretches(words)
    told = [hit for hit in hits if hit.label.sure and not _turns(hit, words)]
    told = [hit for hit in told if not _is_bettered(hit, told, stretches)]
    taken = {place for hit in told for place in range(hit.first, hit.last)}
    free = [hit for hit in hits if not hit.label.sure and hit.first not in taken]
    subjects = [hit for hit in free if hit.label.sentiment is None]
    for hit in told:
        yield from _read_told(hit, words, stretches)
    traits = [hit for hit in free if hit.label.topic and hit.label.sentiment]
    for hit in traits:
        yield from _read_trait(hit, words, stretches)
    judged = {place for hit in traits for place in range(hit.first, hit.last)}
    for hit in free:
        if hit.label.topic is None and hit.first not in judged:
            topic = _find_subject(hit, subjects, stretches)
            yield _mark(hit, topic) if topic else _guess_subject(hit, words, stretches)


def _read_told(hit: Hit[Sign], words: Sequence[Word], stretches: Sequence[int]) -> Iterator[Mark]:
    topic, stretch = hit.label.topic, stretches[hit.first]
    if topic is Intent.DEFECT_NOT_WORKING and any(
        stretches[place] == stretch and not _WRAPPINGS.isdisjoint(word.lemmas)
        for place, word in enumerate(words)
    ):
        topic = Intent.DELIVERY_STATUS
    if topic is not None and not (hit.denied and topic not in _FLIPPED):
        yield _mark(hit, topic)


def _read_trait(hit: Hit[Sign], words: Sequence[Word], stretches: Sequence[int]) -> Iterator[Mark]:
    if hit.label.topic is Intent.THANKS:
        yield _guess_subject(hit, words, stretches)
    else:
        yield _mark(hit, Intent.QUALITY_COMPLAINT)


def _compares(hit: Hit[Sign], words: Sequence[Word]) -> bool:
    """«Лучше» praises something else."""
    return (
        not hit.label.sure
        and hit.label.sentiment is _GOOD
        and any("COMP" in word.kinds for word in words[hit.first : hit.last])
    )


def _turns(hit: Hit[Sign], words: Sequence[Word]) -> bool:
    """A phrase that swallowed a «но» joins what the buyer sets apart."""
    inner = {word.text for word in words[hit.first : hit.last]} & _TURNS
    return any(word not in hit.phrase for word in inner)


def _is_bettered(hit: Hit[Sign], told: Sequence[Hit[Sign]], stretches: Sequence[int]) -> bool:
    """Of phrases about one subject a longer one knows better, or one that crosses no pause."""
    crosses = stretches[hit.first] != stretches[hit.last - 1]
    return any(
        other.label.topic is hit.label.topic
        and other.first < hit.last
        and hit.first < other.last
        and (_is_inside(hit, other) or crosses)
        and stretches[other.first] == stretches[other.last - 1]
        for other in told
        if other is not hit
    )


def _is_inside(hit: Hit[Sign], other: Hit[Sign]) -> bool:
    return (
        other.first <= hit.first
        and hit.last <= other.last
        and other.last - other.first > hit.last - hit.first
    )


def _mark(hit: Hit[Sign], topic: Intent, *, vague: bool = False) -> Mark:
    feeling = hit.label.sentiment or _EVEN
    return Mark(topic, _OPPOSITE[feeling] if hit.denied else feeling, hit.start, hit.end, vague)


def _find_subject(
    hit: Hit[Sign], subjects: Sequence[Hit[Sign]], stretches: Sequence[int]
) -> Intent | None:
    near = [
        one
        for one in subjects
        if stretches[one.first] == stretches[hit.first] and _distance(one, hit) <= REACH
    ]
    nearest = min(near, key=lambda one: _distance(one, hit), default=None)
    return nearest.label.topic if nearest else None


def _distance(one: Hit[Sign], other: Hit[Sign]) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def _guess_subject(hit: Hit[Sign], words: Sequence[Word], stretches: Sequence[int]) -> Mark:
    stretch = stretches[hit.first]
    for place, word in enumerate(words):
        is_beside = stretches[place] == stretch and not hit.first <= place < hit.last
        if is_beside and "NOUN" in word.kinds and word.lemmas.isdisjoint(_VAGUE_NOUNS):
            return _mark(hit, Intent.QUALITY_COMPLAINT)
    if hit.last - hit.first == 1 and "ADJF" in words[hit.first].kinds:
        return _mark(hit, Intent.QUALITY_COMPLAINT)
    praised = (hit.label.sentiment is _GOOD) is not hit.denied
    return _mark(hit, Intent.THANKS if praised else Intent.OTHER, vague=True)


def _lean(mark: Mark, parts: Parts) -> Mark:
    """What stands among the good or bad sides without a feeling of its own has theirs."""
    part = parts.piece_at(mark.start).part
    lean: Mapping[Part, Sentiment] = {Part.PROS: _GOOD, Part.CONS: _BAD}
    if mark.sentiment is not _EVEN or part not in lean:
        return mark
    return Mark(mark.topic, lean[part], mark.start, mark.end, mark.vague)


def _drop_echoes(marks: Sequence[Mark]) -> Iterator[Mark]:
    """What has no subject only echoes what has; a remark counts where nothing else is told."""
    is_blamed = any(mark.sentiment is _BAD and not mark.vague for mark in marks)
    is_praised = any(
        mark.sentiment is _GOOD and mark.topic is Intent.QUALITY_COMPLAINT for mark in marks
    )
    for mark in marks:
        echoes = mark.vague and (is_praised if mark.topic is Intent.THANKS else is_blamed)
        is_remark = mark.sentiment is _EVEN and mark.topic in _REMARKS
        if not echoes and not (is_remark and any(one.topic is not mark.topic for one in marks)):
            yield mark


def _sum_topic(topic: Intent, marks: Sequence[Mark], parts: Parts) -> Topic:
    quotes = tuple(dict.fromkeys(parts.quote(mark.start, mark.end) for mark in marks))
    if all(mark.vague for mark in marks):
        confidence = VAGUE
    else:
        confidence = TOLD_TWICE if len(quotes) > 1 else TOLD_ONCE
    return Topic(
        label=topic,
        sentiment=_weigh_feelings([mark.sentiment for mark in marks]),
        confidence=confidence,
        evidence=quotes[:MOST_EVIDENCE],
    )


def _weigh_feelings(feelings: Sequence[Sentiment]) -> Sentiment:
    """Praise and blame at once are neither, unless one is told twice as often."""
    good, bad = feelings.count(_GOOD), feelings.count(_BAD)
    if good == bad or (good and bad and max(good, bad) < 2 * min(good, bad)):
        return _EVEN
    return _GOOD if good > bad else _BAD
