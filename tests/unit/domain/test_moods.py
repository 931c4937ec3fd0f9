"""Moods come from stars and from troubles that a buyer names; one opinion has no direction."""

import pytest

from shared.domain.interaction import Channel, Message, Sender
from shared.domain.meaning.moods import Trend, is_grievance, mood_of, trend_of
from tests.builders import NOON, make_chat, make_item


@pytest.mark.parametrize(
    ("moods", "trend"),
    [
        ([1, 5], Trend.IMPROVING),
        ([5, 1], Trend.DECLINING),
        ([3, 3], Trend.STABLE),
        ([5], Trend.NEUTRAL),
        ([], None),
        ([1, 1, 5, 5, 5, 5, 5], Trend.STABLE),
        ([5, 4, 4, 3, 3], Trend.DECLINING),
        ([2, 3, 3], Trend.IMPROVING),
        ([3, 3, 4], Trend.STABLE),
    ],
)
def test_the_newest_five_opinions_make_the_trend(moods: list[float], trend: Trend | None) -> None:
    assert trend_of(moods) is trend


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        ("Пришёл сломанный, не включается", True),
        ("Не хватает деталей в комплекте", True),
        ("Прислали не тот размер", True),
        ("До сих пор не доставили", True),
        ("Как оформить возврат?", False),
        ("Где мой заказ?", False),
        ("Спасибо, всё отлично", False),
        ("Пришёл без брака", False),
        ("", False),
    ],
)
def test_a_grievance_names_what_went_wrong(text: str, complains: bool) -> None:
    message = Message(
        id="m", interaction=make_chat().id, sender=Sender.CLIENT, sent_at=NOON, text=text
    )

    assert is_grievance(message) is complains


def test_only_stars_and_named_troubles_are_moods() -> None:
    assert mood_of(make_item(rating=4)) == 4.0
    assert mood_of(make_chat(complained=True)) == 2.0
    assert mood_of(make_chat(complained=False)) is None
    assert mood_of(make_item(Channel.QUESTION, "Q1")) is None
