"""From WB's raw items to the words of the domain."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from shared.adapters.wildberries.fingerprint import stamp_content
from shared.adapters.wildberries.moments import MOST_AHEAD, Sight
from shared.adapters.wildberries.wire import (
    BundleShape,
    ProductShape,
    QuestionAnswerShape,
    QuestionShape,
    ReviewAnswerShape,
    ReviewShape,
    Shape,
    VideoShape,
)
from shared.domain.errors import Malformed
from shared.domain.interaction import (
    Answer,
    AnswerState,
    Channel,
    Order,
    Photo,
    Product,
    Source,
    Video,
)
from shared.domain.raw_items import ParsedItem, RawItem, ReadBack

ShapeT = TypeVar("ShapeT", bound=Shape)

# Half of what a document may hold (1 MiB): drafts, replies and links come on top. Cut words could
# turn a complaint into praise, so the whole item is kept for a person instead.
LARGEST_ITEM_BYTES = 500_000

# WB's documentation prints the word in Cyrillic letters and its example in Latin ones.
_LATIN = str.maketrans("ок", "ok")
_SIZE_FITS = ("ok", "smaller", "bigger")
_ANSWER_STATES = {state.value: state for state in AnswerState}


def parse_raw(channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
    """Understand one raw item; Malformed names the fields that are wrong."""
    sight = Sight(latest=observed_at + MOST_AHEAD)
    match channel:
        case Channel.REVIEW:
            source = _review_source(_read_shape(ReviewShape, raw, sight), observed_at)
            parsed = ParsedItem(channel=channel, source=stamp_content(source))
        case Channel.QUESTION:
            source = _question_source(_read_shape(QuestionShape, raw, sight), observed_at)
            parsed = ParsedItem(channel=channel, source=stamp_content(source))
        case Channel.CHAT:
            # What a chat says is heard as it is read, which takes the language along.
            from shared.adapters.wildberries.chats import parse_chat

            parsed = parse_chat(_read_shape(BundleShape, raw, sight), observed_at)
    return replace(parsed, undated=tuple(sight.unread)) if sight.unread else parsed


def read_back(channel: Channel, raw: RawItem) -> ReadBack:
    """What a raw review or question shows of the seller's answer."""
    if channel is Channel.REVIEW:
        review = _read_shape(ReviewShape, raw, Sight())
        answer = review.answer
        return ReadBack(exists=True) if answer is None else _review_answer(answer)
    return _question_answer(_read_shape(QuestionShape, raw, Sight()))


def _read_shape(shape: type[ShapeT], raw: RawItem, sight: Sight) -> ShapeT:
    """Name only the fields that are wrong: the values may be a buyer's words."""
    try:
        _check_size(shape, raw)
        return shape.model_validate(raw, context=sight)
    except UnicodeEncodeError:
        raise Malformed(f"{shape.__name__}: broken characters") from None
    except ValidationError as wrong:
        fields = {".".join(str(part) for part in one["loc"]) for one in wrong.errors()}
        raise Malformed(f"{shape.__name__}: {', '.join(sorted(fields))}") from None


def _check_size(shape: type[Shape], raw: RawItem) -> None:
    """Refuse what leaves a document no room; of a chat each line and event goes by itself."""
    if _size_of(raw) <= LARGEST_ITEM_BYTES:
        return
    events = raw.get("events") if shape is BundleShape else None
    parts = [raw.get("chat"), *events] if isinstance(events, list) else [raw]
    if any(_size_of(part) > LARGEST_ITEM_BYTES for part in parts):
        raise Malformed(f"{shape.__name__}: larger than {LARGEST_ITEM_BYTES} bytes")


def _size_of(part: Any) -> int:
    # Half of a surrogate pair passes as JSON and has no bytes that a store could keep.
    return len(json.dumps(part, ensure_ascii=False).encode())


def _review_source(review: ReviewShape, observed_at: datetime) -> Source:
    answer = review.answer
    return Source(
        external_id=review.id,
        created_at=review.created_date,
        observed_at=observed_at,
        content_hash="",
        buyer_name=review.user_name,
        product=replace(
            _product(review.product_details),
            color=review.color,
            subject=review.subject_name,
            subject_id=review.subject_id,
        ),
        rating=review.product_valuation,
        text=review.text,
        pros=review.pros,
        cons=review.cons,
        tags=tuple(review.bables),
        photos=tuple(
            Photo(full=one.full_size or one.mini_size, mini=one.mini_size or one.full_size)
            for one in review.photo_links
            if one.full_size or one.mini_size
        ),
        video=_video(review.video),
        size_fit=_size_fit(review.matching_size),
        order=Order(
            status=review.order_status,
            shk=review.last_order_shk_id,
            ordered_at=review.last_order_created_at,
            returned_at=review.return_product_orders_date,
        ),
        parent_id=review.parent_feedback_id,
        child_id=review.child_feedback_id,
        wb_state=review.state,
        answer=None
        if answer is None
        else Answer(
            text=answer.text, state=_ANSWER_STATES.get(answer.state), editable=answer.editable
        ),
    )


def _question_source(question: QuestionShape, observed_at: datetime) -> Source:
    answer = _spoken_answer(question)
    return Source(
        external_id=question.id,
        created_at=question.created_date,
        observed_at=observed_at,
        content_hash="",
        product=_product(question.product_details),
        text=question.text,
        wb_state=question.state,
        is_warned=question.is_warned,
        answer=None
        if answer is None
        else Answer(text=answer.text, editable=answer.editable, created_at=answer.create_date),
    )


def _product(details: ProductShape) -> Product:
    return Product(
        nm_id=details.nm_id,
        name=details.product_name,
        imt_id=details.imt_id,
        brand=details.brand_name,
        article=details.supplier_article,
        # WB writes 0 where a product has no sizes.
        size="" if details.size == "0" else details.size,
        supplier=details.supplier_name,
    )


def _video(video: VideoShape | None) -> Video | None:
    if video is None:
        return None
    return Video(preview=video.preview_image, link=video.link, seconds=video.duration_sec)


def _size_fit(word: str) -> str:
    folded = word.strip().lower().translate(_LATIN)
    return folded if folded in _SIZE_FITS else ""


def _spoken_answer(question: QuestionShape) -> QuestionAnswerShape | None:
    """An answer without a word answers no question."""
    answer = question.answer
    return answer if answer is not None and answer.text.strip() else None


def _review_answer(answer: ReviewAnswerShape) -> ReadBack:
    return ReadBack(exists=True, found=answer.text, wb_state=answer.state, editable=answer.editable)


def _question_answer(question: QuestionShape) -> ReadBack:
    answer = _spoken_answer(question)
    if answer is None:
        return ReadBack(exists=True, wb_state=question.state)
    return ReadBack(
        exists=True, found=answer.text, wb_state=question.state, editable=answer.editable
    )
