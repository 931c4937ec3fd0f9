"""Claims that a card denies, as objections to the text that makes them."""

from collections.abc import Sequence

from shared.domain.drafts.claims.claim import Claim
from shared.domain.drafts.draft import Finding, Severity

CONTRADICTED = "contradicted_claim"


def claim_findings(
    claims: Sequence[Claim], severity: Severity = Severity.BLOCK
) -> tuple[Finding, ...]:
    """Each names the line of the card that says otherwise."""
    return tuple(
        Finding(
            rule=CONTRADICTED,
            severity=severity,
            start=one.start,
            end=one.end,
            message=f"В карточке товара иначе: {one.field} — {one.value}",
        )
        for one in claims
    )
