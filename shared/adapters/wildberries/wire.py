"""Shapes of WB's raw items: strict where a field matters, forgiving everywhere else.

WB API documentation, sections "Отзывы", "Вопросы" and "Чат с покупателями". What WB leaves out,
sends as null or adds later does not refuse an item; a wrong id, date, rating or article does, and
so does what no store can hold.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.adapters.wildberries.moments import LooseMillis, LooseMoment, Moment

# What 64 bits with a sign hold.
LARGEST_NUMBER = 2**63 - 1


def _none_to_empty(value: Any) -> Any:
    return "" if value is None else value


def _only_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _only_number(value: Any) -> int | None:
    """No number is nothing said; one that no store can hold is not to be lost unseen."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise ValueError("a number beyond 64 bits")
    return value


def _only_objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _only_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _only_words(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [word for word in value if isinstance(word, str) and word.strip()]


def _is_true(value: Any) -> bool:
    return value is True


def _object_or_none(value: Any) -> dict[str, Any] | None:
    """A video of an unknown form is a video all the same."""
    return _only_object(value) if value else None


Id = Annotated[str, Field(min_length=1, max_length=512)]
Text = Annotated[str, BeforeValidator(_none_to_empty)]
LooseText = Annotated[str, BeforeValidator(_only_text)]
LooseNumber = Annotated[int | None, BeforeValidator(_only_number)]
LooseFlag = Annotated[bool, BeforeValidator(_is_true)]
Words = Annotated[list[str], BeforeValidator(_only_words)]


class Shape(BaseModel):
    """Names as WB writes them, unknown fields ignored, no guessing of types."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="ignore", frozen=True, strict=True, defer_build=True
    )


class ProductShape(Shape):
    """`productDetails`; questions have no size, old items lack the brand."""

    nm_id: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
    product_name: Text = ""
    imt_id: LooseNumber = None
    brand_name: LooseText = ""
    supplier_article: LooseText = ""
    supplier_name: LooseText = ""
    size: LooseText = ""


class PhotoShape(Shape):
    """One picture of a review."""

    full_size: LooseText = ""
    mini_size: LooseText = ""


class VideoShape(Shape):
    """The video of a review: a picture and a stream (HLS)."""

    preview_image: LooseText = ""
    link: LooseText = ""
    duration_sec: LooseNumber = None


class ReviewAnswerShape(Shape):
    """A review's answer has a state and no date."""

    text: str
    state: LooseText = ""
    editable: LooseFlag = False


class ReviewShape(Shape):
    """A review in a list, by id or in the archive."""

    id: Id
    created_date: Moment
    product_valuation: Annotated[int, Field(ge=1, le=5)]
    product_details: ProductShape
    text: Text = ""
    pros: Text = ""
    cons: Text = ""
    user_name: Text = ""
    answer: ReviewAnswerShape | None = None
    state: LooseText = ""
    photo_links: Annotated[list[PhotoShape], BeforeValidator(_only_objects)] = []
    video: Annotated[VideoShape | None, BeforeValidator(_object_or_none)] = None
    bables: Words = []
    order_status: LooseText = ""
    matching_size: LooseText = ""
    color: LooseText = ""
    subject_id: LooseNumber = None
    subject_name: LooseText = ""
    last_order_shk_id: LooseNumber = None
    last_order_created_at: LooseMoment = None
    return_product_orders_date: LooseMoment = None
    parent_feedback_id: LooseText = ""
    child_feedback_id: LooseText = ""


class QuestionAnswerShape(Shape):
    """A question's answer has a date and no state."""

    text: str
    create_date: LooseMoment = None
    editable: LooseFlag = False


class QuestionShape(Shape):
    """A question; WB never names the buyer."""

    id: Id
    created_date: Moment
    product_details: ProductShape
    text: Text = ""
    answer: QuestionAnswerShape | None = None
    state: LooseText = ""
    is_warned: LooseFlag = False


class GoodShape(Shape):
    """The product card of a chat; `rid` names the order, `price` is what it cost."""

    nm_id: Annotated[LooseNumber, Field(alias="nmID")] = None
    rid: LooseText = ""
    size: LooseText = ""
    price: LooseNumber = None
    price_currency: LooseText = ""


class LastMessageShape(Shape):
    """The preview in the list of chats."""

    text: LooseText = ""
    add_timestamp: LooseMillis = None


class ChatShape(Shape):
    """One line of the list of chats."""

    chat_id: Annotated[Id, Field(alias="chatID")]
    reply_sign: LooseText = ""
    client_name: LooseText = ""
    good_card: Annotated[GoodShape, BeforeValidator(_only_object)] = GoodShape()
    last_message: Annotated[LastMessageShape, BeforeValidator(_only_object)] = LastMessageShape()


class ImageShape(Shape):
    """A picture in a message."""

    url: LooseText = ""
    download_id: Annotated[LooseText, Field(alias="downloadID")] = ""


class FileShape(Shape):
    """A document in a message."""

    name: LooseText = ""
    download_id: Annotated[LooseText, Field(alias="downloadID")] = ""
    content_type: LooseText = ""
    size: LooseNumber = None
    url: LooseText = ""


class AttachmentsShape(Shape):
    """What hangs on a message."""

    good_card: Annotated[GoodShape, BeforeValidator(_only_object)] = GoodShape()
    files: Annotated[list[FileShape], BeforeValidator(_only_objects)] = []
    images: Annotated[list[ImageShape], BeforeValidator(_only_objects)] = []


class MessageShape(Shape):
    """The words of an event."""

    text: Text = ""
    attachments: Annotated[AttachmentsShape, BeforeValidator(_only_object)] = AttachmentsShape()


class EventShape(Shape):
    """One entry of the stream; the official example holds one without message and source."""

    chat_id: Annotated[Id, Field(alias="chatID")]
    event_id: Annotated[LooseText, Field(alias="eventID")] = ""
    event_type: LooseText = "message"
    message: MessageShape | None = None
    source: LooseText = ""
    add_timestamp: LooseMillis = None
    add_time: LooseMoment = None
    reply_sign: LooseText = ""
    sender: LooseText = ""
    client_name: LooseText = ""


class BundleShape(Shape):
    """One chat's events as sync groups them, oldest first, with its line of the list if known."""

    chat: ChatShape | None = None
    events: list[EventShape] = []
