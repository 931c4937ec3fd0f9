"""Clock, log, seed file, generator, state file, public files."""

import json
import struct
from collections import Counter
from pathlib import Path

import pytest

from infra.wb_simulator.__main__ import build_world, parse_options
from infra.wb_simulator.chats import Message
from infra.wb_simulator.clock import Clock, parse_iso
from infra.wb_simulator.generator.plan import Plan, fill_world
from infra.wb_simulator.generator.seed import read_seed, seed_world
from infra.wb_simulator.store import SqliteStore
from infra.wb_simulator.world import FIRST_SELLER, World
from tests.wb_openapi import require_folder
from tests.wb_simulator.harness import FrozenTime, Marketplace


def seeded(withhold: int) -> tuple[Marketplace, list[dict[str, object]]]:
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")
    reviews = read_seed(folder / "feedbacks-official-300.json")
    market = Marketplace()
    market.world.empty()
    seed_world(market.world, reviews, withhold=withhold)
    market.control("POST", "settings", json={"limits": False})
    market.token = market.mint()
    return market, reviews


def test_real_reviews_come_out_as_they_went_in() -> None:
    market, reviews = seeded(0)

    listed = market.reviews(answered=True, take=300)["feedbacks"]

    by_id = {review["id"]: review for review in listed}
    assert len(listed) == 300
    assert all(by_id[one["id"]] == {"orderStatus": "notSpecified"} | one for one in reviews)
    assert market.reviews(answered=False)["feedbacks"] == []


def test_withheld_answers_are_what_needs_an_answer() -> None:
    market, _ = seeded(60)

    waiting = market.reviews(answered=False)["feedbacks"]
    processed = market.reviews(answered=True)["feedbacks"]

    tagged = [one for one in processed if one["answer"] is None and one["bables"]]
    summary = market.control("GET", "summary")["sellers"][FIRST_SELLER]["reviews"]
    assert len(waiting) + len(tagged) == summary["needs_answer"] == 60
    assert all(one["state"] == "none" for one in waiting + tagged)
    answered = [one for one in processed if one["answer"] is not None]
    assert len(answered) == 112 - 60
    newest_answered = max(parse_iso(one["createdDate"]) for one in answered)
    assert newest_answered <= min(parse_iso(one["createdDate"]) for one in waiting + tagged)


def test_a_seeded_clock_starts_an_hour_after_the_newest_review() -> None:
    market, reviews = seeded(0)

    clock = market.control("GET", "clock")

    newest = max(parse_iso(str(one["createdDate"])) for one in reviews)
    assert parse_iso(clock["now"]) == pytest.approx(newest + 3600, abs=0.01)
    assert clock["offset_seconds"] == pytest.approx(newest + 3600 - market.time.now)
    nm = reviews[0]["productDetails"]["nmId"]  # type: ignore[index]
    card = market.http.get(f"/vol{nm // 100_000}/part{nm // 1000}/{nm}/info/ru/card.json")
    assert card.json()["imt_name"] == reviews[0]["productDetails"]["productName"]  # type: ignore[index]


def test_the_clock_jumps_forward_and_everything_due_happens(market: Marketplace) -> None:
    review_id = market.add_review(text="Хорошо")
    market.answer(review_id)

    market.control("POST", "clock", json={"advance_seconds": 3600})

    assert market.review(review_id)["answer"]["state"] == "wbRu"
    assert market.control("GET", "clock")["offset_seconds"] == 3600


def test_the_log_keeps_texts_byte_for_byte_and_no_token(market: Marketplace) -> None:
    text = "Спасибо!\n\n«Ёлка» — 👍🏽 \u00a0конец"
    review_id = market.add_review(text="Хорошо")
    market.answer(review_id, text)
    chat_id = market.open_chat()
    market.write(market.chats()[0]["replySign"], text, ("a.pdf", b"%PDF-1.4"))

    answered, *_, written = market.calls()

    assert answered["body"]["json"] == {"id": review_id, "text": text}
    assert answered["seller"] == FIRST_SELLER
    assert written["body"]["form"]["message"] == text
    assert written["body"]["files"][0]["size"] == 8
    assert market.token not in json.dumps(market.calls(), ensure_ascii=False)
    assert market.events()["events"][-1]["message"]["text"] == text
    assert market.events()["events"][-1]["chatID"] == chat_id


