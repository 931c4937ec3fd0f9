"""Replies through the API: the one edit, the hold on sending, words for every step, examples."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.ids import ReplyId, hash_text, interaction_id
from shared.domain.interaction import Answer, AnswerState, Channel, Interaction, Origin
from shared.domain.replies.reply import Reply, Step
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import Switch
from shared.ports import Patch
from shared.usecases.dispatch_reply import dispatch_reply
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, World, fields, make_world, problem

TEXT = "Спасибо за отзыв, рады, что вам понравилось!"
BETTER = "Спасибо за отзыв, очень рады, что вам понравилось!"


def shop(*items: Interaction, **changes: Any) -> tuple[World, Browser]:
    world = make_world(**changes)
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def answered(**facts: Any) -> Interaction:
    answer = Answer(text=TEXT, state=AnswerState.WB_RU, editable=True)
    return make_item(answer=replace(answer, **facts))


def reply_body(text: str = TEXT, **facts: Any) -> dict[str, Any]:
    known = {
        "text": text,
        "text_hash": hash_text(text),
        "revision": 1,
        "client_request_id": str(uuid.UUID(int=1)),
    }
    return known | facts


def edit_body(text: str = BETTER, **facts: Any) -> dict[str, Any]:
    known = {
        "text": text,
        "reason": "Опечатка",
        "revision": 1,
        "client_request_id": str(uuid.UUID(int=2)),
    }
    return known | facts


def edit(browser: Browser, item: Interaction, **facts: Any) -> Any:
    return browser.ask("PUT", f"/interactions/{item.id}/reply", body=edit_body(**facts))


def dispatch(world: World, browser: Browser, reply: str) -> None:
    dispatch_reply(
        browser.seller,
        ReplyId(reply),
        stores=world.outside.stores,
        marketplaces=world.marketplaces,
        vault=world.vault,
        queue=world.queue,
        clock=world.clock,
        ids=world.outside.ids,
        files=world.outside.files,
    )


# --- the one edit


def test_the_budget_is_shown_and_the_edit_is_spent_once() -> None:
    item = answered()
    _, browser = shop(item)

    before = browser.get(f"/interactions/{item.id}").get_json()["edit"]
    first = [edit(browser, item) for _ in range(3)]
    after = browser.get(f"/interactions/{item.id}").get_json()

    assert before["allowed"]
    assert before["title"].startswith("Осталась одна правка")
    assert [answer.status_code for answer in first] == [202] * 3
    assert len({answer.get_json()["id"] for answer in first}) == 1
    reply = first[0].get_json()
    assert (reply["kind"], reply["edit_reason"]) == ("edit", "Опечатка")
    assert reply["title"] == "Правка отправится через 10 с"
    assert (after["edit"]["allowed"], after["edit"]["title"]) == (
        False,
        "Другой ответ ещё отправляется",
    )
    assert after["reply"]["id"] == reply["id"]


def test_a_question_tells_until_when_it_can_be_edited() -> None:
    answer = Answer(text=TEXT, editable=True, created_at=NOON - timedelta(days=10))
    item = make_item(Channel.QUESTION, "Q1", answer=answer)
    _, browser = shop(item)

    shown = browser.get(f"/interactions/{item.id}").get_json()["edit"]

    assert shown == {
        "allowed": True,
        "until": "2027-01-11T12:00:00Z",
        "title": "Осталась одна правка до 11.01.2027",
    }


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (answered(editable=False), "WB больше не разрешает исправить этот ответ"),
        (make_item(), "WB ещё не показывает ответа: править пока нечего"),
        (make_chat(), "Сообщение в чате изменить нельзя"),
    ],
)
def test_an_edit_that_is_not_to_be_had_says_why(item: Interaction, title: str) -> None:
    _, browser = shop(item)

    refused = edit(browser, item)

    assert problem(refused) == (409, "conflict")
    assert refused.get_json()["title"] == title


@pytest.mark.parametrize(
    ("change", "code", "title"),
    [
        ({"text": "Совсем другой новый ответ"}, "conflict", "другой текст"),
        ({"reason": "Передумали"}, "conflict", "другой текст"),
        ({"client_request_id": str(uuid.UUID(int=3))}, "reply_in_flight", "ещё отправляется"),
    ],
)
def test_another_edit_under_way_is_a_conflict(
    change: dict[str, str], code: str, title: str
) -> None:
    item = answered()
    _, browser = shop(item)
    edit(browser, item)

    refused = edit(browser, item, **change)

    assert problem(refused) == (409, code)
    assert title in refused.get_json()["title"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "я" * 301}, "reason"),
        ({"text": ""}, "text"),
        ({"text_hash": hash_text("другое")}, "text_hash"),
        ({"send_at": "2026-11-23T12:00:00Z"}, "send_at"),
    ],
)
def test_a_wrong_edit_names_the_field(change: dict[str, str], field: str) -> None:
    item = answered()
    _, browser = shop(item)

    refused = edit(browser, item, **change)

    assert problem(refused) == (422, "invalid")
    assert fields(refused) == [field]


def test_the_same_text_and_an_old_view_are_no_edit() -> None:
    item = answered()
    _, browser = shop(item)

    assert edit(browser, item, text=TEXT).get_json()["title"].startswith("Новый текст не отли")
    assert problem(edit(browser, item, revision=9)) == (409, "conflict")


def test_the_guardrails_hold_for_an_edit() -> None:
    item = answered()
    _, browser = shop(item)

    refused = edit(browser, item, text="Пишите нам на shop@example.com, всё решим")

    assert problem(refused) == (422, "guardrails")


def test_a_strangers_answer_cannot_be_edited() -> None:
    item = answered()
    world, _ = shop(item)
    stranger = world.seller("other@example.com")

    assert problem(edit(stranger, item)) == (404, "not_found")


# --- the hold on sending


def test_while_sending_is_paused_the_app_says_so_and_accepts_replies() -> None:
    item, switch = make_item(), [Switch(paused=True)]
    world, browser = shop(item, switch=lambda: switch[0])

    assert browser.get("/inbox/changes").get_json()["sending_paused"]
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()
    world.pass_time(seconds=30)
    waiting = browser.get(f"/replies/{reply['id']}").get_json()
    assert waiting["title"] == "Отправка приостановлена: ответ ждёт"
    assert waiting["can_cancel"]
    switch[0] = Switch()
    assert browser.get(f"/replies/{reply['id']}").get_json()["title"] == "Отправляем…"
    assert not browser.get("/inbox/changes").get_json()["sending_paused"]


# --- a chosen moment


def test_a_reply_for_later_says_when_and_can_be_taken_back() -> None:
    item = make_item()
    _, browser = shop(item)
    body = reply_body(send_at="2026-11-23T09:30:00+03:00")

    reply = browser.post(f"/interactions/{item.id}/reply", body).get_json()
    other = browser.post(f"/interactions/{item.id}/reply", reply_body())

    assert reply["title"] == "Отправится 23.11 в 09:30"
    assert reply["send_at"] == reply["due_at"] == "2026-11-23T06:30:00Z"
    assert problem(other) == (409, "conflict")
    assert browser.post(f"/replies/{reply['id']}/cancel").get_json()["state"] == "cancelled"
    row = browser.get("/inbox").get_json()["items"][0]
    assert row["needs_response"]


# --- words for every step


def test_the_history_tells_each_step_in_words() -> None:
    item = make_item()
    world, browser = shop(item)
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()["id"]
    steps = (
        Step(state=ReplyState.APPROVED, at=NOON),
        Step(state=ReplyState.SENDING, at=NOON),
        Step(state=ReplyState.APPROVED, at=NOON, detail="WB просит подождать"),
        Step(state=ReplyState.BLOCKED, at=NOON, detail="token"),
        Step(state=ReplyState.APPROVED, at=NOON),
        Step(state=ReplyState.UNKNOWN, at=NOON),
        Step(state=ReplyState.APPROVED, at=NOON, detail="resend"),
        Step(state=ReplyState.CONFIRMED, at=NOON, detail="reviewRequired"),
        Step(state=ReplyState.CONFIRMED, at=NOON, detail="wbRu"),
        Step(state=ReplyState.FAILED, at=NOON, detail="gone"),
    )
    store = world.counting.of_seller(browser.seller)
    store.commit([Patch(Reply, (reply,), {"trail": steps})])

    history = browser.get(f"/replies/{reply}").get_json()["history"]

    assert [step["title"] for step in history] == [
        "Одобрено",
        "Отправляем в WB",
        "Не ушло, попробуем ещё: WB просит подождать",
        "Ждёт ключ WB",
        "Снова в очереди",
        "Неизвестно, дошло ли: ищем в WB",
        "В WB ответа нет: отправим ещё раз",
        "Принято WB, на проверке",
        "Опубликовано",
        "Не отправлено: WB не находит этого обращения",
    ]
    assert {step["at"] for step in history} == {"2026-11-22T12:00:00Z"}


# --- examples


def test_a_reply_to_an_example_is_simulated_to_its_end_and_says_so() -> None:
    item = make_item(origin=Origin.DEMO)
    world, browser = shop(item)
    cabinet = world.marketplaces.add_cabinet("sid")
    world.vault.seal(browser.seller, world.marketplaces.issue_token("sid"))
    reply = browser.post(f"/interactions/{item.id}/reply", reply_body()).get_json()
    world.pass_time(seconds=10)

    dispatch(world, browser, reply["id"])

    shown = browser.get(f"/interactions/{item.id}").get_json()
    assert reply["simulated"]
    assert shown["reply"]["title"] == "Пример: ответ не отправлен в WB"
    assert shown["reply"]["history"][-1]["title"] == "Пример: ответ не отправлен в WB"
    assert not shown["row"]["needs_response"]
    assert cabinet.calls == []
    assert interaction_id(Channel.REVIEW, "R1") == item.id
