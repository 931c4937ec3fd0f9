"""From the inbox to WB and back: sent once, proven, whatever is delivered twice."""

import pytest

from tests.e2e.client import Seller, wait_for

pytestmark = pytest.mark.stack


def open_item(seller: Seller, channel: str) -> dict:
    rows = wait_for(lambda: list(seller.rows("attention", channel=channel)))
    return seller.get(f"/interactions/{rows[0]['id']}")


@pytest.mark.parametrize("channel", ["review", "question", "chat"])
def test_a_reply_is_sent_once_though_every_task_comes_twice(seller: Seller, channel: str) -> None:
    seller.queues.post("/duplicate", json={"on": True}).raise_for_status()
    text = f"Здравствуйте! Благодарим за обращение, {channel} мы прочитали внимательно."
    item = open_item(seller, channel)

    answer = seller.reply(item, text)
    assert answer.status_code == 202, answer.text
    reply = answer.json()["id"]
    wait_for(lambda: seller.is_confirmed(reply), within_s=90)

    assert len(seller.sendings_of(text)) == 1
    seller.queues.post("/duplicate", json={"on": False}).raise_for_status()


def test_a_reply_can_be_taken_back_before_it_is_sent(seller: Seller) -> None:
    text = "Здравствуйте! Этот ответ продавец передумал отправлять."
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
