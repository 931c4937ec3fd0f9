"""What sentence vectors tell beside intents."""

from dataclasses import replace

from shared.domain.interaction import Channel
from shared.domain.meaning.alarm_hearing import hear_alarms
from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import LONGEST_QUOTE, AlarmModel, Heads
from shared.domain.meaning.pieces import BUCKETS, count_pieces
from shared.domain.meaning.semantics import pack_vector, trained_model
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
        labels=("health", "legal"),
        weights=((4.0, 0.0), (3.0, 0.0)),
        biases=(-2.0, -2.0),
        piece_weights=((0.0,) * BUCKETS, (0.0,) * BUCKETS),
    ),
    sounds_from={Alarm.HEALTH: 1.0, Alarm.LEGAL: 1.5},
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
    deaf = (0.0,) * BUCKETS
    letters = replace(ALARMS, heads=replace(ALARMS.heads, piece_weights=(tuple(row), deaf)))
    text = "Красивый цвет. Весь день чесалась. Пришло быстро, упаковано хорошо"

    (heard,) = hear_alarms(letters, (), (), QUIET, Parts.of(text))

    assert heard.alarm is Alarm.HEALTH
    assert heard.evidence == (Quote(text="Весь день чесалась", start=15),)


def test_what_the_rules_have_waived_sounds_for_no_vector() -> None:
    assert hear_alarms(ALARMS, (), {Alarm.HEALTH}, LOUD, Parts.of("Ой")) == ()


def test_what_the_rules_have_found_keeps_their_words_and_comes_in_order() -> None:
    told = (
        Escalation(alarm=Alarm.LEGAL, evidence=(Quote(text="в суд"),)),
        Escalation(alarm=Alarm.AGGRESSION, evidence=(Quote(text="дурак"),)),
    )

    heard = hear_alarms(ALARMS, told, (), LOUD, Parts.of("в суд, дурак"))

    assert [one.alarm for one in heard] == [Alarm.HEALTH, Alarm.LEGAL, Alarm.AGGRESSION]
    assert heard[1:] == told


def test_what_rules_found_falls_silent_where_nothing_of_its_own_text_speaks_for_it() -> None:
    told = (Escalation(alarm=Alarm.HEALTH, evidence=(Quote(text="жгучий"),)),)
    strict = replace(ALARMS, heeded_from={Alarm.HEALTH: 0.5})

    assert hear_alarms(strict, told, (), QUIET, Parts.of("жгучий взгляд")) == ()
    assert hear_alarms(strict, told, (), LOUD, Parts.of("жгучий крем")) == told
    assert hear_alarms(strict, told, (), QUIET, Parts.of("ответьте же")) == told
    assert hear_alarms(ALARMS, told, (), QUIET, Parts.of("жгучий взгляд")) == told


def test_what_rules_found_sounds_on_where_the_words_were_said_elsewhere_or_too_late() -> None:
    told = (Escalation(alarm=Alarm.HEALTH, evidence=(Quote(text="жгучий", start=7),)),)
    strict = replace(ALARMS, heeded_from={Alarm.HEALTH: 0.5})
    elsewhere = Parts.join([(Part.TEXT, "Ответьте, очень жгучий?"), (Part.CONS, "Запах, жгучий")])
    long = "Крем - жгучий. " + "Долго шёл, коробка помята. " * 100 + "Потом жгучий ожог"

    assert hear_alarms(strict, told, (), QUIET, elsewhere) == told
    assert hear_alarms(strict, told, (), QUIET, Parts.of(long)) == told
    assert hear_alarms(strict, told, (), QUIET, Parts.of("Крем - жгучий")) == ()


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
