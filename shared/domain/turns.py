"""Whose turn it is when one round cannot serve everybody."""

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A round over all sellers, by its name, and the seller after whom it stopped."""

    id: str
    after: str
