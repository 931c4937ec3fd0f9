"""From the inbox to WB and back: sent once, proven, whatever is delivered twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.e2e.client import Seller, wait_for

pytestmark = pytest.mark.stack


def open_item(seller: Seller, channel: str) -> dict:
    rows = wait_for(lambda: list(seller.rows("attention", channel=channel)))
    return seller.get(f"/interactions/{rows[0]['id']}")


@pytest.mark.parametrize("channel", ["review", "question", "chat"])
def test_a_reply_is_sent_once_though_every_task_comes_twice(seller: Seller, channel: str) -> None:
    seller.queues.post("/duplicate", json={"on": True}).raise_for_status()
    text = f"Здравствуйте! Благодарим за обращение, {channel} мы прочитали и всё проверим."
    item = open_item(seller, channel)

    answer = seller.reply(item, text)
    assert answer.status_code == 202, answer.text
    reply = answer.json()["id"]
    wait_for(lambda: seller.is_confirmed(reply), within_s=90)

    assert len(seller.sendings_of(text)) == 1
    seller.queues.post("/duplicate", json={"on": False}).raise_for_status()


def test_a_reply_can_be_taken_back_before_it_is_sent(seller: Seller) -> None:
    text = "Здравствуйте! Спасибо за отзыв, рады, что вещь подошла."
    item = open_item(seller, "review")

    reply = seller.reply(item, text).json()["id"]
    cancelled = seller.http.post(f"/api/replies/{reply}/cancel", json={})

    assert cancelled.json()["state"] == "cancelled"
    assert seller.get(f"/interactions/{item['row']['id']}")["row"]["needs_response"]
    assert not seller.sendings_of(text)


def test_a_draft_waits_and_says_who_wrote_it(seller: Seller) -> None:
    def drafted() -> dict | None:
        ready = [row for row in seller.rows("attention") if row["draft_ready"]]
        return seller.get(f"/interactions/{ready[0]['id']}") if ready else None

    item = wait_for(drafted)

    assert item["draft"]["text"]
    assert item["draft"]["method"] == "template"


def test_hasty_hands_make_one_message_each(seller: Seller) -> None:
    """A double click, two tabs and a storm of retries, each at an item of its own."""
    rows = wait_for(lambda: list(seller.rows("attention", channel="review"))[3:6])
    items = [seller.get(f"/interactions/{row['id']}") for row in rows]
    click, tabs, storm = (f"Здравствуйте! Спасибо за отзыв, {n} раз подряд." for n in (1, 2, 3))
    asks = [
        *[partial(seller.reply_as, items[0], click, uuid.UUID(int=1))] * 2,
        *[partial(seller.reply_as, items[1], tabs, uuid.UUID(int=n)) for n in (2, 3)],
        *[partial(seller.reply_as, items[2], storm, uuid.UUID(int=4))] * 12,
    ]

    with ThreadPoolExecutor(len(asks)) as threads:
        answers = list(threads.map(lambda ask: ask(), asks))

    codes = [answer.status_code for answer in answers]
    assert (codes[:2], sorted(codes[2:4]), set(codes[4:])) == ([202, 202], [202, 409], {202})
    replies = {answer.json()["id"] for answer in answers if answer.status_code == 202}
    assert len(replies) == 3
    wait_for(lambda: all(seller.is_confirmed(reply) for reply in replies), within_s=90)
    assert [len(seller.sendings_of(text)) for text in (click, tabs, storm)] == [1, 1, 1]


def test_an_answer_is_edited_once(seller: Seller) -> None:
    text = "Здравствуйте! Спасибо за вопрос, ответим падробно."
    better = "Здравствуйте! Спасибо за вопрос, ответим подробно."
    item = open_item(seller, "question")
    answer = seller.reply(item, text)
    assert answer.status_code == 202, answer.text
    path = f"/interactions/{item['row']['id']}"

    def editable() -> Any:
        shown = seller.get(path)
        return shown if shown["edit"] and shown["edit"]["allowed"] else None

    shown = wait_for(editable, within_s=120)
    body = {
        "text": better,
        "reason": "Опечатка",
        "revision": shown["row"]["revision"],
        "client_request_id": str(uuid.uuid4()),
    }
    asked = [seller.http.put(f"/api{path}/reply", json=body) for _ in range(2)]

    assert [one.status_code for one in asked] == [202, 202], asked[0].text
    wait_for(lambda: seller.is_confirmed(asked[0].json()["id"]), within_s=120)
    assert len(seller.sendings_of(better)) == 1
    again = seller.http.put(
        f"/api{path}/reply",
        json={**body, "text": text, "client_request_id": str(uuid.uuid4())},
    )
    assert again.status_code == 409
