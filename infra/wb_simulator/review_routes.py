"""Handlers of the review methods (WB API documentation, section "Отзывы")."""

import json
from typing import Any

from werkzeug.http import parse_options_header

from infra.wb_simulator.bodies import (
    Reply,
    answer_error,
    envelope,
    envelope_error,
    reply_json,
    wrap_list,
)
from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.operations import EffectlessError, Visit
from infra.wb_simulator.query import BadQueryError, read_bool, read_int, read_page, read_period
from infra.wb_simulator.world import Seller

MAX_TAKE, MAX_SKIP = 5000, 199_990
MIN_TEXT, MAX_TEXT = 2, 5000
WRONG = "Something went wrong"
DONE = Reply(204, b"", "")


def list_reviews(visit: Visit) -> Reply:
    """``isAnswered`` means processed: answered, or without text and photo."""
    args = visit.request.args
    try:
        page = read_page(args, max_take=MAX_TAKE, max_skip=MAX_SKIP)
        start, end = read_period(args)
        found = visit.seller.reviews.select(
            answered=read_bool(args, "isAnswered"),
            nm=read_int(args, "nmId"),
            start=start,
            end=end,
        )
    except BadQueryError:
        return envelope_error(400, WRONG)
    items = [review.as_json() for review in page.cut(found)]
    return wrap_list("feedbacks", items, visit.seller.reviews.counts())


def read_review(visit: Visit) -> Reply:
    """By id, archived or not."""
    review = visit.seller.reviews.find(visit.request.args.get("id", ""))
    if review is None:
        return envelope_error(422, "Невозможно получить отзыв по id")
    return envelope(review.body)


def list_archive(visit: Visit) -> Reply:
    """Bounds that the filter cannot serve are 422, unreadable values 400."""
    args = visit.request.args
    try:
        page = read_page(args, max_take=MAX_TAKE, max_skip=1 << 31)
        nm = read_int(args, "nmId")
    except BadQueryError:
        return envelope_error(400, WRONG)
    if page.skip > MAX_SKIP:
        return envelope_error(422, "Не удалось получить архивные отзывы по фильтру")
    found = page.cut(visit.seller.reviews.archive(nm))
    return wrap_list("feedbacks", [review.as_json() for review in found], {})


def count_reviews(visit: Visit) -> Reply:
    """The same lists, counted."""
    args = visit.request.args
    try:
        start, end = read_period(args)
        found = visit.seller.reviews.select(
            answered=read_bool(args, "isAnswered"), nm=None, start=start, end=end
        )
    except BadQueryError as bad:
        return envelope_error(400, f"Плохой формат {bad}")
    return envelope(len(found))


def count_unanswered(visit: Visit) -> Reply:
    """All and today's."""
    reviews = visit.seller.reviews
    return envelope(
        {
            "countUnanswered": reviews.counts()["countUnanswered"],
            "countUnansweredToday": reviews.waiting_today(visit.now),
        }
    )


def has_new(visit: Visit) -> Reply:
    """Unviewed, not unanswered: staff opening the portal turns it off."""
    return envelope(
        {
            "hasNewQuestions": visit.seller.questions.has_new(),
            "hasNewFeedbacks": visit.seller.reviews.has_new(),
        }
    )


def answer_review(visit: Visit) -> Reply:
    """204 for any id: an unknown one, or one already answered, changes nothing silently."""
    body = read_answer_body(visit)
    review = visit.seller.reviews.find(body["id"])
    if review is None or not visit.seller.reviews.answer(review, body["text"], visit.now):
        raise EffectlessError(DONE)
    return DONE


def edit_answer(visit: Visit) -> Reply:
    """No refusal is documented, so every refused edit is a silent 204."""
    try:
        body = read_answer_body(visit)
    except EffectlessError as refusal:
        raise EffectlessError(DONE) from refusal
    review = visit.seller.reviews.find(body["id"])
    if review is None or not visit.seller.reviews.edit(review, body["text"], visit.now):
        raise EffectlessError(DONE)
    return DONE


def read_answer_body(visit: Visit) -> dict[str, Any]:
    """Refuse in the words of the documented 400."""
    header = visit.request.headers.get("Content-Type", "")
    if not header:
        raise EffectlessError(answer_error("content-type header not specified"))
    kind = parse_options_header(header)[0]
    if "/" not in kind:
        raise EffectlessError(answer_error(f"content-type is not a valid mime-type: {header}"))
    if kind != "application/json":
        raise EffectlessError(answer_error(f"not a json content-type: {kind}"))
    try:
        body = json.loads(visit.request.get_data())
    except ValueError as bad:
        raise EffectlessError(answer_error("Неверный синтаксис JSON")) from bad
    if not isinstance(body, dict) or not isinstance(body.get("id"), str):
        raise EffectlessError(answer_error("Не указан id отзыва"))
    text = body.get("text")
    if not isinstance(text, str) or not MIN_TEXT <= len(text) <= MAX_TEXT:
        raise EffectlessError(answer_error("Неверная длина текста ответа"))
    return body


def return_order(visit: Visit) -> Reply:
    """Only where the review allows it."""
    try:
        body = json.loads(visit.request.get_data())
    except ValueError as bad:
        raise EffectlessError(envelope_error(400, "failed to decode JSON request.")) from bad
    review_id = body.get("feedbackId") if isinstance(body, dict) else None
    if not isinstance(review_id, str) or not review_id:
        raise EffectlessError(envelope_error(400, "Неправильный id в запросе"))
    review = visit.seller.reviews.find(review_id)
    if review is None:
        raise EffectlessError(envelope_error(400, "Не удалось получить отзыв"))
    if not review.body["isAbleReturnProductOrders"]:
        raise EffectlessError(envelope_error(422, "Запрос на возврат покупок недоступен"))
    changes = {
        "isAbleReturnProductOrders": False,
        "returnProductOrdersDate": to_iso(visit.now),
    }
    visit.seller.reviews.change(review, changes)
    return envelope({})


def read_rating(visit: Visit) -> Reply:
    """The seller's own rating, for service tokens only; the gate has checked that."""
    return reply_json(rating_of(visit.seller))


def rating_of(seller: Seller) -> dict[str, Any]:
    """The plain mean over all reviews."""
    stars = [review.body["productValuation"] for review in seller.reviews.everything()]
    mean = round(sum(stars) / len(stars), 1) if stars else 0.0
    return {"feedbackCount": len(stars), "valuation": mean}
