"""Tokens in plain memory."""

from shared.domain.errors import Rejected, Unavailable
from shared.domain.ids import SellerId
from shared.ports import Vault


class MemoryVault(Vault):
    """Keeps tokens with their owners; `is_down` makes every call fail as a database does."""

    def __init__(self) -> None:
        self._sealed: dict[SellerId, tuple[SellerId, str]] = {}
        self.is_down = False

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        self._refuse_when_down()
        self._sealed[seller] = (seller, token)

    def open(self, seller: SellerId) -> str | None:
        """Give the token back; Rejected when it was sealed for somebody else."""
        self._refuse_when_down()
        if seller not in self._sealed:
            return None
        owner, token = self._sealed[seller]
        if owner != seller:
            raise Rejected("the sealed token does not belong here")
        return token

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        self._refuse_when_down()
        self._sealed.pop(seller, None)

    def misplace(self, source: SellerId, target: SellerId) -> None:
        """Put one seller's sealed token in another's place, as a bad restore would."""
        self._sealed[target] = self._sealed[source]

    def _refuse_when_down(self) -> None:
        if self.is_down:
            raise Unavailable("the vault is down")
