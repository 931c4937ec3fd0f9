"""What may be done on the strength of a link, and why it was drawn, in words for sellers."""

from collections.abc import Mapping

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Link
from shared.domain.linking.exact import KIND
from shared.domain.linking.guessing import Signal

LEAST_TO_ACT = 0.85
AUTO, ASSIST = "auto_allowed", "assist_only"
# Neighbours on a product are other people: their closeness is one of the product alone.
SAME_PRODUCT = "nm_id_time_window"
SAME_ARTICLE = "article_time_window"

_PROOFS = {"same_order": "order_id_exact", "continued_review": "continued_review_exact"}
_WORDS: Mapping[str, str] = {
    "order_id_exact": "тот же заказ",
    "continued_review_exact": "покупатель дополнил свой отзыв",
    Signal.PRODUCT: "тот же товар",
    Signal.ARTICLE: "тот же артикул продавца",
    Signal.DAY: "в пределах суток",
    Signal.WEEK: "в пределах недели",
    Signal.MONTH: "в пределах месяца",
    Signal.NAME: "такое же имя",
    Signal.PART_OF_NAME: "похожее имя",
    Signal.MUCH_TEXT: "пишут об одном и том же почти теми же словами",
    Signal.SOME_TEXT: "пишут похожими словами",
    "current_interaction": "открытое обращение",
    "customer_id_exact": "тот же покупатель",
    SAME_PRODUCT: "тот же товар, другой покупатель",
    SAME_ARTICLE: "тот же артикул продавца, другой покупатель",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPolicy:
    """Whether anything may happen by itself, and by which rule."""

    mode: str
    reason: str

    @property
    def is_auto(self) -> bool:
        """Whether automatic actions are allowed."""
        return self.mode == AUTO


def policy_of(kind: str, confidence: float) -> ActionPolicy:
    """Only proofs may be acted on; a guess never, however likely."""
    if kind != KIND:
        return ActionPolicy(mode=ASSIST, reason="probabilistic_link_assist_only")
    if confidence < LEAST_TO_ACT:
        return ActionPolicy(mode=ASSIST, reason="deterministic_below_confidence_threshold")
    return ActionPolicy(mode=AUTO, reason="deterministic_confidence_ok")


def reasons_of(link: Link) -> tuple[str, ...]:
    """Why a link was drawn, by name."""
    return link.reasons or (_PROOFS.get(link.rule, link.rule),)


def reason_words(reason: str) -> str:
    """One reason as a seller reads it."""
    return _WORDS.get(reason, reason)


def explain_link(link: Link) -> str:
    """One sentence with every reason, the proof or the guess made plain."""
    told = ", ".join(reason_words(reason) for reason in reasons_of(link))
    if link.kind == KIND:
        return f"Точно связано: {told}."
    return f"Возможно, один покупатель: {told}. Проверьте сами: это не доказано."
