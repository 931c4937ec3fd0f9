"""What buyers complain of is quoted by the sentence, not by the word that gave it away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.domain.analytics.periods import last_days
from shared.domain.understanding import Intent, Part, Quote, Sentiment, Topic
from shared.ports import Create
from shared.usecases.read_quotes import read_quotes
from shared.usecases.roll_days import roll_seller
from tests.builders import NOON, SELLER, make_item
from tests.stores import embedded_stores

LONG = "поистине " * 30


def quoted(text: str, cons: str, quote: Quote) -> str:
    stores, clock = embedded_stores(), FixedClock(NOON)
    item = make_item(rating=1, text=text, cons=cons)
    topic = Topic(
        label=Intent.QUALITY_COMPLAINT,
        sentiment=Sentiment.NEGATIVE,
        confidence=1.0,
        evidence=(quote,),
    )
    item = replace(item, ai=replace(item.ai, topics=(topic,)))
    stores.of_seller(SELLER).commit([Create(item)])
    clock.advance(timedelta(minutes=1))
    roll_seller(SELLER, stores=stores, clock=clock)
    period = last_days(7, clock.now())
    found = read_quotes(SELLER, period, [Intent.QUALITY_COMPLAINT], channel=None, stores=stores)
    ((_, words),) = found[Intent.QUALITY_COMPLAINT]
    return words


@pytest.mark.parametrize(
    ("text", "cons", "quote", "words"),
    [
        (
            "Пришло быстро. Ткань слабая, рвётся! Жаль.",
            "",
            Quote(text="слабая", start=21),
            "Ткань слабая, рвётся!",
        ),
        ("Хорошо", "Брак\nна шве", Quote(text="Брак", part=Part.CONS), "Брак"),
        ("брак", "", Quote(text="брак"), "брак"),
        (
            "Ношу",
            "",
            Quote(text="не соответствует описанию", part=Part.TAGS),
            "не соответствует описанию",
        ),
        ("Ношу", "", Quote(text="1", part=Part.STARS), "1"),
        # Words that do not stand there any more are quoted as they were.
        ("Другие слова", "", Quote(text="слабая", start=3), "слабая"),
    ],
)
def test_a_complaint_is_quoted_by_its_sentence(
    text: str, cons: str, quote: Quote, words: str
) -> None:
    assert quoted(text, cons, quote) == words


def test_of_a_long_sentence_what_stands_around_the_word_is_quoted() -> None:
    text = f"{LONG}плохо сшито {LONG}"
    words = quoted(text, "", Quote(text="плохо", start=len(LONG)))

    assert "плохо сшито" in words
    assert set(words.removesuffix("…").split()) == {"поистине", "плохо", "сшито"}
    assert len(words) <= 160


def test_words_without_a_space_are_quoted_from_the_one_that_tells() -> None:
    text = "а" * 200 + "брак" + "о" * 200

    assert quoted(text, "", Quote(text="брак", start=200)).startswith("брак")
