"""What sentence vectors tell beside intents."""

import pytest

from shared.domain.interaction import Channel
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import (
    LONGEST_QUOTE,
    Heads,
    Listeners,
    Mixing,
    hear_alarms,
    hear_topics,
)
from shared.domain.meaning.semantics import pack_vector, trained_model
from shared.domain.meaning.understand import Knowledge, understand_item
from shared.domain.understanding import (
    Alarm,
    Embedding,
    Escalation,
    Intent,
    Part,
    Quote,
    Sentiment,
    Topic,
    Understanding,
)
from tests.builders import make_source
from tests.evaluation.layers import COMBINED, RULES, find_layers

LOUD, QUIET = (1.0, 0.0), (0.0, 1.0)
TEXT = "Цвет отличный. Собирал его целый вечер"
PRAISED = Topic(
    label=Intent.QUALITY_COMPLAINT,
    sentiment=Sentiment.POSITIVE,
    confidence=0.81,
    evidence=(Quote(text="Цвет отличный"),),
)
LISTENERS = Listeners(
    alarms=Heads(labels=("health", "legal"), weights=((4.0, 0.0), (3.0, 0.0)), biases=(-2.0, -2.0)),
    topics=Heads(
        labels=("quality_complaint", "usage_howto"),
        weights=((0.0, 0.0), (6.0, -6.0)),
        biases=(-1.0, -1.0),
    ),
    moods=Heads(
        labels=("positive", "negative", "neutral"),
        weights=((0.0, 1.0), (1.0, 0.0), (0.0, 0.0)),
        biases=(0.0, 0.0, 0.0),
    ),
    sounds_from={Alarm.HEALTH: 1.0, Alarm.LEGAL: 1.5},
    mixing=Mixing(
        bias=-1.0, scale=1.0, told={0.54: 1.0, 0.81: 3.0}, least=dict.fromkeys(Intent, 0.3)
    ),
)


def test_an_alarm_sounds_from_its_own_score_on_and_quotes_a_sentence() -> None:
    (heard,) = hear_alarms(LISTENERS, (), (), LOUD, Parts.of("Ой. Как же мне плохо теперь"))

    assert heard.alarm is Alarm.HEALTH
    assert heard.evidence == (Quote(text="Как же мне плохо теперь", start=4),)
    assert hear_alarms(LISTENERS, (), (), QUIET, Parts.of("Ой")) == ()


def test_what_the_rules_have_waived_sounds_for_no_vector() -> None:
    assert hear_alarms(LISTENERS, (), {Alarm.HEALTH}, LOUD, Parts.of("Ой")) == ()


def test_what_the_rules_have_found_keeps_their_words_and_comes_in_order() -> None:
    told = (
        Escalation(alarm=Alarm.LEGAL, evidence=(Quote(text="в суд"),)),
        Escalation(alarm=Alarm.AGGRESSION, evidence=(Quote(text="дурак"),)),
    )

    heard = hear_alarms(LISTENERS, told, (), LOUD, Parts.of("в суд, дурак"))

    assert [one.alarm for one in heard] == [Alarm.HEALTH, Alarm.LEGAL, Alarm.AGGRESSION]
    assert heard[1:] == told


def test_a_subject_that_no_word_named_quotes_what_nothing_else_has_quoted() -> None:
    praised, added = hear_topics(LISTENERS, (PRAISED,), LOUD, Parts.of(TEXT), None)

    assert (praised.label, praised.evidence) == (PRAISED.label, PRAISED.evidence)
    assert added.label is Intent.USAGE_HOWTO
    assert added.sentiment is Sentiment.NEGATIVE
    assert added.evidence == (Quote(text="Собирал его целый вечер", start=15),)
    assert added.confidence > 0.9


@pytest.mark.parametrize(
    ("stars", "mood"), [(5, Sentiment.POSITIVE), (1, Sentiment.NEGATIVE), (3, Sentiment.NEGATIVE)]
)
def test_stars_tell_the_feeling_of_what_no_word_named(stars: int, mood: Sentiment) -> None:
    (added,) = hear_topics(LISTENERS, (), LOUD, Parts.of("Собирал вечер"), stars)

    assert added.sentiment is mood


def test_a_guess_that_meaning_does_not_bear_out_is_dropped() -> None:
    guess = Topic(label=Intent.USAGE_HOWTO, sentiment=Sentiment.NEGATIVE, confidence=0.54)

    assert hear_topics(LISTENERS, (guess,), QUIET, Parts.of(TEXT), None) == ()


def test_evidence_of_a_long_text_is_short_and_of_a_text_without_words_its_beginning() -> None:
    long = Parts.join([(Part.CONS, "долго " * 100)])

    (heard,) = hear_alarms(LISTENERS, (), (), LOUD, long)
    assert heard.evidence[0].part is Part.CONS
    assert len(heard.evidence[0].text) <= LONGEST_QUOTE
    (heard,) = hear_alarms(LISTENERS, (), (), LOUD, Parts.of("🤢🤢🤢"))
    assert heard.evidence == (Quote(text="🤢🤢🤢"),)


def test_quotes_of_another_part_do_not_take_a_sentence() -> None:
    parts = Parts.join([(Part.TEXT, "Собирал вечер"), (Part.PROS, "Цвет")])
    told = Topic(
        label=Intent.QUALITY_COMPLAINT,
        sentiment=Sentiment.POSITIVE,
        confidence=0.81,
        evidence=(Quote(text="Цвет", part=Part.PROS),),
    )

    added = hear_topics(LISTENERS, (told,), LOUD, parts, None)[-1]

    assert added.evidence == (Quote(text="Собирал вечер"),)


def test_the_shipped_model_hears_what_no_rule_names() -> None:
    layers = {layer.name: layer for layer in find_layers()}
    text = "Щенка неделю лечим после вашей игрушки"
    both, rules = layers[COMBINED].read_alarms, layers[RULES].read_alarms
    assert both is not None
    assert rules is not None

    assert Alarm.HEALTH not in {one.alarm for one in rules(Channel.REVIEW, text)}
    assert Alarm.HEALTH in {one.alarm for one in both(Channel.REVIEW, text)}


def test_vectors_of_a_model_that_was_not_learnt_from_tell_nothing() -> None:
    source = make_source(text="Никакой это не Диор")
    before = Understanding(embedding=None)
    words = Embedding(basis="b", model="another", packed=pack_vector([1.0] * 384))
    known = Knowledge(model=trained_model(), embeddings={"b": words})

    ai = understand_item(Channel.REVIEW, source, before, known)

    assert ai == understand_item(Channel.REVIEW, source, before)
