"""Keys that only other keys can open."""

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A key as ciphertext, and which key can open it."""

    content: bytes
    version: str
