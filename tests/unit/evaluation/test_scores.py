import pytest

from shared.domain.interaction import Channel
from shared.domain.understanding import Intent, Sentiment
from tests.evaluation.baseline import guess_alarms, guess_intent, guess_question
from tests.evaluation.scores import (
    Tally,
    accuracy,
    macro_f1,
    score_topics,
    tally_flags,
    tally_labels,
    tally_sets,
)

POSITIVE, NEGATIVE = Sentiment.POSITIVE, Sentiment.NEGATIVE


def test_accuracy_is_the_part_that_agrees() -> None:
    assert accuracy([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == 0.75
    assert accuracy([]) == 0


def test_every_label_weighs_the_same_in_macro_f1() -> None:
    pairs = [("a", "a")] * 8 + [("b", "b"), ("b", "a")]

    # a: precision 8/9, recall 1; b: precision 1, recall 1/2.
    assert macro_f1(tally_labels(pairs)) == pytest.approx((16 / 17 + 2 / 3) / 2)


def test_a_label_that_is_only_guessed_lowers_macro_f1() -> None:
    assert macro_f1(tally_labels([("a", "a"), ("a", "c")])) == pytest.approx((2 / 3 + 0) / 2)


def test_silence_where_nothing_was_to_be_found_is_perfect() -> None:
    nothing = Tally()

    assert (nothing.precision, nothing.recall, nothing.f1) == (1, 1, 1)


def test_lines_with_several_labels_are_tallied_label_by_label() -> None:
    tallies = tally_sets([(("a", "b"), ("a", "c")), ((), ("a",))])

    assert tallies == {
        "a": Tally(right=1, false=1),
        "b": Tally(missed=1),
        "c": Tally(false=1),
    }


def test_flags_count_hits_false_alarms_and_misses() -> None:
    tally = tally_flags([(True, True), (True, False), (False, True), (False, False)])

    assert tally == Tally(right=1, false=1, missed=1)


def test_a_feeling_counts_only_where_its_topic_was_found_and_the_feeling_told() -> None:
    score = score_topics(
        [
            ({Intent.SIZING_FIT: NEGATIVE}, {Intent.SIZING_FIT: NEGATIVE}),
            ({Intent.SIZING_FIT: NEGATIVE}, {Intent.SIZING_FIT: POSITIVE}),
            ({Intent.SIZING_FIT: None}, {Intent.SIZING_FIT: POSITIVE}),
            ({Intent.SIZING_FIT: NEGATIVE}, {}),
        ]
    )

    assert (score.sentiment, score.matched) == (0.5, 2)
    assert score.f1 == pytest.approx(6 / 7)


def test_the_baseline_hears_pieces_of_words_and_takes_the_first_list_that_hits() -> None:
    assert guess_question("Это просто подставка?") == "sizing_fit"
    assert guess_question("Какой объём у бутылки?") == "general_question"
    assert guess_intent(Channel.CHAT, "Здравствуйте, как отменить?") == Intent.CANCEL_REQUEST
    assert guess_alarms("Посуда целая") == {"legal"}
