"""What sentence vectors mean: the shipped model, and how it is weighed against rules."""

import math

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.adapters.memory.embedder import MemoryEmbedder
from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.meaning.blending import (
    LLM_METHOD,
    blend_labels,
    follow_advice,
    reads_channel,
    wants_advice,
)
from shared.domain.meaning.semantics import (
    METHOD,
    judge_meaning,
    likeness,
    nearest_example,
    pack_vector,
    scale_vector,
    trained_model,
)
from shared.domain.understanding import Advice, Intent, IntentLabel, Quote
from tests.evaluation.training.sentences import EXAMPLES, hash_inputs

MODEL = trained_model()
QUESTION = Channel.QUESTION
AVAILABLE = "Когда снова появится в продаже?"
UNHEARD = IntentLabel(label=Intent.OTHER, confidence=0.3)


def embed(text: str) -> tuple[float, ...]:
    (vector,) = BundledEmbedder().embed([text])
    return vector


def advised(intent: Intent | None) -> Advice:
    return Advice(basis="b", model="m", intent=intent)


def test_the_model_was_learnt_from_the_sentences_that_lie_here() -> None:
    assert MODEL.inputs == hash_inputs(), "run `make train-intents` and commit what it writes"
    assert MODEL.embedder == BundledEmbedder().model
    assert set(MODEL.labels) == set(Intent)


def test_sentences_to_show_are_own_ones_and_their_vectors_are_the_bundled_models() -> None:
    own = EXAMPLES.read_text()

    for known in MODEL.examples.values():
        assert len(known) >= 10
        assert all(one.text in own for one in known)
        assert likeness(known[0].vector, embed(known[0].text)) > 0.999


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Подскажите, на рост 164 какой размер заказать?", Intent.SIZING_FIT),
        ("Когда снова будет в продаже?", Intent.AVAILABILITY),
        ("Отмените заказ, я передумала", Intent.CANCEL_REQUEST),
        ("В коробке не оказалось инструкции и винтов", Intent.MISSING_PARTS),
        ("Большое спасибо за помощь!", Intent.THANKS),
    ],
)
def test_plain_sentences_are_understood(text: str, intent: Intent) -> None:
    shares = judge_meaning(MODEL, Channel.CHAT, embed(text), text)

    assert max(shares, key=shares.__getitem__) is intent
    assert math.fsum(shares.values()) == pytest.approx(1.0)
    assert nearest_example(MODEL, intent, embed(text))


def test_rules_outweigh_meaning_where_they_have_heard_much() -> None:
    sure = IntentLabel(label=Intent.THANKS, confidence=0.9)
    label = blend_labels(MODEL, QUESTION, sure, {Intent.THANKS: 9.0}, embed(AVAILABLE), AVAILABLE)

    assert (label.label, label.method) == (Intent.THANKS, "rules")


def test_meaning_speaks_where_rules_heard_nothing() -> None:
    label = blend_labels(MODEL, QUESTION, UNHEARD, {}, embed(AVAILABLE), AVAILABLE)

    assert (label.label, label.method) == (Intent.AVAILABILITY, METHOD)
    assert label.confidence > 0.5
    assert label.nearest


def test_rules_that_meaning_confirms_are_surer_than_either_and_keep_their_words() -> None:
    heard = IntentLabel(label=Intent.AVAILABILITY, confidence=0.5, evidence=(Quote(text="в"),))
    alone = blend_labels(MODEL, QUESTION, UNHEARD, {}, embed(AVAILABLE), AVAILABLE)
    label = blend_labels(
        MODEL, QUESTION, heard, {Intent.AVAILABILITY: 0.5}, embed(AVAILABLE), AVAILABLE
    )

    assert (label.label, label.method) == (Intent.AVAILABILITY, "rules")
    assert label.confidence >= alone.confidence
    assert label.evidence == heard.evidence


def test_of_reviews_stars_say_more_than_vectors() -> None:
    assert not reads_channel(MODEL, Channel.REVIEW)
    assert (
        blend_labels(MODEL, Channel.REVIEW, UNHEARD, {}, embed("Спасибо!"), "Спасибо!") is UNHEARD
    )


def test_a_model_advises_on_questions_alone_and_only_where_nobody_is_sure() -> None:
    assert wants_advice(QUESTION, UNHEARD)
    assert wants_advice(QUESTION, IntentLabel(label=Intent.THANKS, confidence=0.4))
    assert not wants_advice(QUESTION, IntentLabel(label=Intent.THANKS, confidence=0.9))
    assert not wants_advice(Channel.CHAT, UNHEARD)
    assert not wants_advice(Channel.REVIEW, UNHEARD)


def test_advice_counts_only_where_it_changes_something() -> None:
    sure = IntentLabel(label=Intent.THANKS, confidence=0.9)

    changed = follow_advice(QUESTION, UNHEARD, advised(Intent.PRICE_PROMO))
    assert (changed.label, changed.method) == (Intent.PRICE_PROMO, LLM_METHOD)
    assert follow_advice(QUESTION, UNHEARD, None) is UNHEARD
    assert follow_advice(QUESTION, UNHEARD, advised(None)) is UNHEARD
    assert follow_advice(QUESTION, UNHEARD, advised(Intent.OTHER)) is UNHEARD
    assert follow_advice(QUESTION, sure, advised(Intent.PRICE_PROMO)) is sure


@pytest.mark.parametrize("vector", [[0.0, 0.0], [math.inf, 1.0], [math.nan], []])
def test_what_has_no_direction_is_no_vector(vector: list[float]) -> None:
    with pytest.raises(Malformed):
        scale_vector(vector)


def test_vectors_of_other_lengths_are_not_alike() -> None:
    (letters,) = MemoryEmbedder().embed(["Спасибо"])

    assert likeness(letters, embed("Спасибо")) == 0.0
    assert len(pack_vector(embed("Спасибо"))) == 512
