"""What the machine understood is told with the words that make it so."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.interaction import Channel
from shared.domain.meaning.understand import understand_item
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import Understanding
from tests.builders import NOON, make_item
from tests.functions.api import make_world

HARM = "Подошва отклеилась через неделю, ребёнок упал и сломал руку"


def test_an_item_says_what_it_means_and_why() -> None:
    world = make_world()
    browser = world.seller()
    item = make_item(external_id="harm", text=HARM, rating=1)
    ai = understand_item(Channel.REVIEW, item.source, Understanding())
    queue = queue_state(item.channel, item.source, ai, item.work, DEFAULT_SETTINGS, NOON)
    world.put(browser.seller, replace(item, ai=ai, queue=queue))

    told = browser.get(f"/interactions/{item.id}").get_json()

    assert told["row"]["alarms"] == ["health"]
    assert told["row"]["priority"] == "urgent"
    (harm,) = told["escalations"]
    assert harm["reason"] == "покупатель пишет о вреде здоровью"
    quote = harm["evidence"][0]
    assert (quote["part"], HARM[quote["start"] :].startswith(quote["text"])) == ("text", True)
    assert "defect_not_working" in {topic["label"] for topic in told["topics"]}
    assert all(topic["evidence"] for topic in told["topics"])
    assert told["intent"]["evidence"] or told["intent"]["nearest"]


def test_a_deadline_says_why_and_when_wbs_clock_runs_out() -> None:
    world = make_world()
    browser = world.seller()
    old = make_item(external_id="old", created_at=NOON - timedelta(days=29), rating=5)
    world.put(browser.seller, old)

    (row,) = browser.get("/inbox", view="all").get_json()["items"]

    assert row["deadline"]["reason"] == "Отзыв 5★: ответьте за 24 часа, не позже 48 часов"
    assert row["deadline"]["wb_reason"].startswith("WB уберёт отзыв в архив через 24 часа")
    assert "alarms" not in row
