"""One chat's events as messages (WB API documentation, section "Чат с покупателями")."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.adapters.wildberries.fingerprint import stamp_content
from shared.adapters.wildberries.wire import (
    BundleShape,
    EventShape,
    FileShape,
    GoodShape,
    ImageShape,
    LastMessageShape,
    MessageShape,
)
from shared.domain.chat import PREVIEW_LENGTH, extend_tail
from shared.domain.errors import Malformed
from shared.domain.ids import InteractionId, hash_key, interaction_id
from shared.domain.interaction import (
    ANY_IMAGE,
    Attachment,
    Channel,
    ChatTail,
    Message,
    Photo,
    Product,
    Sender,
    Source,
)
from shared.domain.raw_items import ParsedItem

# Where a seller can write by hand or by program; what else speaks in the seller's name is WB.
SELLER_SOURCES = frozenset({"seller-portal", "seller-public-api", "ios", "android"})
_EVENT_TYPES = ("message", "")
_UNNAMED_FILE = "Файл"
_UNNAMED_IMAGE = "Фото"


def parse_chat(bundle: BundleShape, observed_at: datetime) -> ParsedItem:
    """Understand the events at hand; ingestion adds them to what is stored of the chat."""
    chat_id = _chat_id(bundle)
    interaction = interaction_id(Channel.CHAT.value, chat_id)
    events = sorted(bundle.events, key=_event_time)
    messages = tuple(_message(event, interaction) for event in events)
    good = _good(bundle, events)
    last = bundle.chat.last_message if bundle.chat else LastMessageShape()
    started_at = _event_time(events[0]) if events else last.add_timestamp
    source = Source(
        external_id=chat_id,
        created_at=started_at or observed_at,
        observed_at=observed_at,
        content_hash="",
        buyer_name=_buyer_name(bundle, events),
        product=Product(nm_id=good.nm_id or 0, size="" if good.size == "0" else good.size),
        chat=extend_tail(
            ChatTail(
                reply_sign=_reply_sign(bundle, events),
                order_key=good.rid,
                price=good.price,
                currency=good.price_currency,
                preview="" if messages else last.text[:PREVIEW_LENGTH],
                preview_at=None if messages else last.add_timestamp,
            ),
            messages,
        ),
    )
    stamped = stamp_content(source, is_dated=started_at is not None)
    return ParsedItem(channel=Channel.CHAT, source=stamped, messages=messages)


def _chat_id(bundle: BundleShape) -> str:
    ids = {event.chat_id for event in bundle.events}
    if bundle.chat is not None:
        ids.add(bundle.chat.chat_id)
    if len(ids) != 1:
        raise Malformed("BundleShape: not one chat")
    return ids.pop()


def _event_time(event: EventShape) -> datetime:
    moment = event.add_timestamp or event.add_time
    if moment is None:
        raise Malformed("EventShape: addTimestamp, addTime")
    return moment


def _has_words(event: EventShape) -> bool:
    """Events that carry none are service marks: nobody has to answer them."""
    if event.message is None or event.event_type not in _EVENT_TYPES:
        return False
    hung = event.message.attachments
    return bool(event.message.text.strip() or hung.files or hung.images)


def _message(event: EventShape, interaction: InteractionId) -> Message:
    said = event.message or MessageShape()
    hung = said.attachments
    return Message(
        id=_message_id(event, said.text),
        interaction=interaction,
        sender=_sender(event),
        sent_at=_event_time(event),
        text=said.text,
        source=event.source,
        wb_sender=event.sender,
        photos=tuple(Photo(full=one.url, mini=one.url) for one in hung.images if one.url),
        attachments=(*_files(hung.files), *_images(hung.images)),
        nm_id=hung.good_card.nm_id,
    )


def _files(files: Sequence[FileShape]) -> Iterator[Attachment]:
    names = _number_names(_UNNAMED_FILE, sum(not one.name for one in files))
    for file in files:
        yield Attachment(
            name=file.name or next(names),
            download_id=file.download_id,
            content_type=file.content_type,
            size=file.size,
            url=file.url,
        )


def _images(images: Sequence[ImageShape]) -> Iterator[Attachment]:
    """WB names no picture."""
    names = _number_names(_UNNAMED_IMAGE, len(images))
    for image, name in zip(images, names, strict=True):
        yield Attachment(
            name=name, download_id=image.download_id, content_type=ANY_IMAGE, url=image.url
        )


def _number_names(word: str, count: int) -> Iterator[str]:
    """Tell several apart by ear, too; one alone needs no number."""
    return (f"{word} {number}" if count > 1 else word for number in range(1, count + 1))


def _message_id(event: EventShape, text: str) -> str:
    if event.event_id:
        return hash_key("event", event.event_id)
    moment = _event_time(event).isoformat()
    return hash_key("words", event.chat_id, moment, event.sender, text)


def _sender(event: EventShape) -> Sender:
    if not _has_words(event):
        return Sender.WB
    if event.sender == Sender.CLIENT:
        return Sender.CLIENT
    by_hand = event.sender == Sender.SELLER and event.source in SELLER_SOURCES
    return Sender.SELLER if by_hand else Sender.WB


def _good(bundle: BundleShape, events: Sequence[EventShape]) -> GoodShape:
    shown = [bundle.chat.good_card] if bundle.chat else []
    shown += [event.message.attachments.good_card for event in events if event.message]
    named = (good for good in shown if good.nm_id or good.rid)
    return next(named, GoodShape())


def _reply_sign(bundle: BundleShape, events: Sequence[EventShape]) -> str:
    """The list of chats is always fresh; an event's sign is as old as the event."""
    if bundle.chat is not None and bundle.chat.reply_sign:
        return bundle.chat.reply_sign
    return next((event.reply_sign for event in reversed(events) if event.reply_sign), "")


def _buyer_name(bundle: BundleShape, events: Sequence[EventShape]) -> str:
    if bundle.chat is not None and bundle.chat.client_name:
        return bundle.chat.client_name
    return next((event.client_name for event in reversed(events) if event.client_name), "")
