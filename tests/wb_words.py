"""Stored items, written back in WB's own words."""

from typing import Any

from shared.domain.interaction import (
    ANY_IMAGE,
    Attachment,
    Interaction,
    Message,
    Product,
    Source,
)


def as_review(item: Interaction) -> dict[str, Any]:
    source = item.source
    return {
        **both_kinds(source),
        "pros": source.pros,
        "cons": source.cons,
        "productValuation": source.rating,
        "userName": source.buyer_name,
        "answer": None if source.answer is None else as_review_answer(source),
        "video": as_video(source),
        "photoLinks": [{"fullSize": one.full, "miniSize": one.mini} for one in source.photos],
        "orderStatus": source.order.status,
        "matchingSize": source.size_fit,
        "bables": list(source.tags),
        "lastOrderShkId": source.order.shk,
        "lastOrderCreatedAt": source.order.ordered_at,
        "returnProductOrdersDate": source.order.returned_at,
        "color": source.product.color,
        "subjectId": source.product.subject_id,
        "subjectName": source.product.subject,
        "parentFeedbackId": source.parent_id,
        "childFeedbackId": source.child_id,
    }


def as_question(item: Interaction) -> dict[str, Any]:
    source = item.source
    written = source.answer and {
        "text": source.answer.text,
        "editable": source.answer.editable,
        "createDate": source.answer.created_at,
    }
    return {**both_kinds(source), "answer": written, "isWarned": source.is_warned}


def both_kinds(source: Source) -> dict[str, Any]:
    return {
        "id": source.external_id,
        "text": source.text,
        "createdDate": source.created_at,
        "state": source.wb_state,
        "productDetails": as_product(source.product),
    }


def as_product(product: Product) -> dict[str, Any]:
    return {
        "imtId": product.imt_id,
        "nmId": product.nm_id,
        "productName": product.name,
        "supplierArticle": product.article,
        "supplierName": product.supplier,
        "brandName": product.brand,
        "size": product.size,
    }


def as_review_answer(source: Source) -> dict[str, Any]:
    assert source.answer is not None
    return {
        "text": source.answer.text,
        "state": source.answer.state and source.answer.state.value,
        "editable": source.answer.editable,
    }


def as_video(source: Source) -> dict[str, Any] | None:
    if source.video is None:
        return None
    return {
        "previewImage": source.video.preview,
        "link": source.video.link,
        "durationSec": source.video.seconds,
    }


def as_event(message: Message, chat: Interaction) -> dict[str, Any]:
    files = [one for one in message.attachments if one.content_type != ANY_IMAGE]
    images = [one for one in message.attachments if one.content_type == ANY_IMAGE]
    return {
        "chatID": chat.source.external_id,
        "eventID": message.id,
        "sender": message.wb_sender,
        "source": message.source,
        "addTimestamp": message.sent_at,
        "text": message.text,
        "nmID": message.nm_id,
        "files": [as_file(one) for one in files],
        "images": [{"downloadID": one.download_id, "url": one.url} for one in images],
    }


def as_file(file: Attachment) -> dict[str, Any]:
    return {
        "contentType": file.content_type,
        "downloadID": file.download_id,
        "name": file.name,
        "url": file.url,
        "size": file.size,
    }
