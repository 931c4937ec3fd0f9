"""The dictionary forms of a text and pairs of them."""

import pytest

from shared.domain.language.tokens import read_sentences
from shared.domain.meaning.grams import REACH, Grams, collect_grams, collect_pairs, weigh_grams
from shared.domain.meaning.heads import Heads, Vocabulary
from shared.domain.meaning.semantics import pack_hashes, unpack_hashes


def grams_of(text: str) -> Grams:
    return collect_grams(read_sentences(text))


def test_endings_do_not_count_and_neighbours_are_heard_together() -> None:
    assert grams_of("красивую чашку") == grams_of("Красивые чашки")
    assert len(grams_of("красивая чашка")) == 3
    assert grams_of("чашка красивая") != grams_of("красивая чашка")


def test_no_pair_crosses_a_stop_and_nothing_counts_twice() -> None:
    assert len(grams_of("Чашка. Блюдце")) == 2
    assert grams_of("Чашка. Чашка") == grams_of("чашка")
    assert grams_of("") == frozenset()


def pairs_of(text: str) -> Grams:
    return collect_pairs(read_sentences(text))


def test_words_near_each_other_are_a_pair_in_any_order() -> None:
    assert pairs_of("чашка очень красивая") == pairs_of("красивую очень чашку")
    assert len(pairs_of("чашка очень красивая")) == 3
    assert pairs_of("чашка, чашка") == frozenset()
    assert pairs_of("Чашка. Блюдце") == frozenset()


def test_words_far_from_each_other_are_no_pair() -> None:
    between = ["вот"] * (REACH - 1)

    (near,) = pairs_of("чашка блюдце")
    assert near in pairs_of(" ".join(["чашка", *between, "блюдце"]))
    assert near not in pairs_of(" ".join(["чашка", *between, "вот", "блюдце"]))


def test_pairs_add_to_what_words_tell() -> None:
    pair = {7: 0}
    heads = Heads(
        labels=("wrong_item",),
        weights=((0.0,),),
        biases=(0.0,),
        piece_weights=((1.0,),),
        pairs=Vocabulary(columns=pair, weights=((4.0,),)),
    )

    assert heads.score_words({0: 1.0}, frozenset(), frozenset(pair)) == [5.0]
    assert heads.score_words({0: 1.0}, frozenset(pair)) == [1.0]


def test_known_grams_share_the_weight_and_unknown_ones_say_nothing() -> None:
    (cup,) = grams_of("чашка")
    heads = Heads(
        labels=("wrong_item",),
        weights=((0.0,),),
        biases=(0.0,),
        piece_weights=((0.0,),),
        grams=Vocabulary(columns={cup: 0, 7: 1}, weights=((2.0, 4.0),)),
    )

    assert heads.score_words({}, frozenset({cup})) == [2.0]
    assert heads.score_words({}, frozenset({cup, 7})) == [pytest.approx(6 * weigh_grams(2))]
    assert heads.score_words({}, frozenset({8})) == [0.0]


def test_hashes_are_kept_as_they_are() -> None:
    assert unpack_hashes(pack_hashes([0, 2**32 - 1, 77])) == (0, 2**32 - 1, 77)
