"""Why an item is due when it is, in words a seller understands."""

from datetime import datetime, timedelta

from shared.domain.deadlines.table import REVIEW_NEGATIVE, REVIEW_NEUTRAL, REVIEW_POSITIVE, WB_CLOCK
from shared.domain.interaction import Channel, Deadline
from shared.domain.moscow import MOSCOW
from shared.domain.understanding import Intent

# From so far on WB's own clock is worth a word.
WB_WORTH_TELLING = timedelta(days=3)

INTENT_SUBJECTS = {
    Intent.SIZING_FIT: "о размере",
    Intent.AVAILABILITY: "о наличии",
    Intent.DELIVERY_STATUS: "о доставке",
    Intent.DELIVERY_DELAY: "о задержке доставки",
    Intent.PRODUCT_SPEC: "о характеристиках",
    Intent.COMPATIBILITY: "о совместимости",
    Intent.USAGE_HOWTO: "о том, как пользоваться",
    Intent.COMPLIANCE_SAFETY: "о безопасности",
    Intent.PRE_PURCHASE: "перед покупкой",
    Intent.DEFECT_NOT_WORKING: "о браке",
    Intent.WRONG_ITEM: "о том, что прислали не то",
    Intent.MISSING_PARTS: "о том, что не хватает частей",
    Intent.REFUND_EXCHANGE: "о возврате или обмене",
    Intent.CANCEL_REQUEST: "об отмене заказа",
    Intent.QUALITY_COMPLAINT: "о качестве",
    Intent.PRICE_PROMO: "о цене",
    Intent.THANKS: "с благодарностью",
    Intent.OTHER: "без определённой темы",
}
_CHANNELS = {Channel.REVIEW: "Отзыв", Channel.QUESTION: "Вопрос", Channel.CHAT: "Сообщение в чате"}
_STARS = {REVIEW_NEGATIVE: "1–2★", REVIEW_NEUTRAL: "3★", REVIEW_POSITIVE: "4–5★"}
_WB_SOON = {
    Channel.REVIEW: "WB уберёт отзыв в архив",
    Channel.CHAT: "WB закроет чат для ответа",
}
_WB_SINCE = {Channel.REVIEW: "публикации", Channel.CHAT: "сообщения"}
_WB_OVER = {
    Channel.REVIEW: "Срок WB для ответа на отзыв вышел",
    Channel.CHAT: "Срок WB для ответа в чате вышел",
}
_HOURS_UNTIL = 72
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_TEENS = range(11, 15)
_SUBJECTS = {one.value: words for one, words in INTENT_SUBJECTS.items()}


def reason_words(channel: Channel, rating: int | None, deadline: Deadline) -> str:
    """What the item is, and how soon the seller's own table wants it answered."""
    subject = subject_words(channel, rating, deadline.rule)
    if deadline.wb_at is not None and deadline.limit_at == deadline.wb_at:
        days = WB_CLOCK[channel].days
        return f"{subject}: {_WB_SOON[channel]} через {days} дней после {_WB_SINCE[channel]}"
    target, limit = _span(deadline.target), _span(deadline.limit, short=deadline.target)
    working = " рабочего времени" if deadline.in_hours else ""
    return f"{subject}: ответьте за {target}, не позже {limit}{working}"


def subject_words(channel: Channel, rating: int | None, rule: str) -> str:
    """Name a row of the table as it fits one item."""
    name = _CHANNELS[channel]
    if rule in _STARS:
        return f"{name} {rating}★" if rating else f"{name} {_STARS[rule]}"
    intent = rule.removesuffix("_chat").removesuffix("_question")
    return f"{name} {_SUBJECTS[intent]}" if intent in _SUBJECTS else name


def row_words(rule: str) -> str:
    """Name a row of the table on its own."""
    if rule in _STARS:
        return f"Отзывы {_STARS[rule]}"
    if rule.endswith("_chat"):
        return f"Сообщения в чате {_SUBJECTS[rule.removesuffix('_chat')]}"
    if rule.endswith("_question"):
        return f"Вопросы {_SUBJECTS[rule.removesuffix('_question')]}"
    return f"Обращения {_SUBJECTS[rule]}"


def wb_words(channel: Channel, deadline: Deadline, now: datetime) -> str | None:
    """WB's own clock, once it is near; nothing stops it."""
    if deadline.wb_at is None or deadline.wb_at - now > WB_WORTH_TELLING:
        return None
    at = f"{deadline.wb_at.astimezone(MOSCOW):%d.%m в %H:%M}"
    if now >= deadline.wb_at:
        return f"{_WB_OVER[channel]} {at}"
    left = max(deadline.wb_at - now, _MINUTE)
    return f"{_WB_SOON[channel]} через {_accusative(left)}, {at}"


def _span(span: timedelta, short: timedelta | None = None) -> str:
    """«5 минут», «4 часа»; the second of two numbers in one unit says its unit too, in genitive."""
    genitive = short is not None
    if span < _HOUR or span % _HOUR:
        return _counted(round(span / _MINUTE), *_forms("минута", genitive=genitive))
    return _counted(round(span / _HOUR), *_forms("час", genitive=genitive))


def _forms(unit: str, *, genitive: bool) -> tuple[str, str, str]:
    """One, few, many: after «за» in the accusative, after «не позже» in the genitive."""
    if unit == "минута":
        return ("минуты", "минут", "минут") if genitive else ("минуту", "минуты", "минут")
    return ("часа", "часов", "часов") if genitive else ("час", "часа", "часов")


def _accusative(left: timedelta) -> str:
    if left < _HOUR:
        return _counted(int(left / _MINUTE), *_forms("минута", genitive=False))
    hours = int(left / _HOUR)
    if hours <= _HOURS_UNTIL:
        return _counted(hours, *_forms("час", genitive=False))
    return _counted(left.days, "день", "дня", "дней")


def _counted(count: int, one: str, few: str, many: str) -> str:
    last, teens = count % 10, count % 100 in _TEENS
    if last == 1 and not teens:
        return f"{count} {one}"
    return f"{count} {few if last in (2, 3, 4) and not teens else many}"
