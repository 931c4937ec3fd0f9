"""Passwords by Argon2id, and the random tokens of sessions."""

from __future__ import annotations

import secrets
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from shared.domain.errors import RateLimited
from shared.ports import PasswordHasher, Secrets

if TYPE_CHECKING:
    from argon2 import PasswordHasher as Argon2

MOST_AT_ONCE = 4
_WAIT_S = 1.0
_TOKEN_BYTES = 32

# OWASP's Password Storage Cheat Sheet: m=19456 (19 MiB), t=2, p=1.
_MEMORY_KIB = 19_456
_PASSES = 2
_LANES = 1


class ArgonHasher(PasswordHasher):
    """Argon2id; each hash takes 19 MiB, so only a few run at once in one instance."""

    def __init__(self, memory_kib: int = _MEMORY_KIB, wait_s: float = _WAIT_S) -> None:
        self._memory_kib = memory_kib
        self._free = BoundedSemaphore(MOST_AT_ONCE)
        self._wait_s = wait_s

    def hash(self, password: str) -> str:
        """Make a salted hash."""
        self._take_turn()
        try:
            return self._argon.hash(password)
        finally:
            self._free.release()

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Check a password; nobody's hash stands in for a missing one."""
        from argon2.exceptions import VerificationError

        self._take_turn()
        try:
            # Made for whoever is asked about first, so that its time tells nothing either.
            nobody = self._nobody
            return self._argon.verify(password_hash or nobody, password)
        except (VerificationError, ValueError):
            return False
        finally:
            self._free.release()

    def is_outdated(self, password_hash: str) -> bool:
        """Compare a hash's parameters with today's; what is no hash has none."""
        from argon2.exceptions import InvalidHashError

        try:
            return self._argon.check_needs_rehash(password_hash)
        except InvalidHashError:
            return True

    @cached_property
    def _argon(self) -> Argon2:
        """Most requests bring a session and no password."""
        from argon2 import PasswordHasher as Argon2

        return Argon2(time_cost=_PASSES, memory_cost=self._memory_kib, parallelism=_LANES)

    @cached_property
    def _nobody(self) -> str:
        """Made at the first question, because an instance that starts has no time for it."""
        return self._argon.hash(secrets.token_urlsafe(_TOKEN_BYTES))

    def _take_turn(self) -> None:
        if not self._free.acquire(timeout=self._wait_s):
            raise RateLimited(self._wait_s)


class SystemSecrets(Secrets):
    """Tokens from the operating system's generator."""

    def new_token(self) -> str:
        """Make 256 random bits."""
        return secrets.token_urlsafe(_TOKEN_BYTES)
