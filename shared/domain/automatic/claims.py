"""Whether what a draft says of the product was compared with its card."""

from shared.domain.drafts.draft import Draft, Method


def claims_checked(draft: Draft) -> bool | None:
    """Templates say nothing of their own; what a model says is unknown until it was compared."""
    return True if draft.method is Method.TEMPLATE else None
