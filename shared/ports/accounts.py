"""What accounts need: letters, slow hashes and secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.accounts.mail import Letter
    from shared.domain.accounts.wrapped_key import WrappedKey


class Mailer(Protocol):
    """Sends letters; Unavailable when the mail server does not take one."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over."""
        ...


class PasswordHasher(Protocol):
    """Hashes passwords slowly, a few at a time: RateLimited when too many wait."""

    def hash(self, password: str) -> str:
        """Make a salted hash."""
        ...

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Check a password; with no hash it takes as long and says no."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with weaker parameters than today's."""
        ...


class KeyService(Protocol):
    """Wraps keys with one of its own; Unavailable when it does not answer.

    `bound` is no secret, and only whoever gives it again gets the key.
    """

    def wrap(self, key: bytes, bound: bytes) -> WrappedKey:
        """Wrap a key with the newest of its own."""
        ...

    def unwrap(self, wrapped: WrappedKey, bound: bytes) -> bytes:
        """Give the key back; Rejected when it was wrapped for something else or tampered with."""
        ...


class Secrets(Protocol):
    """Makes what nobody may guess."""

    def new_token(self) -> str:
        """Make 256 random bits as 43 characters that a cookie can carry."""
        ...
