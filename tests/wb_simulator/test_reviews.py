"""Lists, answers, moderation, the one edit, age."""

import pytest

from tests.wb_simulator.harness import Marketplace

DAY = 86_400


def test_a_review_with_content_waits_and_one_with_stars_only_counts_as_processed(
    market: Marketplace,
) -> None:
    talking = market.add_review(text="Отличная сковорода")
    listed = market.add_review(pros="Лёгкая")
    silent = market.add_review()
    tagged = market.add_review(bables=["качество"])

    waiting = market.reviews(answered=False)
    processed = market.reviews(answered=True)["feedbacks"]

    assert {review["id"] for review in waiting["feedbacks"]} == {talking, listed}
    assert {review["id"] for review in processed} == {silent, tagged}
    assert all(review["answer"] is None and review["state"] == "wbRu" for review in processed)
    assert (waiting["countUnanswered"], waiting["countArchive"]) == (2, 2)


def test_an_answer_is_reviewed_first_and_published_later(market: Marketplace) -> None:
    review_id = market.add_review(text="Хорошо")

    status = market.answer(review_id, "Спасибо! 👍").status_code
    reviewed = market.review(review_id)
    market.advance(21)
    published = market.review(review_id)

    assert status == 204
    assert reviewed["answer"] == {
        "text": "Спасибо! 👍",
        "state": "reviewRequired",
        "editable": True,
    }
    assert published["answer"]["state"] == "wbRu"
    assert market.reviews(answered=False)["feedbacks"] == []
    assert market.reviews(answered=True)["feedbacks"][0]["id"] == review_id


def test_a_forbidden_word_is_rejected_when_the_moderation_ends(market: Marketplace) -> None:
    market.control("POST", "settings", json={"forbidden_words": ["whatsapp"]})
    review_id = market.add_review(text="Хорошо")

    market.answer(review_id, "Пишите в WhatsApp")
    market.advance(21)

    assert market.review(review_id)["answer"]["state"] == "rejected"


def test_manual_moderation_waits_for_a_verdict(market: Marketplace) -> None:
    market.control("POST", "settings", json={"moderation": "manual"})
    first, second = (market.add_review(text="Хорошо") for _ in range(2))
    market.answer(first)
    market.answer(second)
    market.advance(DAY)

    market.control("POST", "moderation", json={"id": first, "verdict": "reject"})
    market.control("POST", "moderation", json={"verdict": "publish"})

    assert market.review(first)["answer"]["state"] == "rejected"
    assert market.review(second)["answer"]["state"] == "wbRu"


def test_an_unknown_id_and_a_second_answer_are_silent_and_change_nothing(
    market: Marketplace,
) -> None:
    review_id = market.add_review(text="Хорошо")

    statuses = [
        market.answer("no-such-review").status_code,
        market.answer(review_id, "Первый ответ").status_code,
        market.answer(review_id, "Второй ответ").status_code,
    ]

    assert statuses == [204, 204, 204]
    assert market.review(review_id)["answer"]["text"] == "Первый ответ"
    effects = [call["took_effect"] for call in market.calls("POST */answer")]
    assert effects == [False, True, False]


def test_an_answer_is_edited_once_within_sixty_days(market: Marketplace) -> None:
    edited, late = (market.add_review(text="Хорошо") for _ in range(2))
    market.answer(edited, "Первый")
    market.answer(late, "Первый")

    market.edit(edited, "Второй")
    second_edit = market.edit(edited, "Третий").status_code
    market.advance(60 * DAY + 1)
    late_edit = market.edit(late, "Второй").status_code

    assert (second_edit, late_edit) == (204, 204)
    assert market.review(edited)["answer"]["text"] == "Второй"
    assert market.review(edited)["answer"]["editable"] is False
    assert market.review(late)["answer"] == {"text": "Первый", "state": "wbRu", "editable": False}


@pytest.mark.parametrize("text", ["a", "я" * 5001])
def test_a_text_outside_its_bounds_is_refused(market: Marketplace, text: str) -> None:
    review_id = market.add_review(text="Хорошо")

    response = market.answer(review_id, text)

    assert response.status_code == 400
    assert market.review(review_id)["answer"] is None


def test_an_answer_may_show_late(market: Marketplace) -> None:
    market.control("POST", "settings", json={"answer_visible_seconds": 60})
    review_id = market.add_review(text="Хорошо")

    market.answer(review_id)
    hidden = market.review(review_id)["answer"]
    market.advance(61)

    assert hidden is None
    assert market.review(review_id)["answer"]["text"] == "Спасибо за отзыв!"


def test_after_thirty_days_an_unanswered_review_is_in_the_archive_only(
    market: Marketplace,
) -> None:
    review_id = market.add_review(text="Хорошо")

    market.advance(30 * DAY + 1)

    archived = market.get("/api/v1/feedbacks/archive", take=10, skip=0)["data"]["feedbacks"]
    assert market.reviews(answered=False)["feedbacks"] == []
    assert market.reviews(answered=True)["feedbacks"] == []
    assert [review["id"] for review in archived] == [review_id]
    assert market.review(review_id)["answer"] is None


def test_pages_orders_and_windows_go_by_the_creation_date(market: Marketplace) -> None:
    ids = []
    for _ in range(5):
        ids.append(market.add_review(text="Хорошо"))
        market.advance(100)
    start = int(market.world.clock.now())

    newest = market.reviews(answered=False, take=2)["feedbacks"]
    oldest = market.reviews(answered=False, take=2, skip=1, order="dateAsc")["feedbacks"]
    window = market.reviews(answered=False, dateFrom=start - 400, dateTo=start - 300)["feedbacks"]

    assert [review["id"] for review in newest] == [ids[4], ids[3]]
    assert [review["id"] for review in oldest] == [ids[1], ids[2]]
    assert {review["id"] for review in window} == {ids[1], ids[2]}


def test_counts_follow_the_lists(market: Marketplace) -> None:
    for _ in range(3):
        market.add_review(text="Хорошо")
    market.add_review()

    counts = market.get("/api/v1/feedbacks/count-unanswered")["data"]
    unanswered = market.get("/api/v1/feedbacks/count", isAnswered="false")["data"]
    processed = market.get("/api/v1/feedbacks/count", isAnswered="1")["data"]
    has_new = market.get("/api/v1/new-feedbacks-questions")["data"]

    assert counts == {"countUnanswered": 3, "countUnansweredToday": 3}
    assert (unanswered, processed) == (3, 1)
    assert has_new == {"hasNewQuestions": False, "hasNewFeedbacks": True}


def test_a_supplement_is_a_review_of_its_own_linked_both_ways(market: Marketplace) -> None:
    parent = market.add_review(text="Хорошо", productValuation=4)

    child = market.control("POST", f"reviews/{parent}/supplement", json={"text": "Сломалось"})["id"]

    assert market.review(parent)["childFeedbackId"] == child
    assert market.review(child)["parentFeedbackId"] == parent
    assert market.review(child)["productDetails"] == market.review(parent)["productDetails"]


def test_an_order_is_returned_only_where_the_review_allows_it(market: Marketplace) -> None:
    open_id = market.add_review(text="Брак", isAbleReturnProductOrders=True)
    closed_id = market.add_review(text="Хорошо")
    path = "/api/v1/feedbacks/order/return"

    taken = market.send("POST", path, json={"feedbackId": open_id})
    again = market.send("POST", path, json={"feedbackId": open_id})
    refused = market.send("POST", path, json={"feedbackId": closed_id})

    assert [taken.status_code, again.status_code, refused.status_code] == [200, 422, 422]
    assert market.review(open_id)["returnProductOrdersDate"] is not None
