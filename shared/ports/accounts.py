"""What accounts need: letters, slow hashes and secrets."""

from typing import Protocol

from shared.domain.accounts.mail import Letter


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


class Secrets(Protocol):
    """Makes what nobody may guess."""

    def new_token(self) -> str:
        """Make 256 random bits as 43 characters that a cookie can carry."""
        ...
