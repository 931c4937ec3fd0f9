"""Abuse whose letters are hidden from a filter, and what only looks like it."""

import pytest

from shared.domain.meaning.masked_insults import find_masked


@pytest.mark.parametrize(
    "text",
    [
        "верните деньги, м*даки",
        "бл*ть, где заказ",
        "вы уe6ки",
        "ск0ты",
        "сyка отвечай",
        "cyka",
        "д е б и л ы",
        "пид@ры",
        "Пиз..ц, а не магазин",
        "долбоёбы на складе",
        "на х** пошли",
    ],
)
def test_hidden_letters_hide_no_abuse(text: str) -> None:
    assert list(find_masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "размер 10*15, взяли 2*3 м",
        "Samsung A52s подошёл",
        "хулахуп для дочки",
        "требовал употреблять себя небо",
        "охуенный плед",
        "а б в г д — алфавит выучили",
        "iPhone 12 pro",
        "Худи тёплое, хуже не стало",
        "команда хоккея, мандарины, тварог",
        "ебэй дороже",
        "т.е. не то",
    ],
)
def test_plain_words_and_praise_are_none(text: str) -> None:
    assert not list(find_masked(text))


def test_the_span_is_of_the_hidden_word() -> None:
    text = "Вот вы м*даки все"

    assert [text[start:end] for start, end in find_masked(text)] == ["м*даки"]
