"""Handlers of the question methods (WB API documentation, section "Вопросы")."""

import json
from typing import Any

from infra.wb_simulator.bodies import Reply, envelope, envelope_error, wrap_list
from infra.wb_simulator.operations import EffectlessError, Visit
from infra.wb_simulator.query import BadQueryError, read_bool, read_int, read_page, read_period
from infra.wb_simulator.questions import Question

MAX_WINDOW = 10_000
WRONG = "Something went wrong"


def list_questions(visit: Visit) -> Reply:
    """``take`` and ``skip`` together reach ten thousand questions deep."""
    args = visit.request.args
    try:
        page = read_page(args, max_take=MAX_WINDOW, max_skip=MAX_WINDOW, max_sum=MAX_WINDOW)
        start, end = read_period(args)
        found = visit.seller.questions.select(
            answered=read_bool(args, "isAnswered"),
            nm=read_int(args, "nmId"),
            start=start,
            end=end,
        )
    except BadQueryError:
        return envelope_error(400, WRONG)
    items = [question.as_json() for question in page.cut(found)]
    return wrap_list("questions", items, visit.seller.questions.counts())


def read_question(visit: Visit) -> Reply:
    """By id, whatever the state."""
    question = visit.seller.questions.find(visit.request.args.get("id", ""))
    if question is None:
        return envelope_error(422, "Невозможно получить вопрос по id")
    return envelope(question.body)


def count_questions(visit: Visit) -> Reply:
    """Answered ones unless told otherwise."""
    args = visit.request.args
    try:
        start, end = read_period(args)
        found = visit.seller.questions.select(
            answered=read_bool(args, "isAnswered", default=True), nm=None, start=start, end=end
        )
    except BadQueryError as bad:
        return envelope_error(400, f"Плохой формат {bad}")
    return envelope(len(found))


def count_unanswered(visit: Visit) -> Reply:
    """All and today's."""
    questions = visit.seller.questions
    return envelope(
        {
            "countUnanswered": questions.counts()["countUnanswered"],
            "countUnansweredToday": questions.waiting_today(visit.now),
        }
    )


def change_question(visit: Visit) -> Reply:
    """One of the documented shapes works; a flat body is taken and does nothing."""
    body = read_body(visit)
    question = visit.seller.questions.find(body["id"])
    if question is None:
        raise EffectlessError(envelope_error(404, "Не найден отзыв"))
    if "answer" not in body and "wasViewed" not in body:
        raise EffectlessError(envelope(None))
    if "wasViewed" in body:
        return mark_viewed(visit, question, body)
    return write_answer(visit, question, body)


def read_body(visit: Visit) -> dict[str, Any]:
    """An object with an id, fitting at most one of the shapes."""
    try:
        body = json.loads(visit.request.get_data())
    except ValueError as bad:
        raise EffectlessError(envelope_error(400, WRONG)) from bad
    if not isinstance(body, dict) or not isinstance(body.get("id"), str):
        raise EffectlessError(envelope_error(400, WRONG))
    if "wasViewed" in body and ("answer" in body or "state" in body):
        raise EffectlessError(envelope_error(400, WRONG))
    return body


def mark_viewed(visit: Visit, question: Question, body: dict[str, Any]) -> Reply:
    """The flag can be set and taken back."""
    if not isinstance(body["wasViewed"], bool):
        raise EffectlessError(envelope_error(400, WRONG))
    visit.seller.questions.change(question, {"wasViewed": body["wasViewed"]})
    return envelope(None)


def write_answer(visit: Visit, question: Question, body: dict[str, Any]) -> Reply:
    """Answer, edit or reject, told apart by the state."""
    answer, state = body["answer"], body.get("state")
    text = answer.get("text") if isinstance(answer, dict) else None
    if not isinstance(text, str) or not text.strip() or state not in ("wbRu", "none"):
        raise EffectlessError(envelope_error(400, WRONG))
    if not visit.seller.questions.answer(question, text, state, visit.now):
        raise EffectlessError(envelope_error(422, "Не удалось отредактировать вопрос"))
    return envelope(None)