def test_the_log_is_read_on_from_a_number(market: Marketplace) -> None:
    market.reviews(answered=True)
    last = market.control("GET", "calls")["last"]
    market.chats()

    newer = market.control("GET", "calls", params={"since": last})["calls"]

    assert [call["operation"] for call in newer] == ["GET /api/v1/seller/chats"]


def test_generated_worlds_have_the_mix_of_a_cabinet_and_valid_bodies(
    busy_market: Marketplace,
) -> None:
    market = busy_market
    seller = market.world.first_seller()
    reviews = [review.body for review in seller.reviews.everything()]

    market.reviews(answered=True)
    market.reviews(answered=False)
    market.get("/api/v1/feedbacks/archive", take=5000, skip=0)
    for flag in ("true", "false"):
        market.get("/api/v1/questions", isAnswered=flag, take=100, skip=0)
        market.get("/api/v1/claims", is_archive=flag)
    market.chats()
    market.events()

    kinds = Counter(
        "silent" if not (one["text"] or one["pros"] or one["cons"] or one["bables"]) else "says"
        for one in reviews
    )
    assert (len(reviews), len(seller.questions), len(seller.chats)) == (240, 40, 25)
    assert 0.6 < kinds["silent"] / len(reviews) < 0.8
    assert any(one["parentFeedbackId"] for one in reviews)
    rids = Counter(chat["goodCard"]["rid"] for chat in market.chats())
    assert max(rids.values()) >= 2
    assert seller.questions.counts()["countUnanswered"] > 5


def test_the_same_plan_at_the_same_moment_makes_the_same_world() -> None:
    def snapshot(seed: int) -> str:
        market = Marketplace(Plan(items=60, sellers=2, seed=seed))
        found = [
            [
                [review.body for review in seller.reviews.everything()],
                [question.body for question in seller.questions.everything()],
                [chat.body for chat in seller.chats.everything()],
                [event.body for event in seller.chats.read_events(-1)],
                [claim.body for claim in seller.claims.everything()],
            ]
            for seller in market.world.sellers.values()
        ]
        return json.dumps(found, ensure_ascii=False)

    assert snapshot(1) == snapshot(1)
    assert snapshot(1) != snapshot(2)


def test_generating_more_adds_items(busy_market: Marketplace) -> None:
    plan = {"items": 0, "reviews": 10, "questions": 5, "chats": 2}

    summary = busy_market.control("POST", "generate", json=plan)["sellers"][FIRST_SELLER]

    assert summary["reviews"]["total"] == 250
    assert summary["questions"]["total"] == 45
    assert summary["chats"]["total"] == 27


def test_a_reset_starts_over(busy_market: Marketplace) -> None:
    summary = busy_market.control("POST", "reset", json={"items": 0, "sellers": 3})

    totals = [one["reviews"]["total"] for one in summary["sellers"].values()]
    assert totals == [0, 0, 0]
    assert next(iter(summary["sellers"])) == FIRST_SELLER


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    time = FrozenTime()
    first = World(Clock(time), SqliteStore(tmp_path / "state.db"))
    fill_world(first, Plan(items=60))
    first.apply_settings({"moderation_seconds": 500})
    first.clock.advance(100)
    first.save_clock()
    seller = first.first_seller()
    review = next(one for one in seller.reviews.everything() if one.is_waiting)
    seller.reviews.answer(review, "Спасибо", first.clock.now())
    chat = seller.chats.everything()[0]
    sign = chat.body["replySign"]
    seller.chats.write(chat, Message(text="Ответ", sender="seller"))

    second = World(Clock(time), SqliteStore(tmp_path / "state.db"))
    assert second.restore()
    again = second.first_seller()

    assert second.clock.now() == first.clock.now()
    assert [one.body for one in again.reviews.everything()] == [
        one.body for one in seller.reviews.everything()
    ]
    assert [one.body for one in again.chats.read_events(-1)] == [
        one.body for one in seller.chats.read_events(-1)
    ]
    assert again.chats.find_signed(sign) is not None
    second.clock.advance(500)
    second.settle()
    settled = again.reviews.find(review.id)
    assert settled is not None
    assert settled.body["answer"]["state"] == "wbRu"


