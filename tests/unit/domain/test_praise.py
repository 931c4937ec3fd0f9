"""Stars name praise; how surely, the words say by their mood."""

from dataclasses import replace

import pytest

from shared.domain.interaction import Channel
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import Heads, Vector
from shared.domain.meaning.intent import classify_intent
from shared.domain.meaning.pieces import BUCKETS
from shared.domain.meaning.praise import weigh_praise
from shared.domain.understanding import Intent, IntentLabel
from tests.builders import make_source

GLAD, EVEN, SAD = (1.0, 0.0), (0.5, 0.5), (0.0, 1.0)
MOODS = Heads(
    labels=("positive", "neutral", "negative"),
    weights=(GLAD, (0.0, 0.0), SAD),
    biases=(0.0, 0.0, 0.0),
    piece_weights=((0.0,) * BUCKETS,) * 3,
)


def weigh(vector: Vector, stars: int | None, label: IntentLabel | None = None) -> IntentLabel:
    source = make_source(text="Мягкая и тёплая", rating=stars)
    told = label or classify_intent(Channel.REVIEW, source)
    return weigh_praise(MOODS, told, source, vector, Parts.of(source.text))


@pytest.mark.parametrize("stars", [4, 5])
def test_many_stars_are_praise_as_surely_as_the_words_are_glad(stars: int) -> None:
    told = [weigh(vector, stars) for vector in (GLAD, EVEN, SAD)]

    assert [one.confidence for one in told] == [0.99, 0.5, 0.01]
    assert {one.label for one in told} == {Intent.THANKS}


def test_what_is_no_praise_by_its_stars_stays_as_sure_as_it_was() -> None:
    source = make_source(text="Мягкая и тёплая", rating=2)
    trouble = IntentLabel(label=Intent.DEFECT_NOT_WORKING, confidence=0.7)

    assert weigh(GLAD, 2) == classify_intent(Channel.REVIEW, source)
    assert weigh(GLAD, 5, trouble) == trouble
    assert weigh(GLAD, None) == classify_intent(Channel.REVIEW, replace(source, rating=None))
