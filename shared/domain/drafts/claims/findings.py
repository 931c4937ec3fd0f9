"""What an answer says of a product, as objections to its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from shared.domain.drafts.claims.asks import find_open_asks
from shared.domain.drafts.claims.checking import check_claims, find_contradictions
from shared.domain.drafts.claims.claim import Claim, ClaimKind, Published
from shared.domain.drafts.claims.published import find_opposites, names_line
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.interaction import Channel
from shared.domain.marketplace import Card

CONTRADICTED = "contradicted_claim"
OPPOSITE = "opposite_answer"
OPEN_ASK = "open_ask"
# Prices move, and a number without the name of its line may be of anything else.
_MAY_BE_TRUE = frozenset({ClaimKind.PRICE, ClaimKind.MEASURE})


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
    """Each names the line of the card that says otherwise."""
    claims = check_claims(text, ground.card, ground.said)
    for one in find_contradictions(claims):
        yield Finding(
            rule=CONTRADICTED,
            severity=_severity_of(text, one),
            start=one.start,
            end=one.end,
            message=f"В карточке товара иначе: {one.field} — {one.value}",
        )


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


def _severity_of(text: str, claim: Claim) -> Severity:
    sure = claim.kind not in _MAY_BE_TRUE
    named = claim.kind is ClaimKind.MEASURE and names_line(text, claim)
    return Severity.BLOCK if sure or named else Severity.WARN
