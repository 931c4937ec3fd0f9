"""WB's operations that the connector calls, and what it reads in their answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from infra.wb_contract.shapes import read_fields
from shared.adapters.wildberries.chats import SELLER_SOURCES
from shared.adapters.wildberries.claims import LONGEST_PAGE, ClaimShape
from shared.adapters.wildberries.limits import LONGEST_SIGN, PAGE_BOUNDS
from shared.adapters.wildberries.wire import ChatShape, EventShape, QuestionShape, ReviewShape
from shared.domain.interaction import AnswerState, Channel, Sender
from shared.domain.replies.limits import LIMITS
from shared.domain.sync.category import Category

Names = tuple[str, ...]
Bounds = Mapping[str, tuple[int | None, int]]

_BUYER_SOURCES = ("rusite", "global")
# Questions share the reviews' model of a product and have no size.
_NO_SIZE = "productDetails.size"
_REVIEW_VALUES = {
    "answer.state": tuple(state.value for state in AnswerState),
    "state": ("none", "wbRu"),
    "orderStatus": ("buyout", "rejected", "returned", "notSpecified"),
    # WB's documentation prints the first word in Cyrillic letters and its example in Latin ones.
    "matchingSize": ("", "ok", "ок", "smaller", "bigger"),
}
_QUESTION_VALUES = {"state": ("none", "wbRu", "suppliersPortalSynch")}
_EVENT_VALUES = {
    "sender": tuple(sender.value for sender in Sender),
    "source": (*SELLER_SOURCES, *_BUYER_SOURCES),
    "eventType": ("message",),
}
_ENVELOPE = {"error": "boolean?", "data": "object"}
_CHAT_ENVELOPE = {"errors": "array?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One model in an answer: where it lies, and the values that some of its fields may take."""

    at: str
    shape: type[BaseModel]
    values: Mapping[str, Names] = field(default_factory=dict)
    without: Names = ()

    def reads(self) -> dict[str, str]:
        """Every field below the place of the model."""
        left_out = {f"{self.at}.{name}" for name in self.without}
        fields = read_fields(self.shape, self.at)
        return {path: kind for path, kind in fields.items() if path not in left_out}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What we rely on in one operation besides what can be seen in our own requests.

    `bounds` are the least and the most that we take for granted of what we send; `rate` is the
    bucket that we count the operation in, `base_rate` says whether Base tokens have the same one.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    bounds: Bounds = field(default_factory=dict)
    rate: Category | None = Category.FEEDBACKS
    base_rate: bool = True

    def reads(self) -> dict[str, str]:
        """Paths of the answer that we read, with their types."""
        return dict(self.fields) | (self.answer.reads() if self.answer else {})

    def values(self) -> dict[str, list[str]]:
        """The values that we know, by path."""
        if self.answer is None:
            return {}
        at = self.answer.at
        return {f"{at}.{name}": sorted(known) for name, known in self.answer.values.items()}


def _listed(name: str) -> dict[str, str]:
    return _ENVELOPE | {f"data.{name}": "array?"}


def _paged(channel: Channel) -> Bounds:
    page = PAGE_BOUNDS[channel]
    return {"query.take": (None, page.take), "query.skip": (None, page.skip)}


def _worded(place: str, channel: Channel) -> Bounds:
    limits = LIMITS[channel]
    return {place: (limits.least, limits.most)}


_REVIEWS = Answer(at="data.feedbacks[]", shape=ReviewShape, values=_REVIEW_VALUES)
_QUESTIONS = Answer(
    at="data.questions[]", shape=QuestionShape, values=_QUESTION_VALUES, without=(_NO_SIZE,)
)

OPERATIONS: Mapping[str, Operation] = {
    "GET /api/v1/feedbacks": Operation(
        fields=_listed("feedbacks"), answer=_REVIEWS, bounds=_paged(Channel.REVIEW)
    ),
    "GET /api/v1/feedbacks/archive": Operation(
        fields=_listed("feedbacks"),
        answer=_REVIEWS,
        # WB states no most for `skip` here.
        bounds={"query.take": (None, PAGE_BOUNDS[Channel.REVIEW].take)},
    ),
    "GET /api/v1/feedback": Operation(
        fields=_ENVELOPE, answer=Answer(at="data", shape=ReviewShape, values=_REVIEW_VALUES)
    ),
    "GET /api/v1/questions": Operation(
        fields=_listed("questions"), answer=_QUESTIONS, bounds=_paged(Channel.QUESTION)
    ),
    "GET /api/v1/question": Operation(
        fields=_ENVELOPE,
        answer=Answer(at="data", shape=QuestionShape, values=_QUESTION_VALUES, without=(_NO_SIZE,)),
    ),
    "GET /api/v1/new-feedbacks-questions": Operation(fields={"error": "boolean?"}),
    "POST /api/v1/feedbacks/answer": Operation(bounds=_worded("body.text", Channel.REVIEW)),
    "PATCH /api/v1/feedbacks/answer": Operation(bounds=_worded("body.text", Channel.REVIEW)),
    "PATCH /api/v1/questions": Operation(fields={"error": "boolean?"}),
    "GET /api/v1/seller/chats": Operation(
        fields=_CHAT_ENVELOPE | {"result": "array?"},
        answer=Answer(at="result[]", shape=ChatShape),
        rate=Category.CHAT,
    ),
    "GET /api/v1/seller/events": Operation(
        fields=_CHAT_ENVELOPE
        | {"result": "object", "result.next": "integer", "result.events": "array?"},
        answer=Answer(at="result.events[]", shape=EventShape, values=_EVENT_VALUES),
        rate=Category.CHAT,
    ),
    "POST /api/v1/seller/message": Operation(
        fields=_CHAT_ENVELOPE | {"result": "object", "result.addTime": "integer"},
        bounds={
            "form.message": (None, LIMITS[Channel.CHAT].most),
            "form.replySign": (None, LONGEST_SIGN),
        },
        rate=Category.CHAT,
    ),
    "GET /api/v1/seller/download/{id}": Operation(rate=Category.CHAT, base_rate=False),
    "GET /api/v1/claims": Operation(
        fields={"claims": "array", "total": "integer?"},
        answer=Answer(at="claims[]", shape=ClaimShape),
        bounds={"query.limit": (None, LONGEST_PAGE)},
        rate=None,
    ),
}
