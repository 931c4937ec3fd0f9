"""Which intents the words of a text speak for, and how strongly, whatever the channel."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from shared.domain.dataclass import dataclass
from shared.domain.language.phrases import Hit, Phrasebook
from shared.domain.language.tokens import Sentence, Word, read_sentences
from shared.domain.meaning.lexicon.advice import ABOUT_USE
from shared.domain.meaning.lexicon.classes import CLASSES
from shared.domain.meaning.lexicon.goods import ABOUT_GOODS
from shared.domain.meaning.lexicon.levels import GUESS, Table, read_lines
from shared.domain.meaning.lexicon.orders import ABOUT_ORDERS
from shared.domain.meaning.lexicon.quality import QUALITY
from shared.domain.meaning.lexicon.suiting import ABOUT_SUITING
from shared.domain.meaning.lexicon.troubles import TROUBLES
from shared.domain.meaning.lexicon.wishes import REMARKS, WISHES
from shared.domain.once import build_once
from shared.domain.understanding import Intent


@dataclass(frozen=True, slots=True)
class Clue:
    """What a phrase speaks for; `strength` 1.0 is enough alone, 0.4 only a hint."""

    intent: Intent
    strength: float


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent that phrases speak for: `weight` ranks it among the others of one text."""

    intent: Intent
    weight: float
    spans: tuple[tuple[int, int], ...]

    @property
    def strength(self) -> float:
        """How strong its phrases are, however urgent it is."""
        return self.weight / URGENCY[self.intent]


# A trouble counts more than a wish, a wish more than a question, a question more than thanks.
URGENCY: Mapping[Intent, float] = {
    **dict.fromkeys(Intent, 1.0),
    **dict.fromkeys(TROUBLES, 1.35),
    **dict.fromkeys(WISHES, 1.25),
    Intent.COMPLIANCE_SAFETY: 1.15,
    Intent.QUALITY_COMPLAINT: 1.2,
    Intent.THANKS: 0.5,
    Intent.OTHER: 0.9,
    Intent.AVAILABILITY: 1.05,
}
EACH_WORD = 0.03
EACH_MORE = 0.1
MOST_MORE = 0.3
DOUBTED = 0.3

DENIABLE = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.QUALITY_COMPLAINT,
        Intent.THANKS,
        Intent.REFUND_EXCHANGE,
        Intent.DELIVERY_DELAY,
        Intent.PRICE_PROMO,
    }
)
_TABLES: tuple[Table, ...] = (
    *(TROUBLES, QUALITY, WISHES, REMARKS),
    *(ABOUT_GOODS, ABOUT_SUITING, ABOUT_ORDERS, ABOUT_USE),
)
TROUBLESOME = frozenset({*TROUBLES, *QUALITY})
_IMAGINED = frozenset({"если", "вдруг", "бояться", "возможно"})
_GENERAL = frozenset({"бывать", "часто", "обычно", "попадаться"})
_ASKING = frozenset({"ли", "или", "какой", "сколько", "как", "подсказать", "где", "чем"})
_CERTAIN = frozenset({"после", "почему", "зачем", "разве", "кто", "норма", "нормально"})


def hear_intents(text: str, deniable: Collection[Intent] = DENIABLE) -> list[Heard]:
    """Every intent that the words speak for, the weightiest first; a denial silences some."""
    found: dict[Intent, list[tuple[float, Hit[Clue]]]] = defaultdict(list)
    for sentence in read_sentences(text):
        for hit in clues().find(sentence.words):
            if hit.denied and hit.label.intent in deniable:
                continue
            if _is_idle(hit, sentence):
                continue
            weight = _weigh_hit(hit, sentence.words, asks=sentence.asks)
            found[hit.label.intent].append((weight, hit))
    heard = [_sum_hits(intent, hits) for intent, hits in found.items()]
    return sorted(heard, key=lambda one: -one.weight)


@build_once
def clues() -> Phrasebook[Clue]:
    """All phrases of all intents, compiled once."""
    return Phrasebook(
        {
            Clue(intent, strength): read_lines(block)
            for table in _TABLES
            for intent, blocks in table.items()
            for strength, block in blocks.items()
        },
        CLASSES,
    )


def _is_idle(hit: Hit[Clue], sentence: Sentence) -> bool:
    """A guess counts in questions alone; «или нет» misses nothing."""
    if hit.label.strength == GUESS:
        return not _asks(sentence)
    last = sentence.words[hit.last - 1]
    return last.text == "нет" and sentence.words[hit.last - 2].text == "или"


def _asks(sentence: Sentence) -> bool:
    return sentence.asks or any(not _ASKING.isdisjoint(word.lemmas) for word in sentence.words)


def _weigh_hit(hit: Hit[Clue], words: Sequence[Word], *, asks: bool) -> float:
    strength = hit.label.strength + EACH_WORD * min(hit.last - hit.first, 4)
    if hit.label.intent in TROUBLESOME and _is_imagined(hit, words, asks=asks):
        strength *= DOUBTED
    return strength


def _is_imagined(hit: Hit[Clue], words: Sequence[Word], *, asks: bool) -> bool:
    """What may happen some day is no trouble yet, and neither is a property asked after."""
    before = words[: hit.first]
    if any(not _IMAGINED.isdisjoint(word.lemmas) for word in before):
        return True
    if asks and any(not _GENERAL.isdisjoint(word.lemmas) for word in words):
        return True
    if not asks or hit.label.intent is not Intent.QUALITY_COMPLAINT:
        return False
    return not any("PAST" in word.kinds or not _CERTAIN.isdisjoint(word.lemmas) for word in words)


def _sum_hits(intent: Intent, hits: list[tuple[float, Hit[Clue]]]) -> Heard:
    best = sorted(hits, key=lambda pair: -pair[0])
    more = min(EACH_MORE * (len({hit.start for _, hit in best}) - 1), MOST_MORE)
    weight = (best[0][0] + more) * URGENCY[intent]
    return Heard(intent, weight, tuple(dict.fromkeys((hit.start, hit.end) for _, hit in best)))
