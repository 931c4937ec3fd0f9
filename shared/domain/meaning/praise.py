"""How surely many stars mean praise: a glad buyer's words sound glad, whatever they speak of."""

from dataclasses import replace
from math import exp

from shared.domain.interaction import Source
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import Heads, Vector
from shared.domain.meaning.subjects import score_stretch, split_stretches
from shared.domain.understanding import Intent, IntentLabel, Sentiment

HAPPY_STARS = 4
# How much surer each step from unhappy to happy makes, as measured.
_SLOPE = 5.0


def weigh_praise(
    moods: Heads, label: IntentLabel, source: Source, vector: Vector, parts: Parts
) -> IntentLabel:
    """Stars alone name the class; what the words sound like, as if there were none, how surely."""
    if label.label is not Intent.THANKS or (source.rating or 0) < HAPPY_STARS:
        return label
    letters = score_stretch(moods, split_stretches(parts.text)[0])
    told = zip(moods.labels, moods.score(vector).values(), letters, strict=True)
    heard = {Sentiment(name): score + more for name, score, more in told}
    gladness = heard[Sentiment.POSITIVE] - heard[Sentiment.NEGATIVE]
    return replace(label, confidence=round(1 / (1 + exp(-_SLOPE * gladness)), 2))
