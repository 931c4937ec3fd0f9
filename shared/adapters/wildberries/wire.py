"""Shapes of WB's raw items: strict where a field matters, forgiving everywhere else.

WB API documentation, sections "Отзывы", "Вопросы" and "Чат с покупателями". What WB leaves out,
sends as null or adds later does not refuse an item; a wrong id, date, rating or article does.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENTS = TypeAdapter(datetime)


def _read_moment(value: Any) -> datetime:
    """Both forms of a date, to the microsecond; WB's dates without a zone are UTC."""
    if not isinstance(value, str):
        raise ValueError("not a date")  # noqa: TRY004 - pydantic turns ValueError into its own
    if value[4:5] != "-":
        raise ValueError("not a date")
    moment = _MOMENTS.validate_python(value)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError as broken:
        raise ValueError("not a date of this world") from broken


def _read_loose_moment(value: Any) -> datetime | None:
    try:
        return _read_moment(value)
    except ValueError:
        return None


def _read_millis(value: Any) -> datetime | None:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        return None


def _none_to_empty(value: Any) -> Any:
    return "" if value is None else value


def _only_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _only_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


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


def _is_there(value: Any) -> bool:
    return bool(value)


Id = Annotated[str, Field(min_length=1, max_length=512)]
Text = Annotated[str, BeforeValidator(_none_to_empty)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]
LooseMoment = Annotated[datetime | None, BeforeValidator(_read_loose_moment)]
Millis = Annotated[datetime | None, BeforeValidator(_read_millis)]
LooseText = Annotated[str, BeforeValidator(_only_text)]
LooseNumber = Annotated[int | None, BeforeValidator(_only_number)]
LooseFlag = Annotated[bool, BeforeValidator(_is_true)]
Presence = Annotated[bool, BeforeValidator(_is_there)]
Words = Annotated[list[str], BeforeValidator(_only_words)]


class Shape(BaseModel):
    """Names as WB writes them, unknown fields ignored, no guessing of types."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True, strict=True)


class ProductShape(Shape):
    """`productDetails`; questions have no size, old items lack the brand."""

    nm_id: Annotated[int, Field(ge=0)]
    product_name: Text = ""
    imt_id: LooseNumber = None
    brand_name: LooseText = ""
    supplier_article: LooseText = ""
    size: LooseText = ""


class PhotoShape(Shape):
    """One picture of a review."""

    full_size: LooseText = ""
    mini_size: LooseText = ""


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
    video: Presence = False
    bables: Words = []
    matching_size: LooseText = ""
    color: LooseText = ""
    subject_name: LooseText = ""
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


class GoodShape(Shape):
    """The product card of a chat; `rid` names the order."""

    nm_id: Annotated[LooseNumber, Field(alias="nmID")] = None
    rid: LooseText = ""
    size: LooseText = ""


class LastMessageShape(Shape):
    """The preview in the list of chats."""

    text: LooseText = ""
    add_timestamp: Millis = None


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


class FileShape(Shape):
    """A document in a message."""

    name: LooseText = ""
    download_id: Annotated[LooseText, Field(alias="downloadID")] = ""


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
    add_timestamp: Millis = None
    add_time: LooseMoment = None
    reply_sign: LooseText = ""
    sender: LooseText = ""
    client_name: LooseText = ""


class BundleShape(Shape):
    """One chat's events as sync groups them, oldest first, with its line of the list if known."""

    chat: ChatShape | None = None
    events: list[EventShape] = []
