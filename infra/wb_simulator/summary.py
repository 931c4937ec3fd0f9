"""Counts by seller and channel, for a glance and for the end of a test."""

from typing import Any

from infra.wb_simulator.reviews import Review
from infra.wb_simulator.world import Seller, World


def summarize(world: World) -> dict[str, Any]:
    """Everything a checker compares with what it believes."""
    return {
        "sellers": {sid: summarize_seller(one) for sid, one in world.sellers.items()},
        "cards": len(world.cards),
        "calls": world.calls.last_seq(),
        "statuses": world.calls.statuses(),
        "faults_fired": dict(world.faults.fired),
        "refused_429": world.calls.statuses().get("429", 0),
    }


def summarize_seller(seller: Seller) -> dict[str, Any]:
    """``unanswered`` is WB's own count, ``needs_answer`` has buyer tags and old items in it."""
    reviews = seller.reviews.everything()
    questions = seller.questions.everything()
    waiting_chats = sum(seller.chats.is_waiting(chat) for chat in seller.chats.everything())
    claims = seller.claims.everything()
    open_questions = sum(not question.is_answered for question in questions)
    return {
        "name": seller.name,
        "reviews": {
            "total": len(reviews),
            "unanswered": seller.reviews.counts()["countUnanswered"],
            "needs_answer": sum(needs_answer(review) for review in reviews),
            "answered": sum(review.body["answer"] is not None for review in reviews),
            "in_moderation": len(seller.reviews.in_review()),
        },
        "questions": {
            "total": len(questions),
            "unanswered": open_questions,
            "needs_answer": open_questions,
            "in_moderation": len(seller.questions.in_review()),
        },
        "chats": {
            "total": len(seller.chats),
            "needs_answer": waiting_chats,
            "events": seller.chats.event_count(),
        },
        "claims": {
            "total": len(claims),
            "needs_answer": sum(claim.body["status"] == 0 for claim in claims),
        },
        "pins": {"total": len(seller.pins)},
    }


def needs_answer(review: Review) -> bool:
    """Any content, buyer tags included, and no answer."""
    has_any = review.has_content or bool(review.body["bables"])
    return has_any and review.body["answer"] is None
