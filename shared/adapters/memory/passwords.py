"""Passwords and session tokens without the cost of real ones."""

import hashlib
from itertools import count

from shared.ports import PasswordHasher, Secrets


class QuickHasher(PasswordHasher):
    """Unsalted and fast; counts checks, so that a test sees equal work for unknown e-mails."""

    def __init__(self, version: int = 1) -> None:
        self._version = version
        self.checks = 0

    def hash(self, password: str) -> str:
        """Hash once."""
        return f"v{self._version}:{hashlib.sha256(password.encode()).hexdigest()}"

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Compare the digests, whatever version made them."""
        self.checks += 1
        digest = (password_hash or "").partition(":")[2]
        return digest == hashlib.sha256(password.encode()).hexdigest()

    def is_outdated(self, password_hash: str) -> bool:
        """Compare versions."""
        return not password_hash.startswith(f"v{self._version}:")


class CountingSecrets(Secrets):
    """The same run makes the same tokens, of the length of real ones."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new_token(self) -> str:
        """Make the next token."""
        return f"token-{next(self._numbers):037d}"
