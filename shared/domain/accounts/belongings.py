"""What a seller's data are: every kind of document below one seller, whoever adds the next."""

from collections.abc import Iterator

from shared.domain.accounts.tokens import SealedToken
from shared.domain.dataclass import dataclass
from shared.domain.jobs import Job

# A token is of use to nobody but this product, and its owner has it in WB.
NEVER_EXPORTED = frozenset({SealedToken})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """`flat` kinds lie below the seller, `nested` ones below an item.

    `expiring` ones of either and `shared` ones, which lie beside all sellers, have a last day.
    """

    flat: tuple[type, ...]
    nested: tuple[type, ...]
    expiring: tuple[type, ...]
    shared: tuple[type, ...]

    def exported(self) -> tuple[type, ...]:
        """What a seller may take along, besides what lies below items."""
        return tuple(kind for kind in self.flat if kind not in NEVER_EXPORTED)

    def erased(self) -> Iterator[type]:
        """Everything but jobs: the one that erases comes last, by itself."""
        return (kind for kind in self.flat if kind is not Job)
