"""One stream for all chats, signatures, files."""

import pytest

from infra.wb_simulator.images import make_png
from tests.wb_simulator.harness import Marketplace

PNG = make_png(4, 4, (1, 2, 3))
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 16
PDF = b"%PDF-1.4\n"


def sign_of(market: Marketplace, chat_id: str) -> str:
    sign: str = next(chat["replySign"] for chat in market.chats() if chat["chatID"] == chat_id)
    return sign


def test_the_first_event_of_a_chat_carries_its_signature_and_product(
    market: Marketplace,
) -> None:
    chat_id = market.open_chat(text="Где заказ?", clientName="Ирина")
    market.control("POST", f"chats/{chat_id}/messages", json={"text": "Ау"})

    first, second = market.events()["events"]

    assert first["isNewChat"] is True
    assert first["replySign"] == sign_of(market, chat_id)
    assert first["message"]["attachments"]["goodCard"] == market.chats()[0]["goodCard"]
    assert (first["clientName"], first["sender"]) == ("Ирина", "client")
    assert "replySign" not in second
    assert "isNewChat" not in second


def test_the_stream_is_drained_by_its_cursor(market: Marketplace) -> None:
    market.control("POST", "settings", json={"events_page_size": 2})
    for _ in range(5):
        market.open_chat()
        market.advance(1)

    seen, cursor = [], None
    while (page := market.events(cursor))["totalEvents"]:
        seen += [event["eventID"] for event in page["events"]]
        cursor = page["next"]

    assert len(seen) == len(set(seen)) == 5
    assert market.events(cursor)["next"] == cursor


def test_events_of_one_millisecond_are_lost_at_the_edge_of_a_page(market: Marketplace) -> None:
    market.control("POST", "settings", json={"events_page_size": 2})
    chat_id = market.open_chat(at=market.world.clock.now())
    for _ in range(2):
        path = f"chats/{chat_id}/messages"
        market.control("POST", path, json={"text": "Ау", "at": market.world.clock.now()})

    page = market.events()

    assert page["totalEvents"] == 2
    assert market.events(page["next"])["totalEvents"] == 0
    assert market.events(page["next"] - 1)["totalEvents"] == 2


def test_an_own_message_comes_back_as_an_event(market: Marketplace) -> None:
    chat_id = market.open_chat()
    market.advance(5)

    sent = market.write(sign_of(market, chat_id), "Уже едет 🚚").json()

    echo = market.events()["events"][-1]
    assert sent["result"]["chatID"] == chat_id
    assert sent["errors"] == []
    assert echo["message"] == {"text": "Уже едет 🚚"}
    assert (echo["sender"], echo["source"]) == ("seller", "seller-public-api")
    assert echo["addTimestamp"] == sent["result"]["addTime"]
    assert "clientName" not in echo
    assert market.chats()[0]["lastMessage"]["text"] == "Уже едет 🚚"


def test_a_message_renews_the_signature_and_the_old_one_still_works(market: Marketplace) -> None:
    old = sign_of(market, market.open_chat())

    fresh = market.write(old, "Раз").json()["result"]["sign"]

    assert fresh == market.chats()[0]["replySign"] != old
    assert market.write(old, "Два").status_code == 200
    assert market.write(fresh, "Три").status_code == 200


def test_a_withdrawn_signature_is_invalid(market: Marketplace) -> None:
    chat_id = market.open_chat()
    old = sign_of(market, chat_id)
    market.control("POST", f"chats/{chat_id}/renew-sign")

    refused = market.write(old, "Раз")

    assert refused.status_code == 400
    assert refused.json()["detail"] == "Invalid signature"
    assert market.write(sign_of(market, chat_id), "Раз").status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "я" * 1001])
def test_an_empty_or_long_message_is_refused(market: Marketplace, text: str) -> None:
    sign = sign_of(market, market.open_chat())

    refused = market.write(sign, text)

    assert refused.status_code == 400
    assert refused.json()["detail"] == 'Invalid value for "message"'


def test_a_thousand_characters_pass(market: Marketplace) -> None:
    sign = sign_of(market, market.open_chat())

    assert market.write(sign, "я" * 1000).status_code == 200


