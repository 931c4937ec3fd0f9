"""When an answer is due: the table, the seller's working time, WB's own clocks, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.domain.deadlines.calendar import WorkingHours, after_working, public_days_off
from shared.domain.deadlines.rules import check_hours, check_table
from shared.domain.deadlines.table import (
    DEFAULT_TABLE,
    SALES,
    Within,
    answer_due,
    matching_rules,
    raised_priority,
)
from shared.domain.deadlines.words import reason_words, wb_words
from shared.domain.interaction import Answer, Channel, ChatTail, Priority, QueueState, Sender, Work
from shared.domain.meaning.urges import is_shouted
from shared.domain.moscow import MOSCOW
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS, SellerSettings
from shared.domain.understanding import Intent, IntentLabel, Understanding
from tests.builders import NOON, make_source

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = 7 * DAY
DAYTIME = WorkingHours(opens=9 * HOUR, closes=21 * HOUR)


def look(
    channel: Channel,
    intent: Intent = Intent.OTHER,
    age: timedelta = timedelta(0),
    settings: SellerSettings = DEFAULT_SETTINGS,
    **facts: Any,
) -> QueueState:
    """The place of an item that was written at noon, after some time."""
    if channel is CHAT:
        facts["chat"] = ChatTail(
            **{
                "waiting_since": NOON,
                "pending": {"m1": NOON},
                "last_sender": Sender.CLIENT,
            }
            | facts.get("tail", {})
        )
        facts.pop("tail", None)
    ai = Understanding(intent=IntentLabel(label=intent))
    return queue_state(channel, make_source(**facts), ai, Work(), settings, NOON + age)


def left(found: QueueState, age: timedelta) -> tuple[timedelta, timedelta]:
    assert found.deadline is not None
    now = NOON + age
    return found.deadline.target_at - now, found.deadline.limit_at - now


@pytest.mark.parametrize(
    ("channel", "intent", "rating", "age", "priority", "target", "limit"),
    [
        (QUESTION, Intent.OTHER, None, HOUR, Priority.NORMAL, 180, None),
        (QUESTION, Intent.OTHER, None, 5 * HOUR, Priority.HIGH, None, 19 * 60),
        (QUESTION, Intent.OTHER, None, 24 * HOUR, Priority.URGENT, None, 0),
        (QUESTION, Intent.SIZING_FIT, None, 3 * MINUTE, Priority.HIGH, 2, 27),
        (QUESTION, Intent.SIZING_FIT, None, 6 * MINUTE, Priority.URGENT, None, 24),
        (CHAT, Intent.AVAILABILITY, None, 11 * MINUTE, Priority.URGENT, None, -1),
        (QUESTION, Intent.DEFECT_NOT_WORKING, None, timedelta(0), Priority.URGENT, 30, 60),
        (QUESTION, Intent.COMPLIANCE_SAFETY, None, timedelta(0), Priority.URGENT, 30, 60),
        (REVIEW, Intent.QUALITY_COMPLAINT, 2, timedelta(0), Priority.URGENT, 60, 240),
        (REVIEW, Intent.THANKS, 5, 25 * HOUR, Priority.NORMAL, -60, None),
        (REVIEW, Intent.OTHER, 3, 2 * HOUR, Priority.NORMAL, 120, None),
        (REVIEW, Intent.DELIVERY_DELAY, 5, timedelta(0), Priority.HIGH, 60, 240),
        (REVIEW, Intent.SIZING_FIT, 5, timedelta(0), Priority.LOW, 1440, 2880),
        (REVIEW, Intent.PRODUCT_SPEC, None, timedelta(0), Priority.NORMAL, 240, 1440),
    ],
)
def test_the_table_and_age_give_priority_and_deadline(
    channel: Channel,
    intent: Intent,
    rating: int | None,
    age: timedelta,
    priority: Priority,
    target: int | None,
    limit: int | None,
) -> None:
    found = look(channel, intent, age, rating=rating)

    assert found.priority is priority
    to_target, to_limit = left(found, age)
    assert target is None or to_target == target * MINUTE
    assert limit is None or to_limit == limit * MINUTE


def test_what_is_answered_has_no_deadline() -> None:
    found = look(QUESTION, age=3 * DAY, answer=Answer(text="Да"))

    assert (found.priority, found.deadline) == (Priority.LOW, None)


def test_a_sellers_own_row_counts_and_may_name_a_priority() -> None:
    own = SellerSettings(
        deadlines={
            "sizing_fit_question": Within(15 * MINUTE, 60 * MINUTE),
            "thanks": Within(60 * MINUTE, 60 * MINUTE, Priority.URGENT),
        }
    )

    asked = look(QUESTION, Intent.SIZING_FIT, settings=own)

    assert left(asked, timedelta(0)) == (15 * MINUTE, 60 * MINUTE)
    assert look(QUESTION, Intent.THANKS, settings=own).priority is Priority.URGENT
    # Rows that were never set are the defaults.
    assert left(look(CHAT, Intent.SIZING_FIT, settings=own), timedelta(0))[0] == 2 * MINUTE


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("since", "minutes", "hours", "due"),
    [
        (moscow(23, 20, 30), 240, DAYTIME, moscow(24, 12, 30)),
        (moscow(23, 3), 60, DAYTIME, moscow(23, 10)),
        (moscow(23, 20), 60, DAYTIME, moscow(23, 21)),
        (moscow(23, 9), 24 * 60, DAYTIME, moscow(24, 21)),
        (moscow(27, 20), 120, replace(DAYTIME, weekdays=(0, 1, 2, 3, 4)), moscow(30, 10)),
        (moscow(23, 20), 120, replace(DAYTIME, days_off=(date(2026, 11, 24),)), moscow(25, 10)),
        (moscow(3, 20), 120, replace(DAYTIME, rests_on_holidays=True), moscow(5, 10)),
        (moscow(3, 20), 120, DAYTIME, moscow(4, 10)),
        (moscow(3, 20), 120, None, moscow(3, 22)),
    ],
)
def test_working_hours_stop_the_clock(
    since: datetime, minutes: int, hours: WorkingHours | None, due: datetime
) -> None:
    assert after_working(since.astimezone(UTC), minutes * MINUTE, hours) == due


def test_a_shop_that_never_opens_stops_no_clock() -> None:
    never = replace(DAYTIME, weekdays=())

    assert after_working(NOON, HOUR, never) == NOON + HOUR


def test_moved_days_off_are_known() -> None:
    assert date(2026, 1, 9) in public_days_off(2026)
    assert date(2026, 11, 4) in public_days_off(2026)


def test_a_day_without_an_answer_is_a_day_of_work() -> None:
    slow = SellerSettings(hours=DAYTIME, deadlines={"other": Within(WEEK, WEEK, Priority.NORMAL)})

    # Noon in London is three in the afternoon: six hours of work are left, then two days of twelve.
    assert look(QUESTION, age=24 * HOUR, settings=slow).priority is not Priority.URGENT
    due = look(QUESTION, settings=slow).turns_at
    assert due == datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_wbs_own_clocks_never_stop() -> None:
    lazy = SellerSettings(
        hours=WorkingHours(opens=9 * HOUR, closes=10 * HOUR, weekdays=(0,)),
        deadlines={"review_4_5": Within(WEEK, WEEK), "thanks": Within(WEEK, WEEK)},
    )
    found = look(REVIEW, Intent.THANKS, rating=5, settings=lazy)

    assert found.deadline is not None
    assert found.deadline.limit_at == found.deadline.target_at == NOON + 30 * DAY
    assert found.priority is Priority.LOW
    assert look(REVIEW, Intent.THANKS, 29 * DAY, lazy, rating=5).priority is Priority.URGENT
    assert reason_words(REVIEW, 5, found.deadline) == (
        "Отзыв 5★: WB уберёт отзыв в архив через 30 дней после публикации"
    )


def test_what_wb_soon_archives_is_first_of_all_and_says_so() -> None:
    age = 29 * DAY + 23 * HOUR
    found = look(REVIEW, Intent.THANKS, age, rating=5)
    fresh = look(REVIEW, Intent.THANKS, age, rating=1, created_at=NOON + age - HOUR)

    assert found.priority is Priority.URGENT
    assert found.sort_at < fresh.sort_at
    assert found.deadline is not None
    words = wb_words(REVIEW, found.deadline, NOON + age)
    assert words == "WB уберёт отзыв в архив через 1 час, 22.12 в 15:00"


def test_what_wb_soon_closes_is_urgent_and_says_so() -> None:
    age = 9 * DAY + 20 * HOUR
    found = look(CHAT, Intent.THANKS, age)

    assert found.priority is Priority.URGENT
    assert found.deadline is not None
    words = wb_words(CHAT, found.deadline, NOON + age)
    assert words == "WB закроет чат для ответа через 4 часа, 02.12 в 15:00"
    assert wb_words(CHAT, found.deadline, NOON) is None


@pytest.mark.parametrize("later", [timedelta(0), HOUR, 5 * DAY])
def test_a_clock_of_wb_that_has_run_out_does_not_run_on(later: timedelta) -> None:
    found = look(CHAT, Intent.THANKS, 10 * DAY + later)

    assert found.deadline is not None
    words = wb_words(CHAT, found.deadline, NOON + 10 * DAY + later)
    assert words == "Срок WB для ответа в чате вышел 02.12 в 15:00"


THREE = {"m1": NOON, "m2": NOON, "m3": NOON}
CAPITALS = "ГДЕ МОЙ ЗАКАЗ"


@pytest.mark.parametrize(
    ("intent", "tail", "priority"),
    [
        (Intent.THANKS, {"pending": THREE}, Priority.LOW),
        (Intent.OTHER, {"pending": THREE}, Priority.HIGH),
        (Intent.OTHER, {"pending": THREE, "last_text": CAPITALS}, Priority.URGENT),
        (Intent.OTHER, {"last_text": "Где заказ!!!"}, Priority.HIGH),
        (Intent.OTHER, {"last_text": "Где заказ!!"}, Priority.NORMAL),
        (Intent.OTHER, {}, Priority.NORMAL),
        (Intent.OTHER, {"last_text": CAPITALS, "last_sender": Sender.SELLER}, Priority.NORMAL),
        (Intent.DEFECT_NOT_WORKING, {"pending": THREE}, Priority.URGENT),
    ],
)
def test_who_insists_comes_earlier(
    intent: Intent, tail: dict[str, Any], priority: Priority
) -> None:
    assert look(CHAT, intent, tail=tail).priority is priority


@pytest.mark.parametrize("text", ["ОК", "iPhone 15 PRO MAX", "Размер XL или XXL"])
def test_abbreviations_are_nobodys_shout(text: str) -> None:
    assert not is_shouted(text)


@pytest.mark.parametrize("intent", list(Intent))
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("rating", [None, 1, 3, 5])
def test_every_item_has_rows_and_words(
    channel: Channel, intent: Intent, rating: int | None
) -> None:
    assert all(rule in DEFAULT_TABLE for rule in matching_rules(channel, intent, rating))
    source = make_source(rating=rating)
    deadline = answer_due(channel, source, intent, NOON, {}, DAYTIME)

    assert reason_words(channel, rating, deadline).endswith("рабочего времени")
    assert raised_priority(deadline, deadline.limit_at) is Priority.URGENT


@pytest.mark.parametrize(
    ("channel", "intent", "rating", "words"),
    [
        (
            QUESTION,
            Intent.SIZING_FIT,
            None,
            "Вопрос о размере: ответьте за 5 минут, не позже 30 минут",
        ),
        (REVIEW, Intent.OTHER, 2, "Отзыв 2★: ответьте за 1 час, не позже 4 часов"),
        (
            CHAT,
            Intent.SIZING_FIT,
            None,
            "Сообщение в чате о размере: ответьте за 2 минуты, не позже 10 минут",
        ),
        (REVIEW, Intent.OTHER, 4, "Отзыв 4★: ответьте за 24 часа, не позже 48 часов"),
    ],
)
def test_the_reason_is_told_with_its_numbers(
    channel: Channel, intent: Intent, rating: int | None, words: str
) -> None:
    deadline = answer_due(channel, make_source(rating=rating), intent, NOON, DEFAULT_TABLE)

    assert reason_words(channel, rating, deadline) == words


def test_rows_are_checked_in_words() -> None:
    minute = Within(MINUTE, MINUTE)
    faults = check_table(
        {
            "thanks": Within(timedelta(0), HOUR),
            "other": Within(MINUTE, 10_081 * MINUTE),
            "product_spec": Within(2 * MINUTE, MINUTE),
            "sales": minute,
            "usage_howto": Within(MINUTE, 10_080 * MINUTE),
        }
    )

    assert faults == {
        "thanks": "От 1 до 10080 минут",
        "other": "От 1 до 10080 минут",
        "product_spec": "Цель не может быть позже крайнего срока",
        "sales": "Такой строки нет",
    }
    assert check_table(DEFAULT_TABLE) == {}
    assert len(SALES) * 2 + 14 + 3 == len(DEFAULT_TABLE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"opens": 10 * HOUR, "closes": 10 * HOUR + 59 * MINUTE}, "closes"),
        ({"closes": 25 * HOUR}, "closes"),
        ({"opens": -HOUR}, "opens"),
        ({"opens": timedelta(seconds=30)}, "opens"),
        ({"days_off": tuple(date(2026, 1, 1) + number * DAY for number in range(367))}, "days_off"),
    ],
)
def test_hours_are_checked_in_words(change: dict[str, Any], field: str) -> None:
    assert set(check_hours(replace(DAYTIME, **change))) == {field}
    assert check_hours(DAYTIME) == {}
