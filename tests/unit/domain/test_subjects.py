"""The subjects of a review by rules, vector and letters together."""

from dataclasses import replace

import pytest

from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import LONGEST_QUOTE, Heads, Vocabulary
from shared.domain.meaning.pieces import BUCKETS, count_pieces
from shared.domain.meaning.subjects import (
    LONGEST_SPLIT,
    Heard,
    Mixing,
    SubjectModel,
    count_words,
    hear_subjects,
    list_facts,
    split_clauses,
    split_stretches,
)
from shared.domain.understanding import Intent, Part, Quote, Sentiment, Topic
from tests.evaluation.layers import COMBINED, find_layers

LOUD, QUIET = (1.0, 0.0), (0.0, 1.0)
TEXT = "Цвет отличный. Собирал его целый вечер"
PRAISED = Topic(
    label=Intent.QUALITY_COMPLAINT,
    sentiment=Sentiment.POSITIVE,
    confidence=0.81,
    evidence=(Quote(text="Цвет отличный"),),
)
_SILENT = (0.0,) * BUCKETS


def _listen_for(text: str, weight: float) -> tuple[float, ...]:
    row = list(_SILENT)
    for bucket, count in count_pieces(text).items():
        row[bucket] = weight * count
    return tuple(row)


MODEL = SubjectModel(
    topics=Heads(
        labels=("quality_complaint", "usage_howto"),
        weights=((0.0, 0.0), (6.0, -6.0)),
        biases=(-1.0, -2.0),
        piece_weights=(_SILENT, _listen_for("Собирал его целый вечер", 3.0)),
    ),
    moods=Heads(
        labels=("positive", "negative", "neutral"),
        weights=((0.0, 1.0), (0.5, 0.0), (0.0, 0.0)),
        biases=(0.0, 0.0, 0.0),
        piece_weights=(_listen_for("легко", 4.0), _SILENT, _SILENT),
    ),
    mixing=Mixing(
        common=(-1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        own=dict.fromkeys(Intent, (0.0,) * 7),
        told={0.54: 1.0, 0.81: 3.0},
        trust=dict.fromkeys(Intent, 0.5),
    ),
)


def test_a_subject_that_no_word_named_quotes_the_sentence_that_speaks_of_it() -> None:
    praised, added = hear_subjects(MODEL, (PRAISED,), LOUD, Parts.of(TEXT), None)

    assert (praised.label, praised.evidence) == (PRAISED.label, PRAISED.evidence)
    assert added.label is Intent.USAGE_HOWTO
    assert added.sentiment is Sentiment.NEGATIVE
    assert added.evidence == (Quote(text="Собирал его целый вечер", start=15),)
    assert added.confidence > 0.9


def test_what_one_sentence_says_is_heard_among_others_and_quoted() -> None:
    words = next(iter(split_stretches("Собирал"))).grams
    heads = replace(
        MODEL.topics, grams=Vocabulary(columns=dict.fromkeys(words, 0), weights=((0.0,), (5.0,)))
    )
    text = "Красный. " * 9 + TEXT

    found = hear_subjects(replace(MODEL, topics=heads), (), (0.0, 0.0), Parts.of(text), None)

    (added,) = [one for one in found if one.label is Intent.USAGE_HOWTO]
    assert added.evidence[0].text == "Собирал его целый вечер"
    assert hear_subjects(MODEL, (), (0.0, 0.0), Parts.of("Красный"), None) == ()


@pytest.mark.parametrize(
    ("stars", "mood"), [(5, Sentiment.POSITIVE), (1, Sentiment.NEGATIVE), (3, Sentiment.NEGATIVE)]
)
def test_stars_tell_the_feeling_of_what_no_word_named(stars: int, mood: Sentiment) -> None:
    (added,) = hear_subjects(MODEL, (), LOUD, Parts.of("Собирал вечер"), stars)

    assert added.sentiment is mood


def test_without_stars_the_sentence_tells_the_feeling_beside_the_whole() -> None:
    (added,) = hear_subjects(MODEL, (), LOUD, Parts.of("легко"), None)

    assert added.sentiment is Sentiment.POSITIVE


def test_a_guess_that_meaning_does_not_bear_out_is_dropped() -> None:
    guess = Topic(label=Intent.USAGE_HOWTO, sentiment=Sentiment.NEGATIVE, confidence=0.54)

    assert hear_subjects(MODEL, (guess,), QUIET, Parts.of("Цвет"), None) == ()


def test_a_subject_leans_as_it_was_measured() -> None:
    own = {**MODEL.mixing.own, Intent.QUALITY_COMPLAINT: (4.0, *(0.0,) * 6)}
    leaning = replace(MODEL, mixing=replace(MODEL.mixing, own=own))

    assert hear_subjects(MODEL, (), QUIET, Parts.of("Цвет"), None) == ()
    (added,) = hear_subjects(leaning, (), QUIET, Parts.of("Цвет"), None)
    assert added.label is Intent.QUALITY_COMPLAINT


def test_one_clause_of_many_may_speak_for_a_subject() -> None:
    clause = (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    hearing = replace(MODEL, mixing=replace(MODEL.mixing, common=clause))
    said = "Цвет красивый и сидит прекрасно, размер мой, собирал его целый вечер, но ткань хорошая"

    (added,) = hear_subjects(hearing, (), QUIET, Parts.of(said), None)

    assert added.label is Intent.USAGE_HOWTO
    assert hear_subjects(MODEL, (), QUIET, Parts.of(said), None) == ()


def test_facts_of_a_subject_are_told_in_order() -> None:
    heard = Heard(vector=(1.0, 2.0), letters=(0.5, 0.25), clauses=(0.75, 0.0), length=1)

    assert list_facts(heard, found=3) == [
        (1.0, 1.5, 0.5, 0.75, 2.25, 3.0, -2.5),
        (1.0, 2.25, 0.25, 0.0, 2.25, 3.0, -2.5),
    ]


def test_no_quote_is_long_and_each_lies_in_its_part() -> None:
    parts = Parts.join([(Part.TEXT, "Цвет"), (Part.CONS, "долго " * 100)])

    (added,) = hear_subjects(MODEL, (), LOUD, parts, None)

    assert len(added.evidence[0].text) <= LONGEST_QUOTE
    (silent,) = hear_subjects(MODEL, (), LOUD, Parts.of("…"), None)
    assert silent.evidence == (Quote(text="…"),)


def test_stretches_are_the_whole_and_its_sentences() -> None:
    assert [one.span for one in split_stretches(TEXT)] == [(0, 38), (0, 13), (15, 38)]
    assert [one.span for one in split_stretches("Цвет")] == [(0, 4)]
    assert split_stretches("а" * LONGEST_SPLIT * 2)[0].span == (0, LONGEST_SPLIT)


def test_clauses_end_at_pauses_and_before_words_of_contrast() -> None:
    text = "Цвет отличный, сел хорошо но маловат. Спасибо"

    told = [text[slice(*one.span)] for one in split_clauses(text)]

    assert told == ["Цвет отличный", "сел хорошо", "но маловат", "Спасибо"]
    assert split_clauses("…") == ()
    assert count_words(text) == 7


def test_the_shipped_model_finds_a_subject_that_no_rule_names() -> None:
    both = {layer.name: layer for layer in find_layers()}[COMBINED].read_topics
    assert both is not None

    found = {one.label for one in both("К стиралке Аристон встал, машинка не течёт")}

    assert Intent.COMPATIBILITY in found
