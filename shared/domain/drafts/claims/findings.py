"""What an answer says of a product, as objections to its text."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.asks import find_open_asks
from shared.domain.drafts.claims.checking import check_claims
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict, Published
from shared.domain.drafts.claims.published import find_opposites
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.interaction import Channel
from shared.domain.products.card import Card

CONTRADICTED = "contradicted_claim"
UNKNOWN = "unknown_claim"
OPPOSITE = "opposite_answer"
OPEN_ASK = "open_ask"
# Each in words, as it is quoted to the seller.
FACT_RULES: Mapping[str, str] = {
    CONTRADICTED: "Ответ не должен спорить с карточкой товара",
    UNKNOWN: "Лучше не называть цен и чисел, которых нет в карточке товара",
    OPPOSITE: "Ответы об одном товаре не должны спорить друг с другом",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a text is held against: the words that it answers, the card, answers given before.

    Nothing is left open where nobody `waits`.
    """

    channel: Channel
    said: str = ""
    waits: bool = True
    card: Card | None = None
    published: tuple[Published, ...] = ()


def check_facts(text: str, ground: Ground) -> tuple[Finding, ...]:
    """What the card or an earlier answer denies, in reading order."""
    found = chain(claim_findings(text, ground), _opposite_findings(text, ground))
    return tuple(sorted(found, key=lambda one: one.start))


def check_asks(text: str, ground: Ground) -> tuple[Finding, ...]:
    """One warning of all that a buyer surely asks and the text leaves open."""
    if ground.channel is Channel.REVIEW or not ground.waits:
        return ()
    asks = find_open_asks(ground.said, text)
    if not asks:
        return ()
    message = "Остаётся без ответа: " + "; ".join(f"«{one.quote}»" for one in asks)
    return (Finding(rule=OPEN_ASK, severity=Severity.WARN, start=0, end=0, message=message),)


def claim_findings(text: str, ground: Ground) -> Iterator[Finding]:
    """Each names the line of the card that says otherwise.

    Sums of money and bare numbers that no line confirms are warned of; other facts that a card
    leaves out a seller may well know.
    """
    for one in check_claims(text, ground.card, ground.said):
        if one.verdict is ClaimVerdict.CONTRADICTED:
            message = f"В карточке товара иначе: {one.field} — {one.value}"
            yield _finding(CONTRADICTED, Severity.BLOCK, one, message)
        elif _is_doubtful(one):
            yield _finding(UNKNOWN, Severity.WARN, one, _doubt_of(one))


def _is_doubtful(claim: Claim) -> bool:
    if claim.verdict is not ClaimVerdict.UNKNOWN:
        return False
    bare = claim.kind is ClaimKind.MEASURE and bool(claim.field)
    return bare or claim.kind is ClaimKind.PRICE


def _doubt_of(claim: Claim) -> str:
    if claim.field:
        return f"В карточке товара другое число: {claim.field} — {claim.value}"
    return "Этой суммы нет в карточке товара: проверьте её или уберите"


def _finding(rule: str, severity: Severity, claim: Claim, message: str) -> Finding:
    return Finding(rule=rule, severity=severity, start=claim.start, end=claim.end, message=message)


def find_denied(findings: Sequence[Finding]) -> bool:
    """Whether an earlier answer says the opposite."""
    return any(one.rule == OPPOSITE for one in findings)


def _opposite_findings(text: str, ground: Ground) -> Iterator[Finding]:
    for one in find_opposites(text, ground.said, ground.published):
        yield Finding(
            rule=OPPOSITE,
            severity=Severity.WARN,
            start=one.start,
            end=one.end,
            message=f"Раньше вы отвечали иначе (обращение от {one.earlier.at:%d.%m.%Y}): "
            f"«{one.quote}»",
        )
