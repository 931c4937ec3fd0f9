"""The table of operations: 25 of the communications API and a few beside it."""

from infra.wb_simulator import account_routes as account
from infra.wb_simulator import chat_routes as chats
from infra.wb_simulator import claim_routes as claims
from infra.wb_simulator import pin_routes as pins
from infra.wb_simulator import question_routes as questions
from infra.wb_simulator import review_routes as reviews
from infra.wb_simulator.operations import Forbidden, Handler, Operation


def reading(
    path: str, handler: Handler, *, scope: str, category: str, forbidden: Forbidden = "problem"
) -> Operation:
    """A GET, open to read-only tokens."""
    return Operation(
        method="GET",
        path=path,
        scope=scope,
        category=category,
        handler=handler,
        forbidden=forbidden,
    )


def shared(path: str, handler: Handler, forbidden: Forbidden = "envelope") -> Operation:
    """A GET from the one bucket of reviews, questions and pins."""
    return reading(path, handler, scope="feedbacks", category="feedbacks", forbidden=forbidden)


def writing(
    method: str,
    path: str,
    handler: Handler,
    *,
    scope: str = "feedbacks",
    category: str = "feedbacks",
    forbidden: Forbidden = "problem",
) -> Operation:
    """Closed to read-only tokens."""
    return Operation(
        method=method,
        path=path,
        scope=scope,
        category=category,
        handler=handler,
        forbidden=forbidden,
        writes=True,
    )


REVIEW_OPERATIONS = (
    shared("/api/v1/new-feedbacks-questions", reviews.has_new),
    shared("/api/v1/feedbacks/count-unanswered", reviews.count_unanswered),
    shared("/api/v1/feedbacks/count", reviews.count_reviews),
    shared("/api/v1/feedbacks", reviews.list_reviews),
    shared("/api/v1/feedback", reviews.read_review, "problem"),
    shared("/api/v1/feedbacks/archive", reviews.list_archive),
    writing("POST", "/api/v1/feedbacks/answer", reviews.answer_review),
    writing("PATCH", "/api/v1/feedbacks/answer", reviews.edit_answer),
    writing("POST", "/api/v1/feedbacks/order/return", reviews.return_order),
)
QUESTION_OPERATIONS = (
    shared("/api/v1/questions/count-unanswered", questions.count_unanswered),
    shared("/api/v1/questions/count", questions.count_questions),
    shared("/api/v1/questions", questions.list_questions),
    shared("/api/v1/question", questions.read_question),
    writing("PATCH", "/api/v1/questions", questions.change_question, forbidden="envelope"),
)
PIN_OPERATIONS = (
    shared("/api/feedbacks/v1/pins", pins.list_pins, "problem"),
    shared("/api/feedbacks/v1/pins/count", pins.count_pins, "problem"),
    shared("/api/feedbacks/v1/pins/limits", pins.show_limits, "problem"),
    writing("POST", "/api/feedbacks/v1/pins", pins.pin_reviews),
    writing("DELETE", "/api/feedbacks/v1/pins", pins.unpin_reviews),
)
CHAT_OPERATIONS = (
    reading("/api/v1/seller/chats", chats.list_chats, scope="chats", category="chats"),
    reading("/api/v1/seller/events", chats.list_events, scope="events", category="chats"),
    reading(
        "/api/v1/seller/download/{id}",
        chats.download_file,
        scope="download",
        category="chats",
    ),
    writing(
        "POST", "/api/v1/seller/message", chats.send_message, scope="message", category="chats"
    ),
)
CLAIM_OPERATIONS = (
    reading("/api/v1/claims", claims.list_claims, scope="claims", category="returns"),
    writing("PATCH", "/api/v1/claim", claims.answer_claim, scope="claim", category="returns"),
)
COMMUNICATIONS = (
    REVIEW_OPERATIONS + QUESTION_OPERATIONS + PIN_OPERATIONS + CHAT_OPERATIONS + CLAIM_OPERATIONS
)
BESIDE = (
    Operation(method="GET", path="/ping", scope="ping", category=None, handler=account.ping),
    Operation(
        method="GET",
        path="/api/v1/seller-info",
        scope="seller-info",
        category=None,
        handler=account.show_seller,
    ),
    Operation(
        method="GET",
        path="/api/common/v1/rating",
        scope="rating",
        category="feedbacks",
        handler=reviews.read_rating,
    ),
    Operation(
        method="POST",
        path="/content/v2/get/cards/list",
        scope="cards",
        category="content",
        handler=account.list_cards,
    ),
)
OPERATIONS = COMMUNICATIONS + BESIDE
