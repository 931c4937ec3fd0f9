"""Approving through the API: once, for what was seen, taken back in time, sent again."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.ids import hash_text
from shared.domain.interaction import (
    Interaction,
    Photo,
)
from shared.domain.products.card import Picture
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.ports import Patch
from tests.builders import NOON, make_item
from tests.functions.api import Browser, World, fields, problem
from tests.functions.conversation import TEXT, reply_body, shop

WEBP = Picture(content=b"RIFF....WEBP", content_type="image/webp")


def test_a_check_finds_what_approval_would_refuse() -> None:
    item = make_item()
    _, browser = shop(item)
    text = "Пишите нам на почту shop@example.com, вернём деньги завтра"

    found = browser.post("/checks", {"interaction_id": item.id, "text": text}).get_json()
    refused = browser.post(f"/interactions/{item.id}/reply", reply_body(text))

    assert {one["severity"] for one in found["findings"]} >= {"block"}
    assert problem(refused) == (422, "guardrails")
    assert refused.get_json()["findings"] == found["findings"]
    for one in found["findings"]:
        assert 0 <= one["start"] <= one["end"] <= len(text)


def test_a_reply_is_approved_once_however_often_it_is_asked() -> None:
    item = make_item()
    world, browser = shop(item)

    answers = [browser.post(f"/interactions/{item.id}/reply", reply_body()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202] * 3
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    reply = answers[0].get_json()
    assert reply["title"] == "Отправится через 10 с"
    assert reply["can_cancel"]
    assert reply["cancel_until"] == "2026-11-22T12:00:10Z"
    assert [step["state"] for step in reply["history"]] == ["approved"]
    assert len(world.queue.waiting) == 1
    assert browser.get(f"/interactions/{item.id}").get_json()["reply"]["id"] == reply["id"]
    row = browser.get("/inbox").get_json()["items"][0]
    assert (row["reply_state"], row["needs_response"]) == ("approved", False)


def test_other_words_under_the_same_request_are_a_conflict() -> None:
    item = make_item()
    _, browser = shop(item)
    browser.post(f"/interactions/{item.id}/reply", reply_body())

    again = browser.post(f"/interactions/{item.id}/reply", reply_body(TEXT + " Ждём вас."))

    assert problem(again) == (409, "conflict")


def test_only_one_reply_flies() -> None:
    item = make_item()
    _, browser = shop(item)
    first = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()
    second = reply_body(client_request_id=str(uuid.UUID(int=2)), revision=2)

    answer = browser.post(f"/interactions/{item.id}/reply", second)

    assert problem(answer) == (409, "reply_in_flight")
    assert answer.get_json()["detail"] == first["id"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"text_hash": hash_text("другое")}, "invalid", "text_hash"),
        ({"text_hash": "A" * 64}, "invalid", "text_hash"),
        ({"send_at": "2027-11-22T12:00:00Z"}, "invalid", "send_at"),
        ({"send_at": "2026-11-22T11:00:00Z"}, "invalid", "send_at"),
        ({"client_request_id": "1"}, "invalid", "client_request_id"),
        ({"revision": "1"}, "invalid", "revision"),
        ({"revision": True}, "invalid", "revision"),
        ({"confirm": "yes"}, "invalid", "confirm"),
        ({"state": "sent"}, "invalid", "state"),
        ({"author": "system"}, "invalid", "author"),
    ],
)
def test_a_wrong_approval_names_the_field(changes: dict[str, Any], code: str, field: str) -> None:
    item = make_item()
    _, browser = shop(item)

    answer = browser.post(f"/interactions/{item.id}/reply", reply_body(**changes))

    assert problem(answer) == (422, code)
    assert fields(answer) == [field]


def test_words_may_be_missing_only_beside_a_file() -> None:
    item = make_item()
    _, browser = shop(item)

    answer = browser.post(
        f"/interactions/{item.id}/reply", reply_body(text="", text_hash=hash_text(""))
    )

    assert problem(answer) == (422, "guardrails")
    assert [one["rule"] for one in answer.get_json()["findings"]] == ["empty_text"]


def test_an_old_revision_cannot_be_approved() -> None:
    item = replace(make_item(), revision=5)
    _, browser = shop(item)

    answer = browser.post(f"/interactions/{item.id}/reply", reply_body(revision=4))

    assert problem(answer) == (409, "conflict")


def test_an_approval_can_be_taken_back_and_not_repeated_thereafter() -> None:
    item = make_item()
    _, browser = shop(item)
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()["id"]

    cancelled = [browser.post(f"/replies/{reply}/cancel") for _ in range(2)]
    retried = browser.post(f"/replies/{reply}/retry", {})

    assert [answer.get_json()["state"] for answer in cancelled] == ["cancelled"] * 2
    assert problem(retried) == (409, "conflict")
    assert browser.get(f"/replies/{reply}").get_json()["title"] == "Отменено"


def fail_reply(world: World, browser: Browser, item: Interaction, reply: str) -> None:
    store = world.counting.of_seller(browser.seller)
    stored = store.get(Interaction, item.id)
    assert stored is not None
    mark = stored.value.work.reply
    assert mark is not None
    store.commit(
        [
            Patch(
                Reply,
                (reply,),
                {"state": ReplyState.FAILED, "due_at": None, "reason": "unreachable"},
            ),
            Patch(
                Interaction,
                (item.id,),
                {"work.reply": replace(mark, state="failed"), "revision": 3},
            ),
        ]
    )


def test_a_failed_reply_is_sent_again_once() -> None:
    item = make_item()
    world, browser = shop(item)
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()["id"]
    fail_reply(world, browser, item, reply)

    shown = browser.get(f"/replies/{reply}").get_json()
    again = [browser.post(f"/replies/{reply}/retry") for _ in range(2)]

    assert shown["title"] == "Не отправлено: WB долго не отвечал"
    assert shown["reason"] == "WB долго не отвечал"
    assert [answer.status_code for answer in again] == [202] * 2
    assert len({answer.get_json()["id"] for answer in again} - {reply}) == 1


def test_sending_has_begun_so_it_is_too_late_to_cancel() -> None:
    item = make_item()
    world, browser = shop(item)
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()["id"]
    sending = {"state": ReplyState.SENDING, "claimed_at": NOON}
    world.counting.of_seller(browser.seller).commit([Patch(Reply, (reply,), sending)])

    answer = browser.post(f"/replies/{reply}/cancel")

    assert problem(answer) == (409, "conflict")
    assert answer.get_json()["title"] == "Ответ уже отправляется, отменить нельзя"


def test_a_picture_comes_through_the_api_and_may_be_kept() -> None:
    url = "https://basket-01.wbbasket.ru/photo.webp"
    item = make_item(photos=(Photo(full=url, mini=url),))
    world, browser = shop(item)
    world.cards.add_photo(url, WEBP)
    path = browser.get(f"/interactions/{item.id}").get_json()["source"]["photos"][0]["full"]

    answer = browser.get(path.removeprefix("/api"))

    assert (answer.status_code, answer.data) == (200, WEBP.content)
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_open_only_for_whom_their_address_was_signed() -> None:
    url = "https://basket-01.wbbasket.ru/photo.webp"
    item = make_item(photos=(Photo(full=url, mini=url),))
    world, browser = shop(item)
    world.cards.add_photo(url, WEBP)
    path = browser.get(f"/interactions/{item.id}").get_json()["source"]["photos"][0]["full"]
    path = path.removeprefix("/api")
    stranger = world.seller("other@example.com")
    hidden = browser.get("/inbox").get_json()["items"][0]["product"]["photo"]

    assert stranger.get(path).status_code == 404
    assert world.visitor().get(path).status_code == 401
    assert browser.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    assert browser.get("/photos/aHR0cDovLzE2OS4yNTQuMTY5LjI1NC8").status_code == 404
    assert browser.get(hidden.removeprefix("/api")).status_code == 404
    world.cards.is_down = True
    assert problem(browser.get(path)) == (503, "unavailable")
