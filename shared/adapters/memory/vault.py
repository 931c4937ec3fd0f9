"""Tokens in plain memory."""

from shared.domain.ids import SellerId
from shared.ports import Vault


class MemoryVault(Vault):
    """Keeps tokens as they are; nothing outlives the process."""

    def __init__(self) -> None:
        self._tokens: dict[SellerId, str] = {}

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        self._tokens[seller] = token

    def open(self, seller: SellerId) -> str | None:
        """Give the token back; None when there is none."""
        return self._tokens.get(seller)

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        self._tokens.pop(seller, None)