def test_options_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WB_SIM_SEED", str(tmp_path / "reviews.json"))
    monkeypatch.setenv("WB_SIM_WITHHOLD", "2")
    market = Marketplace()
    for _ in range(3):
        market.add_review(text="Да", answer={"text": "Спасибо", "state": "wbRu", "editable": True})
    bodies = market.control("GET", "reviews")
    (tmp_path / "reviews.json").write_text(json.dumps(bodies))

    world = build_world(parse_options(["--port", "0", "--set", "moderation_seconds=5"]))

    assert world.first_seller().reviews.counts()["countUnanswered"] == 2
    assert world.settings.moderation_seconds == 5


def test_cards_prices_pictures_and_the_host_map_are_public(busy_market: Marketplace) -> None:
    market = busy_market
    record = market.world.cards.everything()[1] | {"missing": False}
    market.world.cards.put(record)
    nm = record["nm"]
    base = f"/vol{nm // 100_000}/part{nm // 1000}/{nm}"

    card = market.http.get(f"{base}/info/ru/card.json").json()
    picture = market.http.get(f"{base}/images/c516x688/1.webp")
    still = market.http.get("/23/preview.webp")
    hosts = market.http.get("/api/v3/upstreams").json()["recommend"]["mediabasket_route_map"][0]
    market.control("PATCH", f"cards/{nm}", json={"card": {"description": "Новое"}})
    changed = market.http.get(f"{base}/info/ru/card.json").json()
    market.control("PATCH", f"cards/{nm}", json={"missing": True})
    missing = market.http.get(f"{base}/info/ru/card.json")

    assert card["nm_id"] == nm
    assert card["options"]
    assert picture.headers["content-type"] == still.headers["content-type"] == "image/webp"
    assert picture.content[:4] == b"RIFF"
    assert struct.unpack("<I", picture.content[4:8])[0] == len(picture.content) - 8
    assert hosts["method"] == "range"
    assert all(one["host"].endswith(".wbbasket.ru") for one in hosts["hosts"])
    assert (changed["description"], missing.status_code) == ("Новое", 404)


def test_some_items_have_no_price_history(busy_market: Marketplace) -> None:
    statuses = Counter(
        busy_market.http.get(f"/vol0/part0/{one['nm']}/info/price-history.json").status_code
        for one in busy_market.world.cards.everything()
    )

    assert statuses[200] > statuses[404] > 0


def test_public_files_fail_on_demand(busy_market: Marketplace) -> None:
    busy_market.fault("status", "GET /cdn/card.json", status=503)

    failed = busy_market.http.get("/vol0/part0/1/info/ru/card.json")

    assert failed.status_code == 503


def test_the_own_cards_are_paged_by_article(busy_market: Marketplace) -> None:
    token = busy_market.mint(scopes="content")
    seen: list[int] = []
    cursor = {"limit": 10}
    while True:
        page = busy_market.send(
            "POST",
            "/content/v2/get/cards/list",
            json={"settings": {"cursor": cursor, "filter": {"withPhoto": -1}}},
            headers={"Authorization": token},
        ).json()
        seen += [card["nmID"] for card in page["cards"]]
        if page["cursor"]["total"] < 10:
            break
        cursor = {"limit": 10, "nmID": page["cursor"]["nmID"]}

    assert sorted(seen) == [one["nm"] for one in busy_market.world.cards.everything()]


def test_control_refusals_are_clear(market: Marketplace) -> None:
    answers = [
        market.http.post("/_control/settings", json={"unknown": 1}),
        market.http.post("/_control/reviews/none/answer", json={"text": "Да"}),
        market.http.get("/_control/token?seller=nobody"),
        market.http.get("/_control/token?scopes=everything"),
        market.http.post("/_control/clock", content=b"[]"),
    ]

    assert [answer.status_code for answer in answers] == [400] * 5
    assert all("error" in answer.json() for answer in answers)
    assert "GET|HEAD|OPTIONS /_control/clock" in market.control("GET", "")
