"""Whether what an answer says of the product was compared with its card, and holds."""

from collections.abc import Sequence

from shared.domain.drafts.claims.claim import Claim, ClaimVerdict
from shared.domain.drafts.claims.findings import find_denied
from shared.domain.drafts.draft import Draft


def claims_hold(claims: Sequence[Claim]) -> bool | None:
    """None where the card says nothing of a claim: nobody is there to be asked."""
    verdicts = {one.verdict for one in claims}
    if ClaimVerdict.CONTRADICTED in verdicts:
        return False
    return None if ClaimVerdict.UNKNOWN in verdicts else True


def draft_holds(draft: Draft) -> bool | None:
    """Unknown too: what was never compared, leaves a wish open or denies an earlier answer."""
    open_ones = any(not ask.covered for ask in draft.asks)
    if not draft.checked or open_ones or find_denied(draft.findings):
        return False if claims_hold(draft.claims) is False else None
    return claims_hold(draft.claims)
