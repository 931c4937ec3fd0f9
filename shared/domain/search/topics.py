"""How sellers call what buyers speak about."""

from shared.domain.search.forms import stems_of_forms
from shared.domain.search.words import WORD, fold_words, stem_of
from shared.domain.understanding import Intent

TOPICS: dict[Intent, str] = {
    Intent.SIZING_FIT: "Размер и посадка",
    Intent.AVAILABILITY: "Наличие",
    Intent.DELIVERY_STATUS: "Где заказ",
    Intent.DELIVERY_DELAY: "Доставка задерживается",
    Intent.PRODUCT_SPEC: "Характеристики",
    Intent.COMPATIBILITY: "Совместимость",
    Intent.USAGE_HOWTO: "Как пользоваться",
    Intent.COMPLIANCE_SAFETY: "Безопасность",
    Intent.PRE_PURCHASE: "Перед покупкой",
    Intent.DEFECT_NOT_WORKING: "Брак, не работает",
    Intent.WRONG_ITEM: "Прислали не то",
    Intent.MISSING_PARTS: "Не хватает частей",
    Intent.REFUND_EXCHANGE: "Возврат или обмен",
    Intent.CANCEL_REQUEST: "Отмена заказа",
    Intent.QUALITY_COMPLAINT: "Жалоба на качество",
    Intent.PRICE_PROMO: "Цена и скидки",
    Intent.THANKS: "Благодарность",
    Intent.OTHER: "Другое",
}
_ALSO: dict[Intent, str] = {
    Intent.SIZING_FIT: "рост длина маломерит большемерит",
    Intent.DELIVERY_STATUS: "доставка статус",
    Intent.DELIVERY_DELAY: "задержка опоздание",
    Intent.PRODUCT_SPEC: "состав материал характеристика",
    Intent.USAGE_HOWTO: "использование инструкция",
    Intent.COMPLIANCE_SAFETY: "сертификат аллергия",
    Intent.DEFECT_NOT_WORKING: "дефект поломка",
    Intent.WRONG_ITEM: "пересорт",
    Intent.MISSING_PARTS: "недокомплект комплектация",
    Intent.REFUND_EXCHANGE: "деньги",
    Intent.PRICE_PROMO: "скидка акция промокод",
    Intent.THANKS: "спасибо похвала",
}
_LINKS = frozenset({"и", "или", "не", "на", "как", "то", "где", "заказ", "перед"})


def find_topics(typed: str) -> frozenset[Intent]:
    """The topics that a word names in any of its forms, or that bear this very name."""
    folded = fold_words(typed)
    exact = {intent for intent in Intent if intent.value == folded or _name(intent) == folded}
    if exact:
        return frozenset(exact)
    stems = {stem for word in WORD.findall(folded) for stem in stems_of_forms(word)}
    return frozenset(intent for intent in Intent if stems & _stems(intent))


def _name(intent: Intent) -> str:
    return fold_words(TOPICS[intent])


def _stems(intent: Intent) -> set[str]:
    words = WORD.findall(fold_words(f"{TOPICS[intent]} {_ALSO.get(intent, '')}"))
    return {stem_of(word) for word in words if word not in _LINKS}
