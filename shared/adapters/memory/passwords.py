"""Passwords and session tokens without the cost of real ones."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import BoundedSemaphore

from shared.domain.errors import RateLimited
from shared.ports import PasswordHasher, Secrets

_MOST_AT_ONCE = 4
_WAIT_S = 1.0


class QuickHasher(PasswordHasher):
    """Salted by counting, and fast; counts checks, so that a test sees equal work for nobody."""

    def __init__(self, version: int = 1, wait_s: float = _WAIT_S) -> None:
        self._version = version
        self._salts = count(1)
        self._free = BoundedSemaphore(_MOST_AT_ONCE)
        self._wait_s = wait_s
        self.checks = 0

    def hash(self, password: str) -> str:
        """Hash once."""
        salt = str(next(self._salts))
        with self._turn():
            return f"v{self._version}:{salt}:{_digest(salt, password)}"

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Compare the digests, whatever version made them."""
        self.checks += 1
        _, _, salted = (password_hash or "").partition(":")
        salt, _, digest = salted.partition(":")
        with self._turn():
            return digest == _digest(salt, password)

    def is_outdated(self, password_hash: str) -> bool:
        """Compare versions."""
        return not password_hash.startswith(f"v{self._version}:")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._free.acquire(timeout=self._wait_s):
            raise RateLimited(self._wait_s)
        try:
            yield
        finally:
            self._free.release()


class CountingSecrets(Secrets):
    """The same run makes the same tokens, of the length of real ones."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new_token(self) -> str:
        """Make the next token."""
        return f"token-{next(self._numbers):037d}"


def _digest(salt: str, password: str) -> str:
    return hashlib.sha256(salt.encode() + b":" + password.encode()).hexdigest()
