"""The three shapes of the one write, and what each leaves behind."""

import pytest

from tests.wb_simulator.harness import Marketplace

DAY = 86_400
PATH = "/api/v1/questions"


def test_an_answer_is_shown_and_moves_the_question(market: Marketplace) -> None:
    question_id = market.add_question(text="Есть ли крышка?")

    answered = market.answer_question(question_id, "Да, есть.")

    question = market.question(question_id)
    listed = market.get(PATH, isAnswered="true", take=10, skip=0)["data"]
    assert answered.json() == {
        "data": None,
        "error": False,
        "errorText": "",
        "additionalErrors": None,
    }
    assert question["state"] == "wbRu"
    assert question["answer"]["text"] == "Да, есть."
    assert [one["id"] for one in listed["questions"]] == [question_id]
    assert (listed["countUnanswered"], listed["countArchive"]) == (0, 1)


def test_a_flat_body_is_taken_and_does_nothing(market: Marketplace) -> None:
    question_id = market.add_question()

    body = {"id": question_id, "text": "Да", "state": "wbRu"}
    response = market.send("PATCH", PATH, json=body)

    assert response.status_code == 200
    assert response.json()["error"] is False
    assert market.question(question_id)["answer"] is None
    assert market.calls("PATCH *")[0]["took_effect"] is False


def test_viewing_changes_the_flag_alone(market: Marketplace) -> None:
    question_id = market.add_question()

    market.send("PATCH", PATH, json={"id": question_id, "wasViewed": True})

    question = market.question(question_id)
    assert (question["wasViewed"], question["answer"]) == (True, None)


@pytest.mark.parametrize(
    "body",
    [
        {"wasViewed": True, "answer": {"text": "Да"}, "state": "wbRu"},
        {"answer": {"text": "Да"}},
        {"answer": "Да", "state": "wbRu"},
        {"answer": {"text": " "}, "state": "wbRu"},
        {"answer": {"text": "Да"}, "state": "published"},
        {"wasViewed": "yes"},
    ],
)
def test_bodies_of_no_shape_are_refused(market: Marketplace, body: dict[str, object]) -> None:
    question_id = market.add_question()

    response = market.send("PATCH", PATH, json={"id": question_id} | body)

    assert response.status_code == 400
    assert market.question(question_id)["answer"] is None


def test_an_unknown_question_is_not_found_in_the_words_of_a_review(market: Marketplace) -> None:
    response = market.answer_question("no-such-question", "Да")

    assert response.status_code == 404
    assert response.json()["errorText"] == "Не найден отзыв"


def test_an_answer_is_edited_once_within_sixty_days(market: Marketplace) -> None:
    edited, late = market.add_question(), market.add_question()
    market.answer_question(edited, "Первый")
    market.answer_question(late, "Первый")

    first = market.answer_question(edited, "Второй").status_code
    second = market.answer_question(edited, "Третий").status_code
    market.advance(60 * DAY + 1)
    too_late = market.answer_question(late, "Второй").status_code

    assert [first, second, too_late] == [200, 422, 422]
    assert market.question(edited)["answer"]["text"] == "Второй"
    assert market.question(edited)["answer"]["editable"] is False
    assert market.question(late)["answer"]["text"] == "Первый"


def test_a_rejected_question_leaves_the_queue(market: Marketplace) -> None:
    question_id = market.add_question()

    market.answer_question(question_id, "Не по теме", state="none")

    assert market.question(question_id)["state"] == "none"
    assert market.get(PATH, isAnswered="false", take=1, skip=0)["data"]["questions"] == []


def test_an_answer_may_show_late_and_may_vanish(market: Marketplace) -> None:
    settings = {"question_visible_seconds": 60, "moderation_seconds": 3600}
    market.control("POST", "settings", json=settings | {"forbidden_words": ["телефон"]})
    question_id = market.add_question()

    market.answer_question(question_id, "Наш телефон в профиле")
    hidden = market.question(question_id)["answer"]
    market.advance(61)
    shown = market.question(question_id)["answer"]
    market.advance(3600)
    vanished = market.question(question_id)

    assert hidden is None
    assert shown["text"] == "Наш телефон в профиле"
    assert (vanished["answer"], vanished["state"]) == (None, "suppliersPortalSynch")


def test_the_window_of_ten_thousand_is_kept(market: Marketplace) -> None:
    inside = market.send("GET", PATH, params={"isAnswered": "true", "take": 5000, "skip": 5000})
    outside = market.send("GET", PATH, params={"isAnswered": "true", "take": 5001, "skip": 5000})

    assert (inside.status_code, outside.status_code) == (200, 400)


def test_counts_follow_the_lists(market: Marketplace) -> None:
    market.answer_question(market.add_question(), "Да")
    market.add_question()

    assert market.get(f"{PATH}/count")["data"] == 1
    assert market.get(f"{PATH}/count", isAnswered="false")["data"] == 1
    assert market.get(f"{PATH}/count-unanswered")["data"] == {
        "countUnanswered": 1,
        "countUnansweredToday": 1,
    }
