"""One buyer's name never stands in an answer that is offered for another."""

import pytest

from shared.domain.nameless import strip_name


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Мария, здравствуйте! Рады помочь.", "Здравствуйте! Рады помочь."),
        ("Павел, спасибо за отзыв!", "Спасибо за отзыв!"),
        ("Здравствуйте, Мария! Рады.", "Здравствуйте! Рады."),
        ("Добрый день, Анна Сергеевна! Да.", "Добрый день! Да."),
        ("Добрый день Анна, да.", "Добрый день, да."),
        ("Здравствуйте! Спасибо за отзыв.", "Здравствуйте! Спасибо за отзыв."),
        ("Хлопок, 95 %. Стирать при 30.", "Хлопок, 95 %. Стирать при 30."),
    ],
)
def test_an_address_by_name_goes_and_the_greeting_stays(text: str, bare: str) -> None:
    assert strip_name(text, "") == bare


def test_an_answer_that_still_names_its_buyer_is_not_shown() -> None:
    assert strip_name("Передали вопрос, Мария свяжется", "Мария") == ""
    assert strip_name("Мария, здравствуйте!", "Мария К.") == "Здравствуйте!"
