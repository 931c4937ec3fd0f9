"""Phrases are found in any form of their words, and a denial is told apart."""

import pytest

from shared.domain.language.phrases import Hit, Phrasebook
from shared.domain.language.tokens import read_words


def find(phrase: str, text: str, **classes: str) -> list[Hit[str]]:
    return Phrasebook({"it": [phrase]}, classes).find(read_words(text))


def quotes(phrase: str, text: str, **classes: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find(phrase, text, **classes)]


@pytest.mark.parametrize(
    ("phrase", "text", "quote"),
    [
        ("не работать", "Кнопка НЕ РАБОТАЕТ!", "НЕ РАБОТАЕТ"),
        ("не работать", "не вот уже работает", "не вот уже работает"),
        ("не работать", "неработает", "неработает"),
        ("прислать .. другой", "Прислали мне совсем другую куртку", "Прислали мне совсем другую"),
        ("оформить ... возврат", "оформите мне на всё это дело возврат", None),
        ("размер & рост", "На рост 165 какой размер?", "рост 165 какой размер"),
        ("(куртка|зимний пальто) порваться", "Зимнее пальто порвалось", None),
        ("не хотеть? включаться", "не включается", "не включается"),
        ("не хотеть? включаться", "Не хочет включаться", None),
        ("=мой телефон", "Мой телефон", None),
        ("аллерг*", "аллергическая", None),
        ("<num> кг", "вешу 60кг", "60кг"),
        ("на <latin>", "на iPhone пойдёт?", "на iPhone"),
        ("@colour размер", "красная, размером", "красная, размером"),
        ("размер :smile", "размер ))", "размер ))"),
        ("брать !только", "брать можно", "брать"),
        ("размер !s", "Размер", "Размер"),
        ("размер .. (брать|взять)", "размер какой брать", "размер какой брать"),
    ],
)
def test_a_phrase_is_quoted_as_it_stands(phrase: str, text: str, quote: str | None) -> None:
    assert quotes(phrase, text, colour="красный синий") == [quote or text.rstrip("?!")]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("не работать", "не то чтобы плохо работает"),
        ("прислать .. другой", "Прислали. Другой взяла"),
        ("размер & рост", "Размер мал. Рост 165"),
        ("!не маломерить", "не маломерит"),
        ("брать !только", "брать вот только"),
        ("=мой телефон", "моя телефон"),
        ("рост", "просто так"),
        ("размер & размер", "размер"),
    ],
)
def test_what_is_not_said_is_not_found(phrase: str, text: str) -> None:
    assert quotes(phrase, text) == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("сломан", False),
        ("не сломан", True),
        ("без видимого брака", True),
        ("брака нет", True),
        ("брака не обнаружила", True),
        ("брак не понравился", False),
        ("не только брак", False),
        ("не подошёл, брак", False),
        ("брак, нет слов", False),
        ("нет. Брак", False),
        ("брака никакого нет", True),
    ],
)
def test_a_denial_takes_back_what_it_stands_by(text: str, denied: bool) -> None:
    hits = find("(брак|сломать)", text)

    assert [hit.denied for hit in hits] == [denied]


@pytest.mark.parametrize(
    ("phrase", "typed"),
    [
        ("качество", "каличество"),
        ("прийти", "пришол"),
        ("сломать", "сломаный"),
        ("возврат", "возрат"),
        ("(объем|бить)", "обьём"),
        ("аллерг*", "аллергичиская"),
    ],
)
def test_a_typo_is_mended_towards_the_words_of_the_book(phrase: str, typed: str) -> None:
    assert quotes(phrase, typed) == [typed]


def test_words_of_the_dictionary_and_short_ones_are_never_mended() -> None:
    assert quotes("рост", "тост") == []
    assert quotes("цвет", "цвкт") == []


def test_after_many_unknown_words_no_typo_is_mended() -> None:
    text = " ".join(["глокая"] * 70 + ["каличество"])

    assert quotes("качество", text) == []


def test_one_reading_finds_the_phrases_of_all_labels_in_order() -> None:
    book = Phrasebook({"a": ["брак", "размер"], "b": ["размер мал"]})

    hits = book.find(read_words("Размер мал, брак"))

    assert [(hit.label, hit.phrase) for hit in hits] == [
        ("a", "размер"),
        ("b", "размер мал"),
        ("a", "брак"),
    ]


@pytest.mark.parametrize("phrase", ["брак)", "(брак", "", "a ~ b", "брак |", "... брак"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"phrase|bracket"):
        Phrasebook({"it": [phrase]})


@pytest.mark.parametrize(
    "word", ["размер ", "не ", "прислали ", "размер рост ", "а" * 39 + " ", "ы", "❤", "!"]
)
def test_a_hostile_text_is_read_like_any_other(word: str) -> None:
    text = (word * 5000)[:5000]
    book = Phrasebook(
        {"it": ["размер & рост", "прислать ... другой", "не ... не ... не работать", "размер"]}
    )

    hits = book.find(read_words(text))

    assert len(hits) <= 2 * len(read_words(text))


def test_a_denial_in_a_gap_takes_back_what_the_phrase_tells() -> None:
    assert find("цвет .. как", "цвет не такой как")[0].denied
    assert not find("цвет .. не", "цвет совсем не")[0].denied
