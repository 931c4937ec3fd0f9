"""One interaction through the API: reading, editing, drafts, checks, replies, pictures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.drafts.draft import Draft, Finding, Method, Severity
from shared.domain.drafts.drafting import basis_of
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import (
    Answer,
    AnswerState,
    Channel,
    Interaction,
    Link,
    Message,
    Photo,
    ReplyMark,
    Sender,
    Work,
)
from shared.domain.products.card import Card, Characteristic
from shared.domain.queue import queue_state
from shared.domain.replies.states import ReplyState
from shared.domain.settings import DEFAULT_SETTINGS
from shared.domain.understanding import DraftMark
from shared.ports import Create, Patch, Put
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import World, fields, problem
from tests.functions.conversation import TEXT, reply_body, shop


def drafted(item: Interaction, number: str = "1") -> tuple[Interaction, Draft]:
    mark = DraftMark(id=number, basis=basis_of(item), method="template", made_at=NOON)
    draft = Draft(
        id=number,
        interaction=item.id,
        text=TEXT,
        method=Method.TEMPLATE,
        model="",
        prompt_version="1",
        basis=basis_of(item),
        made_at=NOON,
        findings=(Finding(rule="r", severity=Severity.WARN, start=0, end=5, message="Длинно"),),
    )
    return replace(item, ai=replace(item.ai, draft=mark)), draft


def test_a_conversation_is_one_answer() -> None:
    other = make_item(Channel.QUESTION, "Q1", text="Есть размер 44?")
    item, draft = drafted(
        make_item(
            rating=2,
            text="Пришла не та",
            pros="Цвет",
            tags=("Не тот товар",),
            photos=(Photo(full="https://a.wbbasket.ru/f", mini="https://a.wbbasket.ru/m"),),
            answer=Answer(
                text="Уточним", state=AnswerState.REJECTED, editable=True, noticed_at=NOON
            ),
        )
    )
    link = Link(other=other.id, kind="probabilistic", rule="same_product", confidence=0.4)
    missing = Link(other=InteractionId("x" * 26), kind="k", rule="r", confidence=1.0)
    item = replace(item, links=(link, missing))
    world, browser = shop(item, other)
    card = Card(
        nm_id=item.source.product.nm_id,
        name="Футболка",
        characteristics=(Characteristic(name="Состав", value="Хлопок"),),
    )
    world.counting.of_seller(browser.seller).commit([Create(draft), Create(card)])
    world.bill().clear()

    answer = browser.get(f"/interactions/{item.id}").get_json()

    assert answer["row"]["id"] == item.id
    assert answer["source"]["text"] == "Пришла не та"
    assert answer["source"]["answer"] == {
        "text": "Уточним",
        "state": "rejected",
        "editable": True,
        "by": "cabinet",
        "at": "2026-11-22T12:00:00Z",
        "at_kind": "noticed",
    }
    assert answer["source"]["photos"][0]["full"].startswith("/api/photos/")
    assert answer["draft"]["text"] == TEXT
    assert answer["draft"]["findings"][0]["rule"] == "r"
    assert [one["id"] for one in answer["links"]] == [other.id]
    assert answer["product_card"]["characteristics"] == [{"name": "Состав", "value": "Хлопок"}]
    assert answer["can"]["limits"] == {"least": 2, "most": 5000, "advised": 500}
    assert (answer["can"]["edits"], answer["can"]["files"], answer["claims"]) == (1, None, [])
    assert (answer["messages"], answer["reply"]) == (None, None)
    assert world.bill().reads.total() <= 8


def test_a_draft_for_older_words_is_not_shown() -> None:
    item, draft = drafted(make_item())
    item = replace(item, source=replace(item.source, text="Передумал, верните деньги"))
    world, browser = shop(item)
    world.counting.of_seller(browser.seller).commit([Create(draft)])

    answer = browser.get(f"/interactions/{item.id}").get_json()

    assert answer["draft"] is None
    assert answer["row"]["draft_ready"] is False


def test_a_chat_pages_back_to_its_first_message() -> None:
    chat = make_chat()
    world, browser = shop(chat)
    store = world.counting.of_seller(browser.seller)
    for number in range(120):
        message = Message(
            id=f"m{number:03}",
            interaction=chat.id,
            sender=Sender.CLIENT,
            sent_at=NOON - timedelta(minutes=119 - number),
            text=f"{number}",
            photos=(Photo(full="https://a.wbbasket.ru/f", mini="https://a.wbbasket.ru/m"),),
        )
        store.commit([Create(message)])

    page = browser.get(f"/interactions/{chat.id}").get_json()["messages"]
    pages = [page]
    while page["next_cursor"]:
        path = f"/interactions/{chat.id}/messages"
        page = browser.get(path, cursor=page["next_cursor"]).get_json()
        pages.insert(0, page)

    assert [one["text"] for page in pages for one in page["items"]] == [str(n) for n in range(120)]
    assert browser.get(f"/interactions/{chat.id}/messages", limit=7).status_code == 200


def test_a_chat_says_whose_turn_it_is_and_where_the_seller_wrote() -> None:
    times = {f"m{minute}": NOON + timedelta(minutes=minute) for minute in (1, 2)}
    chat = make_chat(pending=times, answered_at=NOON)
    world, browser = shop(chat)
    store = world.counting.of_seller(browser.seller)
    for number, source in enumerate(("seller-public-api", "seller-portal", "android")):
        message = Message(
            id=f"s{number}",
            interaction=chat.id,
            sender=Sender.SELLER,
            sent_at=NOON - timedelta(minutes=9 - number),
            text="Здравствуйте",
            source=source,
        )
        store.commit([Create(message)])

    answer = browser.get(f"/interactions/{chat.id}").get_json()

    row = answer["row"]
    assert (row["chat_state"], row["unread"], row["unread_count"]) == ("client-replied", True, 2)
    assert [one["by"] for one in answer["messages"]["items"]] == ["inbox", "cabinet", "cabinet"]


def test_a_reply_that_wb_does_not_show_in_time_is_marked() -> None:
    sent = ReplyMark(id="r", state=ReplyState.SENT, at=NOON - timedelta(hours=4), text_hash="h")
    late = make_item(external_id="late")
    _, browser = shop(settle(late, Work(reply=sent)))

    row = browser.get(f"/interactions/{late.id}").get_json()["row"]

    assert (row["needs_response"], row["reply_overdue"]) == (True, True)
    assert (row["chat_state"], row["closed_by"], row["unread_count"]) == (None, None, 1)


def test_a_review_that_wb_archived_says_so() -> None:
    old = make_item(created_at=NOON - timedelta(days=31))
    _, browser = shop(old)

    row = browser.get(f"/interactions/{old.id}").get_json()["row"]

    assert (row["status"], row["closed_by"], row["needs_response"]) == ("closed", "wb", False)


def settle(item: Interaction, work: Work) -> Interaction:
    queue = queue_state(item.channel, item.source, item.ai, work, DEFAULT_SETTINGS, NOON)
    return replace(item, work=work, queue=queue)


def test_a_person_closes_reopens_puts_off_and_notes() -> None:
    item = make_item()
    world, browser = shop(item)
    path = f"/interactions/{item.id}"

    def patch(body: Mapping[str, Any]) -> dict[str, Any]:
        answer = browser.ask("PATCH", path, body=body)
        assert answer.status_code == 200, answer.text
        row: dict[str, Any] = answer.get_json()["row"]
        return row

    assert patch({"status": "closed"})["status"] == "closed"
    assert patch({"status": "open"})["status"] == "open"
    assert patch({"snoozed_until": "2026-11-22T18:00:00+03:00"})["view"] == "snoozed"
    assert patch({"snoozed_until": None})["view"] == "attention"
    assert patch({"note": "Позвонить"})["revision"] == 3
    world.bill().clear()
    assert patch({"note": "Позвонить"})["revision"] == 3
    assert patch({})["revision"] == 3
    assert world.bill().writes.total() == 0
    assert browser.get(path).get_json()["note"] == "Позвонить"
    counts = browser.get("/inbox/counts").get_json()["views"]
    assert counts["attention"]["review"] == 1


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-22T11:59:59Z",
        "2028-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-23T12:00:00",
        1795348800,
    ],
)
def test_an_item_is_put_off_to_a_near_moment_only(moment: Any) -> None:
    item = make_item()
    _, browser = shop(item)

    answer = browser.ask("PATCH", f"/interactions/{item.id}", body={"snoozed_until": moment})

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == ["snoozed_until"]


def test_looking_clears_unread_and_keeps_the_revision() -> None:
    chat = make_chat()
    world, browser = shop(chat)
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=40)
    assert browser.get("/inbox").get_json()["items"][0]["unread"]

    for _ in range(2):
        assert browser.post(f"/interactions/{chat.id}/read").status_code == 204

    row = browser.get("/inbox").get_json()["items"][0]
    assert (row["unread"], row["revision"]) == (False, 1)
    world.pass_time(seconds=1)
    changed = browser.get("/inbox/changes", since=since).get_json()["changed"]
    assert [one["unread"] for one in changed] == [False]


def test_what_one_tab_has_looked_at_another_shows_as_read() -> None:
    chat = make_chat()
    world, browser = shop(chat)
    world.pass_time(minutes=1)
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=1)
    note = {"note": "Позвонить"}
    browser.ask("PATCH", f"/interactions/{chat.id}", body=note)
    world.pass_time(seconds=1)
    noted = browser.get("/inbox/changes", since=since).get_json()
    world.pass_time(seconds=1)

    browser.post(f"/interactions/{chat.id}/read")
    read = browser.get("/inbox/changes", since=noted["next"]).get_json()

    assert [one["unread"] for one in noted["changed"]] == [True]
    assert [one["unread"] for one in read["changed"]] == [False]
    assert browser.get("/inbox/changes", since=read["next"]).get_json()["changed"] == []


def test_looking_twice_writes_once() -> None:
    item = make_item()
    world, browser = shop(item)
    browser.post(f"/interactions/{item.id}/read")
    world.bill().clear()

    browser.post(f"/interactions/{item.id}/read")

    assert world.bill().writes.total() == 0


def test_a_draft_at_hand_is_given_at_once() -> None:
    item, draft = drafted(make_item())
    world, browser = shop(item)
    world.counting.of_seller(browser.seller).commit([Create(draft)])

    answer = browser.post(f"/interactions/{item.id}/draft", {})

    assert (answer.status_code, answer.get_json()["text"]) == (200, TEXT)
    assert world.queue.waiting == ()


def writing(world: World, seller: SellerId, item: Interaction, number: str) -> World:
    """The same world with a drafting function that answers while the API waits."""
    store = world.counting.of_seller(seller)
    sleep = world.outside.sleep

    def work(seconds: float) -> None:
        sleep(seconds)
        if not world.queue.waiting or len(world.slept) < 3:
            return
        marked, draft = drafted(item, number)
        fields = {"ai.draft": marked.ai.draft}
        store.commit([Put(draft), Patch(Interaction, (item.id,), fields)])

    world.outside = replace(world.outside, sleep=work)
    return world


def test_a_draft_that_comes_in_time_is_in_the_answer() -> None:
    item = make_item()
    world, browser = shop(item)
    writing(world, browser.seller, item, "1")
    quick = world.visitor(outside=world.outside)
    quick.client.set_cookie("__Host-session", browser.token, domain="localhost", secure=True)

    answer = quick.post(f"/interactions/{item.id}/draft")

    assert answer.status_code == 200
    assert answer.get_json()["text"] == TEXT


def test_a_slow_draft_comes_later_and_is_asked_for_once() -> None:
    item = make_item()
    world, browser = shop(item)

    answers = [browser.post(f"/interactions/{item.id}/draft") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202] * 3
    assert sum(world.slept) == pytest.approx(2.5 * 3)
    assert len(world.queue.waiting) == 1
    task = world.queue.waiting[0]
    assert task.payload == {"seller": browser.seller, "interaction": item.id, "cause": "request"}


def test_another_draft_discards_the_one_at_hand() -> None:
    item, draft = drafted(make_item())
    world, browser = shop(item)
    world.counting.of_seller(browser.seller).commit([Create(draft)])

    answer = browser.post(f"/interactions/{item.id}/draft", {"regenerate": True})

    assert answer.status_code == 202
    stored = world.counting.of_seller(browser.seller).get(Interaction, item.id)
    assert stored is not None
    assert stored.value.ai.draft is not None
    assert (stored.value.ai.draft.id, stored.value.ai.draft.basis) == ("1", "")
    assert len(world.queue.waiting) == 1


def test_no_draft_is_made_for_what_needs_no_answer() -> None:
    done, item = make_item(external_id="done", answer=Answer(text="Да")), make_item()
    _, browser = shop(done, item)
    browser.post(f"/interactions/{item.id}/reply", reply_body())

    settled = browser.post(f"/interactions/{done.id}/draft")
    flying = browser.post(f"/interactions/{item.id}/draft")

    assert problem(settled) == (409, "conflict")
    assert problem(flying) == (409, "reply_in_flight")
