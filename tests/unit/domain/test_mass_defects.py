"""A wave of like complaints is told from a product's ordinary ones."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.interaction import Channel, Interaction, Product
from shared.domain.meaning.mass_defects import (
    MOST_KEPT,
    Complaint,
    ProductDefects,
    complaint_of,
    find_alarms,
    like_complaints,
    note_item,
    quotes_of,
    tail_chance,
)
from shared.domain.understanding import Intent, IntentLabel, Quote, Sentiment, Topic
from tests.builders import NOON, make_chat, make_item

DAY = timedelta(days=1)
BROKEN = Intent.DEFECT_NOT_WORKING


def complaining(
    external_id: str, at: datetime, topic: Intent = BROKEN, mood: Sentiment = Sentiment.NEGATIVE
) -> Interaction:
    item = make_item(external_id=external_id, created_at=at, product=Product(nm_id=7), rating=2)
    said = Topic(label=topic, sentiment=mood, confidence=0.9, evidence=(Quote(text="сломалось"),))
    return replace(item, ai=replace(item.ai, topics=(said,)))


def product(ages: list[float], topic: Intent = BROKEN) -> ProductDefects:
    complaints = {
        f"i{number}": Complaint(at=NOON - age * DAY, topics=(topic,))
        for number, age in enumerate(ages)
    }
    return ProductDefects(nm_id=7, complaints=complaints, newest_at=NOON)


@pytest.mark.parametrize(
    ("ages", "alarming"),
    [
        ([0.1, 1, 2], True),
        ([0.1, 1], False),
        ([0.1, 1, 8], False),
        # A product of which somebody complains every week anyway.
        ([0.1, 1, 2, *(7 * week + 3 for week in range(1, 50))], False),
        ([0.1, 0.5, 1, 1.5, 2, 3, 4, 5, *(7 * week + 3 for week in range(1, 50))], True),
        # It sells better now: the last weeks explain what the year does not.
        ([0.1, 1, 2, *(8 + 2.5 * number for number in range(20))], False),
    ],
)
def test_three_in_a_week_alarm_where_the_past_does_not_explain_them(
    ages: list[float], alarming: bool
) -> None:
    found = find_alarms(product(ages), NOON, NOON - 365 * DAY)

    assert found == ({BROKEN} if alarming else set())


def test_a_short_past_tells_nothing_of_what_is_usual() -> None:
    assert find_alarms(product([0.1, 1, 2]), NOON, NOON - 34 * DAY) == set()
    assert find_alarms(product([0.1, 1, 2]), NOON, NOON - 36 * DAY) == {BROKEN}


def test_unlike_complaints_do_not_add_up() -> None:
    known = product([0.1, 1])
    other = Complaint(at=NOON, topics=(Intent.WRONG_ITEM,))

    mixed = replace(known, complaints={**known.complaints, "x": other})

    assert find_alarms(mixed, NOON, NOON - 365 * DAY) == set()
    assert like_complaints(mixed, Intent.WRONG_ITEM, NOON) == ["x"]


def test_chance_is_the_negative_binomial_tail() -> None:
    assert tail_chance(0, 1.0, 10.0) == 1.0
    # With one event in so many spans the law is geometric.
    assert tail_chance(3, 1.0, 9.0) == pytest.approx(0.1**3)


def test_what_is_read_twice_counts_once() -> None:
    item = complaining("R1", NOON)

    once = note_item(None, item)
    assert once is not None
    assert note_item(once, item) == once
    assert list(once.complaints) == [item.id]


def test_what_complains_no_more_is_forgotten() -> None:
    known = note_item(None, complaining("R1", NOON))

    after = note_item(known, complaining("R1", NOON, mood=Sentiment.POSITIVE))

    assert after is not None
    assert after.complaints == {}
    assert note_item(None, make_item()) is None


def test_a_chat_complains_by_its_intent_since_its_first_words() -> None:
    chat = make_chat()
    broken = replace(
        chat,
        ai=replace(
            chat.ai,
            intent=IntentLabel(label=BROKEN, evidence=(Quote(text="не работает"),)),
            topics=(),
        ),
    )
    known = note_item(None, broken)
    later = replace(broken, occurred_at=broken.occurred_at + DAY)

    again = note_item(known, later)

    assert again is not None
    assert again.complaints[chat.id].at == chat.occurred_at
    assert quotes_of(broken, BROKEN) == (Quote(text="не работает"),)
    assert broken.channel is Channel.CHAT


def test_what_wb_shows_no_more_or_names_no_product_is_no_complaint() -> None:
    item = complaining("R1", NOON)

    assert complaint_of(item) is not None
    assert complaint_of(replace(item, source=replace(item.source, gone_at=NOON))) is None
    assert (
        complaint_of(replace(item, source=replace(item.source, product=Product(nm_id=0)))) is None
    )


def test_a_products_year_is_bounded() -> None:
    known: ProductDefects | None = product([400.0])
    for number in range(MOST_KEPT + 5):
        many = Complaint(at=NOON - timedelta(minutes=number), topics=(BROKEN,))
        assert known is not None
        known = replace(known, complaints={**known.complaints, f"m{number}": many})

    known = note_item(known, complaining("R1", NOON))

    assert known is not None
    assert len(known.complaints) == MOST_KEPT
    assert "i0" not in known.complaints
