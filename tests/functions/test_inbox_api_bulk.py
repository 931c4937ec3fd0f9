"""A deed on many items through the API: looked at, done by a job, watched, taken back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.bulk import MOST_ITEMS, Bulk
from shared.domain.interaction import Interaction
from shared.domain.jobs import JobKind
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.tagging import MOST_TAGS
from shared.ports import Create, Query
from shared.usecases.bulk_apply import bulk_worker
from shared.usecases.run_job import run_job
from tests.builders import NOON, make_item
from tests.functions.api import Browser, World, fields, make_world, problem
from tests.unit.usecases.bulk_bench import THANKS, reviews, with_draft

FORBIDDEN = "Вы получите возврат денег на карту, напишите нам на почту shop@example.com"


def shop(*items: Interaction, text: str = THANKS) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    prepared = [with_draft(item, text) for item in items]
    world.put(browser.seller, *(item for item, _ in prepared))
    world.counting.of_seller(browser.seller).commit([Create(draft) for _, draft in prepared])
    return world, browser


def request(items: list[Interaction], action: str = "send", **facts: Any) -> dict[str, Any]:
    draft = "1" if action == "send" else ""
    known = {
        "action": action,
        "items": [[item.id, 1, draft] for item in items],
        "client_request_id": str(uuid.UUID(int=1)),
    }
    return known | facts


def work(world: World, browser: Browser) -> None:
    outside = world.outside
    worker = bulk_worker(
        stores=outside.stores, queue=outside.queue, clock=outside.clock, judge=outside.judge
    )
    for task in [one for one in world.queue.waiting if one.queue == "jobs"]:
        run_job(
            browser.seller,
            task.payload["job"],
            workers={JobKind.BULK: worker},
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
        )


def test_what_was_looked_at_is_sent_watched_and_taken_back() -> None:
    items = reviews(3)
    world, browser = shop(*items)

    seen = browser.post("/bulk/preview", {"action": "send", "filter": {"view": "attention"}})
    lines = seen.get_json()["lines"]
    begun = browser.post("/bulk/apply", request(items))
    name = begun.get_json()["id"]
    work(world, browser)
    done = browser.get(f"/bulk/{name}").get_json()
    undone = browser.post(f"/bulk/{name}/undo").get_json()

    assert [line["id"] for line in lines] == [item.id for item in reversed(items)]
    assert {line["draft"]["text"] for line in lines} == {THANKS}
    assert {line["row"]["buyer"] for line in lines} == {"Покупатель"}
    assert (begun.status_code, begun.get_json()["waiting"]) == (202, 3)
    assert (done["done"], done["is_over"], done["can_undo"]) == (3, True, True)
    assert done["undo_until"] == "2026-11-22T12:00:10.300000Z"
    assert (undone["undone"], undone["is_undone"], undone["can_undo"]) == (3, True, False)
    replies = world.counting.of_seller(browser.seller).find(Query(kind=Reply))
    assert {stored.value.state for stored in replies} == {ReplyState.CANCELLED}


def test_words_that_the_seller_has_changed_are_sent_instead_of_the_draft() -> None:
    items = reviews(2)
    world, browser = shop(*items)
    own = "Спасибо за отзыв, носите с удовольствием!"

    begun = browser.post("/bulk/apply", request(items, texts={items[0].id: own}))
    again = browser.post("/bulk/apply", request(items, texts={items[0].id: own + " Ждём вас."}))
    work(world, browser)

    store = world.counting.of_seller(browser.seller)
    sent = {one.value.interaction: one.value.text for one in store.find(Query(kind=Reply))}
    assert (begun.status_code, again.status_code) == (202, 409)
    assert sent == {items[0].id: own, items[1].id: THANKS}
    (deed,) = store.find(Query(kind=Bulk))
    assert {line.text for line in deed.value.lines} == {""}


def test_a_draft_that_the_seller_has_changed_is_not_named_as_one_to_send() -> None:
    items = reviews(2)
    world, browser = shop(*items)

    browser.post("/bulk/apply", request(items, texts={items[0].id: "Спасибо за отзыв!"}))

    (deed,) = world.counting.of_seller(browser.seller).find(Query(kind=Bulk))
    named = [(one.draft, one.changed) for one in deed.value.lines]
    assert named == [("", "1"), ("1", "")]


def test_words_that_break_the_rules_are_left_out_as_a_draft_would_be() -> None:
    items = reviews(1)
    world, browser = shop(*items)

    body = request(items, texts={items[0].id: FORBIDDEN})
    name = browser.post("/bulk/apply", body).get_json()["id"]
    work(world, browser)

    done = browser.get(f"/bulk/{name}").get_json()
    assert [one["code"] for one in done["problems"]] == ["blocked"]


def test_what_is_left_out_says_why_before_and_after() -> None:
    (good,) = reviews(1)
    world, browser = shop(good)
    bad = make_item(external_id="bad")
    prepared, draft = with_draft(bad, FORBIDDEN)
    world.put(browser.seller, prepared)
    world.counting.of_seller(browser.seller).commit([Create(draft)])

    seen = browser.post(
        "/bulk/preview", {"action": "send", "items": [[good.id, 1], [bad.id, 1], ["nobody", 1]]}
    ).get_json()
    name = browser.post("/bulk/apply", request([good, bad])).get_json()["id"]
    work(world, browser)
    done = browser.get(f"/bulk/{name}").get_json()

    assert [line["left_out"] for line in seen["lines"]] == [None, "blocked", "gone"]
    assert seen["lines"][1]["draft"]["findings"]
    assert seen["lines"][2]["row"] is None
    assert done["problems"] == [
        {
            "id": bad.id,
            "outcome": "left_out",
            "code": "blocked",
            "why": "Черновик нарушает правила",
        }
    ]


def test_a_long_list_is_previewed_in_parts() -> None:
    items = reviews(51)
    _, browser = shop(*items)

    seen = browser.post("/bulk/preview", {"action": "close", "filter": {"q": ""}}).get_json()

    assert (len(seen["lines"]), len(seen["rest"]), seen["total"]) == (50, 1, 51)
    assert not seen["is_cut"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "send"}, "items"),
        ({"action": "send", "items": [["a", 1]], "filter": {}}, "items"),
        ({"action": "send", "items": [["a", 1]] * 51}, "items"),
        ({"action": "send", "items": [["a/b", 1]]}, "items.0.0"),
        ({"action": "send", "filter": {"cursor": "x"}}, "filter.cursor"),
    ],
)
def test_an_odd_preview_is_refused(body: dict[str, Any], field: str) -> None:
    _, browser = shop()

    answer = browser.post("/bulk/preview", body)

    assert problem(answer) == (422, "invalid")
    assert list(fields(answer)) == [field]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"action": "snooze"}, "snoozed_until"),
        ({"action": "close", "snoozed_until": "2026-11-23T12:00:00Z"}, "snoozed_until"),
        ({"action": "snooze", "snoozed_until": "2026-11-20T12:00:00Z"}, "snoozed_until"),
        ({"items": []}, "items"),
        ({"items": [["__x__", 1, "1"]]}, "items.0.0"),
        ({"items": [["a", 1, ""]] * (MOST_ITEMS + 1)}, "items"),
        ({"action": "close", "texts": {"a": "x"}, "items": [["a", 1, ""]]}, ""),
        ({"texts": {"b": "x"}, "items": [["a", 1, "1"]]}, ""),
        ({"texts": {"a": ""}, "items": [["a", 1, "1"]]}, "texts.a"),
        ({"action": "tag"}, "tags"),
        ({"action": "close", "tags": ["брак"]}, "tags"),
        ({"action": "tag", "tags": ["<b>"]}, "tags.0"),
    ],
)
def test_an_odd_deed_is_refused(facts: dict[str, Any], field: str) -> None:
    _, browser = shop()

    answer = browser.post("/bulk/apply", request(reviews(1)) | facts)

    assert problem(answer) == (422, "invalid")
    assert field in list(fields(answer))


def test_the_largest_deed_fits_into_a_request() -> None:
    world, browser = shop()
    items = [[f"x{number:025}", 1000, "12"] for number in range(MOST_ITEMS)]

    answer = browser.post("/bulk/apply", request([]) | {"items": items})
    work(world, browser)

    assert answer.status_code == 202
    done = browser.get(f"/bulk/{answer.get_json()['id']}").get_json()
    assert (done["left_out"], done["total"], done["is_over"]) == (MOST_ITEMS, MOST_ITEMS, True)


def test_one_request_is_one_deed_and_time_ends_its_undoing() -> None:
    items = reviews(2)
    world, browser = shop(*items)

    first, again = (browser.post("/bulk/apply", request(items, "close")) for _ in range(2))
    other = browser.post("/bulk/apply", request(items[:1], "close"))
    work(world, browser)
    world.pass_time(minutes=11)
    late = browser.post(f"/bulk/{first.get_json()['id']}/undo")

    assert first.get_json() == again.get_json()
    assert problem(other) == (409, "conflict")
    assert problem(late) == (409, "conflict")
    assert browser.get("/inbox/counts").get_json()["views"]["done"]["review"] == 2


def test_many_are_put_off_to_one_moment() -> None:
    items = reviews(2)
    world, browser = shop(*items)
    until = (NOON + timedelta(hours=2)).isoformat()

    begun = browser.post("/bulk/apply", request(items, "snooze", snoozed_until=until))
    work(world, browser)

    assert begun.status_code == 202
    assert browser.get("/inbox/counts").get_json()["views"]["snoozed"]["review"] == 2


def test_many_get_a_tag_and_lose_only_that_again() -> None:
    items = reviews(3)
    world, browser = shop(*items)
    for item, tags in ((items[0], ["Брак"]), (items[1], [str(at) for at in range(MOST_TAGS)])):
        browser.ask("PATCH", f"/interactions/{item.id}", body={"tags": tags})

    def tags_of(item: Interaction) -> list[str]:
        tags: list[str] = browser.get(f"/interactions/{item.id}").get_json()["tags"]
        return tags

    looked = {"action": "tag", "items": [[item.id, 1] for item in items], "tags": ["брак", "опт"]}
    lines = browser.post("/bulk/preview", looked).get_json()["lines"]
    body = request(items, "tag", tags=["брак", "опт"])
    begun = browser.post("/bulk/apply", body)
    other = browser.post("/bulk/apply", body | {"tags": ["опт"]})
    work(world, browser)
    name = begun.get_json()["id"]
    done = browser.get(f"/bulk/{name}").get_json()
    between = [tags_of(item) for item in (items[0], items[2])]
    undone = browser.post(f"/bulk/{name}/undo").get_json()

    assert [line["left_out"] for line in lines] == [None, "tags_full", None]
    assert (begun.status_code, other.status_code) == (202, 409)
    assert (done["done"], [one["code"] for one in done["problems"]]) == (2, ["tags_full"])
    assert between == [["Брак", "опт"], ["брак", "опт"]]
    assert undone["undone"] == 2
    assert [tags_of(item) for item in (items[0], items[2])] == [["Брак"], []]