def test_files_are_known_by_their_content_and_can_be_downloaded(market: Marketplace) -> None:
    sign = sign_of(market, market.open_chat())

    market.write(sign, "Смотрите", ("a.bin", PNG), ("b.txt", JPEG), ("c.exe", PDF))

    attachments = market.events()["events"][-1]["message"]["attachments"]
    images = [image["downloadID"] for image in attachments["images"]]
    downloads = [market.send("GET", f"/api/v1/seller/download/{one}") for one in images]
    assert [one.content for one in downloads] == [PNG, JPEG]
    assert [one.headers["content-type"] for one in downloads] == ["image/png", "image/jpeg"]
    assert attachments["files"][0]["contentType"] == "application/pdf"


def test_a_file_alone_is_a_message(market: Marketplace) -> None:
    sign = sign_of(market, market.open_chat())

    assert market.write(sign, None, ("a.png", PNG)).status_code == 200


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("video.png", b"\0\0\0 ftypmp42")], '"video.png" has unsupported mime type'),
        ([("big.png", PNG + b"\0" * (5 << 20))], "attachment too big. Max size: 5MiB"),
        ([(f"{n}.pdf", PDF + b"\0" * ((5 << 20) - 9)) for n in range(7)], "total size: 30MiB"),
    ],
)
def test_bad_files_refuse_the_whole_message(
    market: Marketplace, files: list[tuple[str, bytes]], words: str
) -> None:
    sign = sign_of(market, market.open_chat())

    refused = market.write(sign, "Смотрите", *files)

    assert refused.status_code == 400
    assert words in refused.json()["detail"]
    assert market.events()["totalEvents"] == 1


def test_bad_files_may_be_reported_beside_a_sent_message(market: Marketplace) -> None:
    market.control("POST", "settings", json={"report_file_errors": True})
    sign = sign_of(market, market.open_chat())

    sent = market.write(sign, "Смотрите", ("a.png", PNG), ("b.txt", b"text")).json()
    refused = market.write(sign, None, ("b.txt", b"text"))

    assert ["unsupported mime type" in error for error in sent["errors"]] == [True]
    assert len(market.events()["events"][-1]["message"]["attachments"]["images"]) == 1
    assert refused.status_code == 400


def test_a_file_is_checked_and_may_be_refused(market: Marketplace) -> None:
    files = [{"id": "pending-1", "state": "pending"}, {"id": "failed-1", "state": "failed"}]
    market.open_chat(text="Вот", files=files)

    pending = market.send("GET", "/api/v1/seller/download/pending-1")
    failed = market.send("GET", "/api/v1/seller/download/failed-1")
    unknown = market.send("GET", "/api/v1/seller/download/unknown")
    market.control("PATCH", "files/pending-1", json={"state": "ok"})
    ready = market.send("GET", "/api/v1/seller/download/pending-1")

    assert [pending.status_code, failed.status_code, unknown.status_code] == [202, 451, 400]
    assert pending.json() == {"moderationState": "pending", "retrySeconds": 30}
    assert ready.status_code == 200


def test_an_event_may_have_neither_message_nor_source(market: Marketplace) -> None:
    chat_id = market.open_chat()
    market.control("POST", f"chats/{chat_id}/messages", json={"sender": "seller", "bare": True})

    bare = market.events()["events"][-1]

    assert "message" not in bare
    assert "source" not in bare


def test_an_event_may_become_visible_after_newer_ones(market: Marketplace) -> None:
    market.control("POST", "settings", json={"event_delay_seconds": 60})
    late = market.open_chat(text="Поздно")
    market.advance(10)
    market.control("POST", "settings", json={"event_delay_seconds": 0})
    market.open_chat(text="Рано")

    before = market.events()
    market.advance(60)

    assert [event["message"]["text"] for event in before["events"]] == ["Рано"]
    assert market.events(before["next"])["totalEvents"] == 0
    assert market.events()["events"][0]["chatID"] == late


@pytest.mark.parametrize(("after", "detail"), [("abc", "Invalid number"), ("-5", "Invalid value")])
def test_a_wrong_cursor_is_refused(market: Marketplace, after: str, detail: str) -> None:
    response = market.send("GET", "/api/v1/seller/events", params={"next": after})

    assert response.status_code == 400
    assert detail in response.json()["detail"]


def test_a_form_without_multipart_is_refused(market: Marketplace) -> None:
    sign = sign_of(market, market.open_chat())

    response = market.send(
        "POST", "/api/v1/seller/message", data={"replySign": sign, "message": "Да"}
    )

    assert response.status_code == 400
