"""Bytes too large for a document."""

from typing import Protocol

from shared.domain.ids import SellerId


class Files(Protocol):
    """Bytes too large for a document, kept per seller by name; Unavailable in an outage."""

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before; it is there whole or not at all."""
        ...

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none, or no longer."""
        ...

    def drop(self, seller: SellerId, name: str) -> None:
        """Take one file away; one that is not there is no trouble."""
        ...

    def names(self, seller: SellerId) -> list[str]:
        """Name what is kept for a seller, at most a thousand at a time."""
        ...
