"""From stored items to the lines of the list."""

from datetime import datetime

from shared.domain.chat import chat_state, unread_words
from shared.domain.deadlines.table import raised_priority
from shared.domain.deadlines.words import reason_words, wb_words
from shared.domain.interaction import (
    Interaction,
    Priority,
    Product,
    Source,
    View,
)
from shared.domain.queue import is_overdue, waiting_since
from shared.domain.replies.states import ReplyState
from shared.entrypoint.api.answers import PhotoPaths
from shared.entrypoint.api.shapes.inbox import DeadlineAnswer, ProductAnswer, Row
from shared.entrypoint.api.words import BUYER, NO_WORDS
from shared.usecases.request_draft import has_fresh_draft

_PREVIEW = 160
_LEVELS = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)


def row_answer(item: Interaction, *, now: datetime, paths: PhotoPaths) -> Row:
    """One line of the list; age raises the priority that is shown before the stored one moves."""
    source, queue, reply = item.source, item.queue, item.work.reply
    unread = count_unread(item)
    return Row(
        id=item.id,
        channel=item.channel,
        view=queue.view,
        sort_at=queue.sort_at if queue.view is View.ATTENTION else item.occurred_at,
        rating=source.rating,
        buyer=source.buyer_name or BUYER,
        product=product_answer(source.product, paths),
        preview=preview_of(item),
        occurred_at=item.occurred_at,
        status=queue.status,
        needs_response=queue.needs_response,
        priority=_shown_priority(item, now),
        deadline=_deadline_answer(item, now),
        intent=item.ai.intent.label,
        alarms=tuple(one.alarm for one in item.ai.escalations),
        tags=item.work.tags,
        draft_ready=queue.needs_response and has_fresh_draft(item),
        reply_state=ReplyState(reply.state) if reply else None,
        wb_state=(reply.wb_state or None) if reply else None,
        reply_overdue=is_overdue(item.work, queue),
        chat_state=chat_state(source.chat, queue) if source.chat else None,
        closed_by=queue.closed_by,
        auto=queue.auto,
        source=source.origin,
        unread=unread > 0,
        unread_count=unread,
        has_photo=bool(source.photos),
        revision=item.revision,
        changed_at=item.changed_at,
    )


def count_unread(item: Interaction) -> int:
    """How many of the words that wait for an answer came after the seller looked."""
    since, seen_at = waiting_since(item.channel, item.source), item.work.seen_at
    if since is None or not item.queue.needs_response:
        return 0
    if item.source.chat:
        return unread_words(item.source.chat, seen_at)
    return int(seen_at is None or seen_at < since)


def preview_of(item: Interaction) -> str:
    """The first words that say most: of a chat the last ones."""
    source = item.source
    chat = source.chat
    words = chat.last_text or chat.preview if chat else _review_words(source)
    line = " ".join(words.split())
    return (line[: _PREVIEW - 1] + "…") if len(line) > _PREVIEW else line or NO_WORDS


def _review_words(source: Source) -> str:
    return source.text or source.cons or source.pros or ", ".join(source.tags)


def _shown_priority(item: Interaction, now: datetime) -> Priority:
    deadline = item.queue.deadline
    if deadline is None:
        return item.queue.priority
    return max(item.queue.priority, raised_priority(deadline, now), key=_LEVELS.index)


def _deadline_answer(item: Interaction, now: datetime) -> DeadlineAnswer | None:
    deadline = item.queue.deadline
    if deadline is None:
        return None
    return DeadlineAnswer(
        target_at=deadline.target_at,
        limit_at=deadline.limit_at,
        rule=deadline.rule,
        reason=reason_words(item.channel, item.source.rating, deadline),
        wb_at=deadline.wb_at,
        wb_reason=wb_words(item.channel, deadline, now),
    )


def product_answer(product: Product, paths: PhotoPaths) -> ProductAnswer:
    """The product as far as WB's item names it."""
    return ProductAnswer(
        nm_id=product.nm_id,
        name=product.name,
        photo=paths.of_product(product.nm_id),
        brand=product.brand,
        article=product.article,
        size=product.size,
        color=product.color,
    )
