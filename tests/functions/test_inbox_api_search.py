"""Searching and narrowing the inbox through the API."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.interaction import Answer, Lookup, Product
from shared.domain.jobs import Job
from shared.ports import Query
from shared.usecases.rebuild_search import open_index
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, World, fields, make_world, problem


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def browser(world: World) -> Browser:
    browser = world.seller()
    open_index(browser.seller, stores=world.counting)
    return browser


def marked(row: dict[str, Any]) -> list[tuple[str, str]]:
    texts = {
        "preview": row["preview"],
        "buyer": row["buyer"],
        "product": row["product"]["name"],
        "article": row["product"].get("article", ""),
    }
    return [
        (one["field"], texts[one["field"]][one["start"] : one["end"]]) for one in row["highlights"]
    ]


def test_rows_say_where_words_were_found(world: World, browser: Browser) -> None:
    product = Product(nm_id=12345678, name="Плед <b>шерстяной</b>", article="PLED-7")
    text = "Долгий рассказ. " * 20 + "Плед <i>колючий</i> и линяет."
    item = make_item(text=text, buyer_name="Анна", product=product, rating=1)
    world.put(browser.seller, item, make_item(external_id="other"))

    answer = browser.get("/inbox", q="пледом колючая покупатель:анна артикул:pled").get_json()

    (row,) = answer["items"]
    assert row["preview"].startswith("…")
    assert marked(row) == [
        ("preview", "Плед"),
        ("preview", "колючий"),
        ("buyer", "Анна"),
        ("product", "Плед"),
        ("article", "PLED"),
    ]
    assert "found_in" not in row
    assert [one["label"] for one in answer["search"]["operators"]] == [
        "Покупатель: анна",
        "Артикул: pled",
    ]
    assert answer["search"]["is_ready"]


def test_what_was_found_elsewhere_says_where(world: World, browser: Browser) -> None:
    replied = make_item(text="Порвалась", rating=1, answer=Answer(text="Обменяем в пункте выдачи"))
    chat = make_chat("1:c", text="Спасибо")
    chat = replace(chat, lookup=replace(chat.lookup, heard="рукав", terms=("рукав",)))
    world.put(browser.seller, replied, chat)

    (in_answer,) = browser.get("/inbox", q="обменяли").get_json()["items"]
    (in_messages,) = browser.get("/inbox", q="рукава").get_json()["items"]

    assert (in_answer["found_in"], marked(in_answer)) == ("answer", [("preview", "Обменяем")])
    assert (in_messages["found_in"], in_messages["preview"]) == ("messages", "Спасибо")


def test_a_doubtful_query_is_answered_with_hints(world: World, browser: Browser) -> None:
    world.put(browser.seller, make_item(text="Плед"))

    answer = browser.get("/inbox", q="плед звёзды:9 цвет:").get_json()

    assert answer["items"] == []
    hints = [(one["start"], one["end"], one["message"][:20]) for one in answer["search"]["hints"]]
    assert hints == [(5, 13, "Не поняли «звёзды:9»"), (14, 19, "Оператора «цвет:» не")]
    assert browser.get("/inbox", q="плед звёзды:9").get_json()["items"]
    assert browser.get("/inbox").get_json()["search"] is None


def test_filters_of_the_address_and_of_the_words_go_together(
    world: World, browser: Browser
) -> None:
    old = make_item(external_id="old", rating=1, text="Плед")
    old = replace(old, occurred_at=NOON - timedelta(days=10))
    new = make_item(external_id="new", rating=1, text="Плед")
    world.put(browser.seller, old, new)

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in browser.get("/inbox", **query).get_json()["items"]]

    day = {"from": "2026-11-12", "to": "2026-11-12"}
    assert ids(**day) == ids(q="плед", **day) == [old.id]
    assert ids(q="от:20.11", rating="1", intent=new.ai.intent.label.value) == [new.id]
    assert ids(q="плед", has_photo="true") == []
    assert ids(has_photo="false", nm_id="70000001", to="2026-11-13T00:00:00Z") == [old.id]
    assert ids(q="плед", view="attention", channel="review") != []


@pytest.mark.parametrize(
    "query", [{"from": "вчера"}, {"to": "2026-13-01"}, {"has_photo": "maybe"}, {"intent": "love"}]
)
def test_filters_that_make_no_sense_are_refused(browser: Browser, query: dict[str, Any]) -> None:
    answer = browser.get("/inbox", **query)

    assert problem(answer) == (422, "invalid")
    assert list(fields(answer)) == list(query)


def test_a_cursor_belongs_to_its_query(world: World, browser: Browser) -> None:
    world.put(browser.seller, *(make_item(external_id=f"R{n}", text="Плед") for n in range(3)))
    cursor = browser.get("/inbox", q="плед", limit=2).get_json()["next_cursor"]

    assert len(browser.get("/inbox", q="плед", cursor=cursor).get_json()["items"]) == 1
    others: list[dict[str, Any]] = [{"q": "пледы"}, {"q": "плед", "from": "2026-11-01"}, {}]
    for other in others:
        assert browser.get("/inbox", cursor=cursor, **other).status_code == 422


def test_an_inbox_without_an_index_says_so_and_begins_to_make_one(world: World) -> None:
    browser = world.seller("old@example.com", "Старая")
    world.put(browser.seller, replace(make_item(text="Плед"), lookup=Lookup()))

    for _ in range(2):
        answer = browser.get("/inbox", q="плед").get_json()
        assert len(answer["items"]) == 1
        assert answer["search"]["is_ready"] is False

    jobs = world.counting.of_seller(browser.seller).find(Query(kind=Job))
    assert [stored.value.kind.value for stored in jobs] == ["search_index"]
    assert [task.queue for task in world.queue.waiting] == ["jobs"]


def test_a_search_writes_nothing_and_reads_what_it_shows(world: World, browser: Browser) -> None:
    rare = make_item(external_id="rare", text="Перекраска")
    world.put(browser.seller, rare, *(make_item(external_id=f"R{n}") for n in range(60)))
    browser.get("/inbox")
    world.bill().clear()

    assert len(browser.get("/inbox", q="перекраски").get_json()["items"]) == 1

    assert world.bill().writes.total() == 0
    # Besides the item: the session, the settings, whether the index is ready.
    assert world.bill().reads.total() <= 1 + 4
