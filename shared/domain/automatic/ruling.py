"""What is known when one review is judged, and what the judgement is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from shared.domain.automatic.codes import PromoCode
from shared.domain.dataclass import dataclass
from shared.domain.ids import hash_text


class Outcome(StrEnum):
    """What the system does with one review."""

    SEND = "send"
    HOLD = "hold"
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known beside the item itself; what is None could not be found out.

    `due_at` is when an answer would leave, were it approved now. `wall` holds the newest answers
    on the product's card, `said` fingerprints of what went out within a day, `checked` whether
    every claim of the text was compared with the card and none was wrong, `begun` whether the
    seller is writing an answer of their own.
    """

    due_at: datetime
    connected_at: datetime | None
    sent_today: int | None
    said: Collection[str] | None
    wall: Sequence[str] | None
    checked: bool | None
    codes: Sequence[PromoCode] = ()
    seed: int = 0
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What to do and why: `reasons` are codes, the gravest first; `rule` is the scenario's cell.

    `text` is what would be sent, with the `code` it offers; `passed` names the checks it stood.
    """

    outcome: Outcome
    rule: str
    text: str = ""
    sends_at: datetime | None = None
    code: str = ""
    reasons: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def said_mark(text: str) -> str:
    """Fingerprint what a reader takes for the same words."""
    return hash_text(" ".join(text.lower().split()))
