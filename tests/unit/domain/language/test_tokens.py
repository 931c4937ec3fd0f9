"""Words keep their places however buyers type them."""

import pytest

from shared.domain.language.lemmas import forms_of, is_known, spell_forms
from shared.domain.language.letters import LONGEST_READ
from shared.domain.language.tokens import (
    FROWN,
    GLAD,
    SAD,
    SMILE,
    hear_voice,
    read_sentences,
    read_words,
)


def test_every_word_stands_where_it_was_read() -> None:
    text = "Пришла Ёлка-то, 42,5см!\nНеподошёл usb3 размер"

    words = read_words(text)

    assert [text[word.start : word.end].lower().replace("ё", "е") for word in words] == [
        word.text for word in words
    ]
    assert "42,5" in {word.text for word in words}
    assert {"не", "подошел"} <= {word.text for word in words}


@pytest.mark.parametrize(
    ("typed", "lemma"),
    [
        ("подойдёт", "подойти"),
        ("подойдет", "подойти"),
        ("ОБЪЁМ", "объем"),
        ("оооочень", "очень"),
        ("суперрр", "супер"),
        ("pазмер", "размер"),
        ("кач-во", "качество"),
        ("спс", "спасибо"),
        ("куртками", "куртка"),
        ("сломанный", "сломать"),
    ],
)
def test_a_word_is_known_by_its_dictionary_form(typed: str, lemma: str) -> None:
    assert lemma in read_words(typed)[0].lemmas


@pytest.mark.parametrize(
    ("typed", "stranger"),
    [("просто", "рост"), ("посуда", "суд"), ("весь", "вес"), ("весна", "вес"), ("обсудим", "суд")],
)
def test_a_word_inside_another_is_not_read(typed: str, stranger: str) -> None:
    assert stranger not in read_words(typed)[0].lemmas


def test_sentences_end_at_stops_and_clauses_at_pauses() -> None:
    words = read_words("Красивая, но тонкая... Вернуть?!\nСпасибо")
    sentences = read_sentences("Красивая, но тонкая... Вернуть?!\nСпасибо")

    assert [word.sentence for word in words] == [0, 0, 0, 1, 2]
    assert words[0].clause != words[1].clause == words[2].clause
    assert [one.asks for one in sentences] == [False, True, False]
    assert (sentences[1].start, sentences[1].end) == (23, 30)


def test_glued_and_joined_words_come_apart() -> None:
    assert [word.text for word in read_words("джинсы-трубы неработает какой-то")] == [
        "джинсы",
        "трубы",
        "не",
        "работает",
        "какой-то",
    ]


def test_faces_are_words_too() -> None:
    assert [min(word.lemmas) for word in read_words("Ура)) 👍 (( 👎")] == [
        "ура",
        SMILE,
        GLAD,
        FROWN,
        SAD,
    ]


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    words = read_words("ха " * 5000)

    assert words[-1].end <= LONGEST_READ


def test_strangers_without_end_are_left_as_they_stand() -> None:
    text = " ".join(f"{'абвгд'[number % 5]}щъы{number:03}ж" for number in range(600))

    words = read_words(text)

    assert words[-1].lemmas == {words[-1].text}
    assert not words[-1].forms.known


def test_foreign_words_and_numbers_have_their_kinds() -> None:
    kinds = [word.kinds for word in read_words("iPhone 13 ß")]

    assert kinds == [{"LATIN"}, {"NUM"}, {"SIGN"}]


def test_shouting_is_capitals_in_words_and_marks() -> None:
    assert hear_voice("ОК, USB и WB подойдут").capitals < 0.5
    assert hear_voice("ВЕРНИТЕ ДЕНЬГИ!!!").capitals == 1.0
    assert hear_voice("Верните!!!").shouts == 3
    assert hear_voice("").capitals == 0.0


def test_the_dictionary_says_what_it_has() -> None:
    assert is_known("ёлка".replace("ё", "е"))
    assert is_known("оч")
    assert not is_known("жопорез" * 8)
    assert "пришел" in spell_forms("прийти")
    assert forms_of("сломался").known
    assert not forms_of("маломерит").known
