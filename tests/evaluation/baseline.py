"""A plain search for substrings: what any line set must be harder than."""

from collections.abc import Iterable, Mapping, Sequence

from shared.domain.interaction import Channel
from shared.domain.meaning.coarse import GENERAL
from shared.domain.understanding import Alarm, Intent

Keywords = Sequence[tuple[str, tuple[str, ...]]]

_QUESTIONS: Keywords = (
    ("sizing_fit", ("размер", "рост", "вес", "обхват", "подойдет")),
    ("availability_delivery", ("в наличии", "наличие", "когда будет", "доставка", "срок")),
    (
        "spec_compatibility",
        ("материал", "состав", "характерист", "совместим", "мощност", "объем"),
    ),
    ("compliance_safety", ("сертификат", "аллерг", "безопас", "гаранти")),
    ("post_purchase_issue", ("брак", "не работает", "сломал", "возврат")),
)
_CHATS: Keywords = (
    (Intent.DELIVERY_STATUS, ("где заказ", "где товар", "когда доставят")),
    (Intent.DEFECT_NOT_WORKING, ("сломан", "не работает", "брак", "дефект")),
    (Intent.WRONG_ITEM, ("не тот", "другой", "прислали не то")),
    (
        Intent.REFUND_EXCHANGE,
        ("возврат", "вернуть", "замена", "заменить", "обменять", "обмен"),
    ),
    (Intent.CANCEL_REQUEST, ("отменить", "отмена")),
    (Intent.THANKS, ("спасибо", "благодар")),
    (
        Intent.SIZING_FIT,
        ("какой размер", "посоветуйте размер", "на какой рост", "на какой вес"),
    ),
    (Intent.AVAILABILITY, ("есть в наличии", "когда будет", "будет ли")),
    (Intent.COMPATIBILITY, ("подойдёт ли", "подойдет ли", "совместим", "подходит к")),
    (
        Intent.PRE_PURCHASE,
        ("хочу купить", "собираюсь брать", "думаю взять", "стоит ли брать"),
    ),
    (Intent.USAGE_HOWTO, ("как", "размер", "характеристик")),
)
_ALARMS: Mapping[Alarm, tuple[str, ...]] = {
    Alarm.HEALTH: ("аллергия", "здоровье", "реакция", "отравление", "химия"),
    Alarm.LEGAL: ("суд", "роспотребнадзор", "жалоба", "претензия", "адвокат"),
    Alarm.COUNTERFEIT: ("подделка", "фейк", "контрафакт", "не оригинал"),
}
_BANNED = (
    *("бот", "нейросет", "chatgpt", "искусственный интеллект"),
    *("вернем деньги", "вернём деньги", "гарантируем", "бесплатно", "компенс", "замен", "скидк"),
    *("сами виноваты", "ваша вина", "вы не так", "в поддержку", "см. описание", "суд"),
    *("http", "www", "@", "whatsapp", "telegram", "ozon", "+7"),
)


def guess_question(text: str) -> str:
    """One of the six labels: the first list with a hit wins."""
    return _first_hit(_QUESTIONS, text) or GENERAL


def guess_chat(text: str) -> str:
    """One of the eighteen, of which a chat could only ever get twelve."""
    return _first_hit(_CHATS, text) or Intent.OTHER


def guess_intent(channel: Channel, text: str) -> str:
    """As the channel's own list of words says; reviews were read as chats are."""
    return guess_question(text) if channel is Channel.QUESTION else guess_chat(text)


def guess_alarms(text: str) -> frozenset[Alarm]:
    """Every reason with a word of its own in the text."""
    return frozenset(alarm for alarm, words in _ALARMS.items() if _hits(words, text))


def guess_block(text: str) -> bool:
    """Whether any banned piece of a word stands in a reply."""
    return _hits(_BANNED, text)


def _first_hit(keywords: Keywords, text: str) -> str:
    return next((label for label, words in keywords if _hits(words, text)), "")


def _hits(words: Iterable[str], text: str) -> bool:
    folded = text.lower()
    return any(word in folded for word in words)
