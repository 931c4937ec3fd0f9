"""Whether what a draft says of the product was compared with its card."""

from shared.domain.drafts.claims.claim import ClaimVerdict
from shared.domain.drafts.draft import Draft, Method


def claims_checked(draft: Draft) -> bool | None:
    """Templates say nothing of their own; what a model says is unknown until it was compared."""
    if draft.method is Method.TEMPLATE:
        return True
    if not draft.checked:
        return None
    return all(one.verdict is ClaimVerdict.CONFIRMED for one in draft.claims)
