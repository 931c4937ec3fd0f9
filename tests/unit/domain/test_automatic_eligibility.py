"""Nothing is answered by itself but plain praise."""

from dataclasses import replace

import pytest

from shared.domain.automatic.eligibility import may_automate
from shared.domain.interaction import Answer, Channel, Interaction
from shared.domain.understanding import Alarm, Escalation, Intent, Sentiment, Topic
from tests.builders import make_chat, make_item


def understood(topics: tuple[Topic, ...] = (), alarms: tuple[Escalation, ...] = ()) -> Interaction:
    item = make_item(rating=5)
    return replace(item, ai=replace(item.ai, topics=topics, escalations=alarms))


def test_praise_may_be_answered_by_itself() -> None:
    glad = Topic(label=Intent.THANKS, sentiment=Sentiment.POSITIVE, confidence=0.9)

    assert may_automate(make_item(rating=4))
    assert may_automate(understood(topics=(glad,)))


@pytest.mark.parametrize("alarm", list(Alarm))
def test_what_alarms_is_left_to_a_person(alarm: Alarm) -> None:
    assert not may_automate(understood(alarms=(Escalation(alarm=alarm),)))


def test_a_hidden_complaint_is_left_to_a_person() -> None:
    sad = Topic(label=Intent.DEFECT_NOT_WORKING, sentiment=Sentiment.NEGATIVE, confidence=0.9)

    assert not may_automate(understood(topics=(sad,)))


def test_everything_else_is_left_to_a_person() -> None:
    answered = make_item(rating=5, answer=Answer(text="Спасибо"))
    others = [make_item(Channel.QUESTION), make_chat(), make_item(rating=3), answered]

    assert not any(may_automate(item) for item in others)
    assert not may_automate(make_item(rating=None))
