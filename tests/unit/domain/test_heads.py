"""What sentence vectors tell beside intents."""

from dataclasses import replace

import pytest

from shared.domain.interaction import Channel
from shared.domain.meaning.alarm_hearing import choose_alarms, hear_alarms
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import ANY, LONGEST_QUOTE, AlarmModel, Heads, Landmarks
from shared.domain.meaning.pieces import BUCKETS, count_pieces
from shared.domain.meaning.semantics import pack_vector, scale_vector, trained_model
from shared.domain.meaning.understand import Knowledge, understand_item
from shared.domain.understanding import (
    Alarm,
    Embedding,
    Escalation,
    Part,
    Quote,
    Understanding,
)
from tests.builders import make_source
from tests.evaluation.layers import COMBINED, RULES, find_layers

LOUD, QUIET = (1.0, 0.0), (0.0, 1.0)
ALARMS = AlarmModel(
    heads=Heads(
        labels=("health", "legal", ANY),
        weights=((3.0, 0.0), (1.0, 0.0), (2.0, 0.0)),
        biases=(-2.0, -2.0, -2.0),
        piece_weights=((0.0,) * BUCKETS,) * 3,
    ),
    sounds_from={Alarm.HEALTH: 0.5, Alarm.LEGAL: 0.5},
    trust=0.8,
    doubt=0.6,
    beside=0.5,
)


def test_an_alarm_sounds_from_its_own_score_on_and_quotes_a_sentence() -> None:
    (heard,) = hear_alarms(ALARMS, (), (), LOUD, Parts.of("Как же мне плохо"))

    assert heard.alarm is Alarm.HEALTH
    assert heard.evidence == (Quote(text="Как же мне плохо"),)
    assert hear_alarms(ALARMS, (), (), QUIET, Parts.of("Ой")) == ()


def test_one_sentence_of_many_sounds_by_its_letters_and_is_quoted() -> None:
    row = [0.0] * BUCKETS
    for bucket, count in count_pieces("чесалась").items():
        row[bucket] = 40 * count
    deaf, loud = (0.0,) * BUCKETS, tuple(row)
    letters = replace(ALARMS, heads=replace(ALARMS.heads, piece_weights=(loud, deaf, loud)))
    text = "Красивый цвет. Весь день чесалась. Пришло быстро, упаковано хорошо"

    (heard,) = hear_alarms(letters, (), (), QUIET, Parts.of(text))

    assert heard.alarm is Alarm.HEALTH
    assert heard.evidence == (Quote(text="Весь день чесалась", start=15),)


def test_what_the_rules_have_waived_speaks_against_an_alarm() -> None:
    assert hear_alarms(ALARMS, (), {Alarm.HEALTH}, LOUD, Parts.of("Ой")) == ()
    lenient = replace(ALARMS, doubt=0.0)
    assert hear_alarms(lenient, (), {Alarm.HEALTH}, LOUD, Parts.of("Ой"))


def test_a_phrase_and_the_whole_decide_together() -> None:
    told = (Escalation(alarm=Alarm.HEALTH, evidence=(Quote(text="жгучий"),)),)
    halfway = scale_vector((0.8, 0.6))

    assert hear_alarms(ALARMS, (), (), halfway, Parts.of("жгучий крем")) == ()
    assert hear_alarms(ALARMS, told, (), halfway, Parts.of("жгучий крем")) == told
    assert hear_alarms(ALARMS, told, (), QUIET, Parts.of("жгучий взгляд")) == ()


def test_beside_the_loudest_alarm_others_need_a_score_of_their_own() -> None:
    scores = {"health": 1.4, "legal": 0.4, ANY: 1.0}

    assert choose_alarms(ALARMS, scores, (), ()) == (Alarm.HEALTH,)
    assert choose_alarms(ALARMS, scores, {Alarm.LEGAL}, ()) == (Alarm.HEALTH, Alarm.LEGAL)


def test_what_rules_found_sounds_on_where_vectors_never_saw_it() -> None:
    told = (Escalation(alarm=Alarm.HEALTH, evidence=(Quote(text="жгучий", start=7),)),)
    phone = (Escalation(alarm=Alarm.PERSONAL_DATA, evidence=(Quote(text="89161234567"),)),)
    elsewhere = Parts.join([(Part.TEXT, "Ответьте, очень жгучий?"), (Part.CONS, "Запах, жгучий")])
    long = "Крем - жгучий. " + "Долго шёл, коробка помята. " * 100 + "Потом жгучий ожог"

    assert hear_alarms(ALARMS, told, (), QUIET, elsewhere) == told
    assert hear_alarms(ALARMS, told, (), QUIET, Parts.of(long)) == told
    assert hear_alarms(ALARMS, phone, (), QUIET, Parts.of("89161234567")) == phone
    assert hear_alarms(ALARMS, told, (), QUIET, Parts.of("Крем - жгучий")) == ()


def test_evidence_of_a_long_text_is_short_and_of_a_text_without_words_its_beginning() -> None:
    long = Parts.join([(Part.CONS, "долго " * 100)])

    (heard,) = hear_alarms(ALARMS, (), (), LOUD, long)
    assert heard.evidence[0].part is Part.CONS
    assert len(heard.evidence[0].text) <= LONGEST_QUOTE
    (heard,) = hear_alarms(ALARMS, (), (), LOUD, Parts.of("🤢🤢🤢"))
    assert heard.evidence == (Quote(text="🤢🤢🤢"),)


def test_the_shipped_model_hears_what_no_rule_names() -> None:
    layers = {layer.name: layer for layer in find_layers()}
    text = "Дочка вся в пупырышках после кофты"
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


def test_nearness_to_a_place_adds_to_a_score_and_fades() -> None:
    places = ((1.0, 0.0), (0.0, 1.0))
    heads = Heads(
        labels=("health", ANY),
        weights=((0.0, 0.0), (1.0, 0.0)),
        biases=(0.5, 0.0),
        landmarks=Landmarks(places=places, reach=20.0),
        near_weights=((2.0, 0.0), (0.0, -1.0)),
    )

    assert heads.score((1.0, 0.0)) == pytest.approx({"health": 2.5, ANY: 1.0}, abs=1e-6)
    assert heads.score((0.0, 1.0)) == pytest.approx({"health": 0.5, ANY: -1.0}, abs=1e-6)
    between = heads.score(scale_vector((0.98, 0.2)))
    assert 0.5 < between["health"] < 2.5
