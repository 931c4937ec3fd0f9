"""Lists, counts and changes through the API."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.drafts.drafting import basis_of
from shared.domain.interaction import (
    Answer,
    Channel,
    Interaction,
    Photo,
    Product,
    ReplyMark,
    Sender,
    Work,
)
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import DraftMark
from shared.usecases.read_changes import MOST_CHANGES
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, fields, problem
from tests.functions.shop import poll, shop


def aged(item: Interaction, **ago: float) -> Interaction:
    """The same item, written some time before noon."""
    moment = NOON - timedelta(**ago)
    source = replace(item.source, created_at=moment)
    if source.chat:
        source = replace(source, chat=replace(source.chat, last_at=moment, waiting_since=moment))
    queue = queue_state(item.channel, source, item.ai, item.work, DEFAULT_SETTINGS, NOON)
    return replace(item, source=source, occurred_at=moment, queue=queue)


def settled(item: Interaction, work: Work) -> Interaction:
    queue = queue_state(item.channel, item.source, item.ai, work, DEFAULT_SETTINGS, NOON)
    return replace(item, work=work, queue=queue)


def answered(external_id: str, **facts: Any) -> Interaction:
    return make_item(external_id=external_id, answer=Answer(text="Спасибо!"), **facts)


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.get_json()["items"]]


def test_every_view_shows_what_belongs_to_it() -> None:
    world, browser = shop()
    late = aged(make_item(external_id="late", rating=1, text="Плохо"), days=1)
    fresh = aged(make_item(external_id="fresh", rating=5), minutes=1)
    done = answered("done")
    failed = settled(
        make_item(external_id="failed"),
        Work(reply=ReplyMark(id="r", state="failed", at=NOON, text_hash="h")),
    )
    snoozed = settled(
        make_item(external_id="snoozed"), Work(snoozed_until=NOON + timedelta(hours=2))
    )
    auto = settled(
        answered("auto"),
        Work(reply=ReplyMark(id="a", state="confirmed", at=NOON, text_hash="h", by_system=True)),
    )
    waiting = make_chat("1:w", last_sender=Sender.SELLER, waiting_since=None)
    world.put(browser.seller, late, fresh, done, failed, snoozed, auto, waiting)

    shown = {view: set(ids(browser.get("/inbox", view=view))) for view in browser_views()}

    assert shown == {
        "hot": {late.id},
        "attention": {late.id, fresh.id},
        "waiting": {waiting.id},
        "done": {done.id, auto.id},
        "snoozed": {snoozed.id},
        "failed": {failed.id},
        "auto": {auto.id},
        "all": {item.id for item in (late, fresh, done, failed, snoozed, auto, waiting)},
    }
    counts = browser.get("/inbox/counts").get_json()["views"]
    assert {view: sum(row.values()) for view, row in counts.items()} == {
        view: len(found) for view, found in shown.items()
    }


def browser_views() -> list[str]:
    return ["hot", "attention", "waiting", "done", "snoozed", "failed", "auto", "all"]


def test_attention_is_ordered_by_target_and_the_rest_by_time() -> None:
    world, browser = shop()
    praise = aged(make_item(external_id="praise"), hours=3)
    anger = aged(make_item(external_id="anger", rating=1, text="Ужас"), minutes=5)
    chat = aged(make_chat("1:q", text="Есть ли размер 44?"), minutes=1)
    world.put(browser.seller, praise, anger, chat)

    assert ids(browser.get("/inbox", view="attention")) == [chat.id, anger.id, praise.id]
    assert ids(browser.get("/inbox", view="all")) == [chat.id, anger.id, praise.id]
    assert ids(browser.get("/inbox", view="all", channel="review")) == [anger.id, praise.id]


def test_pages_follow_each_other_without_gaps_or_repeats() -> None:
    world, browser = shop()
    items = [aged(make_item(external_id=f"R{number}"), minutes=number // 3) for number in range(23)]
    world.put(browser.seller, *items)
    for view in ("all", "attention"):
        seen: list[str] = []
        query: dict[str, Any] = {"view": view, "limit": 5}
        while True:
            page = browser.get("/inbox", **query)
            seen += ids(page)
            if page.get_json()["next_cursor"] is None:
                break
            query["cursor"] = page.get_json()["next_cursor"]

        assert sorted(seen) == sorted(item.id for item in items)


def test_filters_narrow_a_list() -> None:
    world, browser = shop()
    other = Product(nm_id=5, name="Кружка")
    bad = make_item(external_id="bad", rating=1)
    cup = make_item(external_id="cup", rating=1, product=other)
    good = make_item(external_id="good", rating=5, product=other)
    world.put(browser.seller, bad, cup, good)

    for view in ("all", "attention", "hot", "auto"):
        narrowed = browser.get("/inbox", view=view, rating=1, nm_id=5, channel="review")
        assert ids(narrowed) == ([cup.id] if view in ("all", "attention") else [])


def test_opening_the_inbox_reads_a_page_and_three_more() -> None:
    world, browser = shop()
    world.put(browser.seller, *(make_item(external_id=f"R{n}") for n in range(80)))
    world.bill().clear()

    assert len(ids(browser.get("/inbox", view="attention", limit=50))) == 50

    assert world.bill().reads.total() <= 50 + 3
    assert world.bill().writes.total() == 0


def test_a_row_says_what_the_list_needs() -> None:
    world, browser = shop()
    item = aged(
        make_item(
            external_id="row",
            rating=2,
            text="  Пришла\nне та  ",
            photos=(Photo(full="https://a.wbbasket.ru/1.webp", mini="https://a.wbbasket.ru/m"),),
        ),
        minutes=10,
    )
    item = replace(
        item,
        ai=replace(
            item.ai, draft=DraftMark(id="1", basis=basis_of(item), method="template", made_at=NOON)
        ),
    )
    world.put(browser.seller, item)

    row = browser.get("/inbox").get_json()["items"][0]

    assert row["preview"] == "Пришла не та"
    assert row["buyer"] == "Покупатель"
    assert row["view"] == "attention"
    assert (row["draft_ready"], row["unread"], row["has_photo"]) == (True, True, True)
    assert row["product"]["photo"].startswith("/api/photos/")
    assert row["deadline"]["target_at"] == row["sort_at"]


def test_age_raises_the_shown_priority_before_the_stored_one_moves() -> None:
    world, browser = shop()
    world.put(browser.seller, make_item(external_id="praise", rating=3, text="Так себе"))
    shown = []

    for hours in (0, 5, 25):
        world.clock.set(NOON + timedelta(hours=hours))
        shown.append(browser.get("/inbox").get_json()["items"][0]["priority"])
        browser.get("/inbox/counts")

    assert shown == ["normal", "high", "urgent"]


def test_an_unchanged_list_is_not_sent_again() -> None:
    world, browser = shop()
    world.put(browser.seller, make_item())
    for path in ("/inbox", "/inbox/counts"):
        first = browser.get(path)
        world.pass_time(seconds=5)
        again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "no-store"

    world.put(browser.seller, make_item(external_id="R2"))
    for path in ("/inbox", "/inbox/counts"):
        news = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert news.status_code == 200


def test_hot_counts_stop_at_a_hundred() -> None:
    world, browser = shop()
    late = [aged(make_item(external_id=f"R{n}", rating=1), days=2) for n in range(103)]
    world.put(browser.seller, *late)
    world.bill().clear()

    counts = browser.get("/inbox/counts").get_json()["views"]

    assert counts["hot"] == {"review": 100, "question": 0, "chat": 0}
    assert counts["attention"]["review"] == 103
    assert world.bill().reads.total() <= 5


@pytest.mark.parametrize(
    "query",
    [
        {"view": "everything"},
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "ten"},
        {"channel": "sms"},
        {"rating": "6"},
        {"nm_id": "-1"},
        {"sort": "__name__"},
        {"seller_id": "x"},
        {"view[$ne]": "all"},
        {"cursor": "made-up"},
        {"cursor": ""},
    ],
)
def test_what_a_list_cannot_do_is_refused(query: dict[str, Any]) -> None:
    _, browser = shop()

    answer = browser.get("/inbox", **query)

    assert problem(answer) == (422, "invalid")
    assert fields(answer)


def test_a_parameter_given_twice_is_refused() -> None:
    _, browser = shop()

    assert browser.get("/inbox?limit=5&limit=6").status_code == 422
    assert browser.get("/inbox?q%00=1").status_code in (400, 422)


def test_cursors_serve_one_seller_one_list_and_nobody_who_changes_them() -> None:
    world, browser = shop()
    world.put(browser.seller, *(make_item(external_id=f"R{n}") for n in range(3)))
    cursor = browser.get("/inbox", view="all", limit=2).get_json()["next_cursor"]
    stranger = world.seller("other@example.com", "Другая")

    assert browser.get("/inbox", view="all", cursor=cursor).status_code == 200
    assert stranger.get("/inbox", view="all", cursor=cursor).status_code == 422
    assert browser.get("/inbox", view="done", cursor=cursor).status_code == 422
    assert browser.get("/inbox", view="all", rating=5, cursor=cursor).status_code == 422
    assert browser.get("/inbox/changes", since=cursor).status_code == 422
    for place in range(len(cursor)):
        changed = "A" if cursor[place] != "A" else "B"
        forged = cursor[:place] + changed + cursor[place + 1 :]
        assert browser.get("/inbox", view="all", cursor=forged).status_code == 422


def found_by(browser: Browser, **query: Any) -> list[str]:
    """Every page of a search."""
    seen: list[str] = []
    while True:
        page = browser.get("/inbox", **query)
        seen += ids(page)
        if page.get_json()["next_cursor"] is None:
            return seen
        query["cursor"] = page.get_json()["next_cursor"]


def test_words_are_found_wherever_they_stand() -> None:
    world, browser = shop()
    sole = make_item(external_id="sole", text="Отклеилась ПОДОШВА, ещё и жмут", rating=1)
    cup = make_item(external_id="cup", product=Product(nm_id=5550777, name="Кружка", brand="Чай"))
    chat = make_chat("1:c", text="когда привезут подошву?")
    world.put(browser.seller, sole, cup, chat, make_item(external_id="other"))

    assert set(found_by(browser, q=" подошв ")) == {sole.id, chat.id}
    assert found_by(browser, q="подошва еще", view="attention") == [sole.id]
    assert found_by(browser, q="5550777") == [cup.id]
    assert found_by(browser, q="кружка чай", channel="review") == [cup.id]
    assert found_by(browser, q="кружка самовар") == []
    assert len(found_by(browser, q="")) == 4


def test_a_search_goes_on_where_it_stopped_and_reads_a_bounded_part() -> None:
    world, browser = shop()
    items = [
        aged(make_item(external_id=f"R{n}", text="редкое" if n % 150 == 7 else "да"), minutes=n)
        for n in range(620)
    ]
    world.put(browser.seller, *items)
    world.bill().clear()

    first = browser.get("/inbox", q="редкое", limit=3)

    assert len(ids(first)) == 3
    assert world.bill().reads.total() <= 510
    rare = [items[n].id for n in range(7, 620, 150)]
    assert found_by(browser, q="редкое", limit=3) == rare
    assert found_by(browser, q="редкое", limit=2) == rare
    cursor = first.get_json()["next_cursor"]
    assert browser.get("/inbox", q="другое", cursor=cursor).status_code == 422


def test_a_full_overlap_fits_into_an_address() -> None:
    world, browser = shop()
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=1)
    items = [
        replace(make_item(external_id=f"R{n}"), changed_at=world.clock.now(), revision=1000 + n)
        for n in range(MOST_CHANGES)
    ]
    world.put(browser.seller, *items)

    first = poll(browser, since)

    assert len(first["changed"]) == MOST_CHANGES
    assert len(first["next"]) < 4096
    assert poll(browser, first["next"])["changed"] == []


def test_a_tagged_review_previews_its_tags_and_a_silent_one_says_so() -> None:
    world, browser = shop()
    tagged = make_item(external_id="tags", text="", tags=("Хорошее качество", "Удобно"))
    silent = make_item(external_id="silent", text="")
    long = make_item(external_id="long", text="слово " * 100)
    world.put(browser.seller, tagged, silent, long)

    previews = {row["id"]: row["preview"] for row in browser.get("/inbox").get_json()["items"]}

    assert previews[tagged.id] == "Хорошее качество, Удобно"
    assert previews[silent.id] == "Без текста"
    assert len(previews[long.id]) == 160
    assert previews[long.id].endswith("…")


def test_channels_are_counted_apart() -> None:
    world, browser = shop()
    world.put(browser.seller, make_item(), make_chat(), make_item(Channel.QUESTION, "Q1"))

    counts = browser.get("/inbox/counts").get_json()

    assert counts["views"]["attention"] == {"review": 1, "question": 1, "chat": 1}
    assert counts["views"]["all"] == {"review": 1, "question": 1, "chat": 1}
    assert counts["version"] == 3
