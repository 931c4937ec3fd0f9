"""Slow down whoever tries too often, before any work is done for them."""

from collections.abc import Mapping
from datetime import timedelta

from shared.domain.accounts.throttle import LoginThrottle, ThrottlePolicy, count_attempt, wait_left
from shared.domain.errors import Conflict, RateLimited
from shared.domain.ids import hash_key
from shared.ports import Bump, Clock, Create, Delete, Put, Stored, Stores, Write

_TRIES = 4
_BUSY = timedelta(seconds=1)


def throttle_key(kind: str, subject: str) -> str:
    """Name a throttle without naming whom it slows down."""
    return hash_key("throttle", kind, subject)


def take_attempts(
    policies: Mapping[str, ThrottlePolicy], *, stores: Stores, clock: Clock
) -> dict[str, int]:
    """Count one attempt against every key, or raise RateLimited and count none.

    Gives how many attempts each key had before that were not forgiven.

    Attempts count before their outcome is known, so that a burst of parallel guesses meets the
    same limit as guesses in a row.
    """
    store = stores.shared()
    for _ in range(_TRIES):
        known = store.get_many(LoginThrottle, list(policies))
        writes = _count_all(policies, known, clock)
        try:
            store.commit(writes)
        except Conflict:
            continue
        return {one.value.id: one.value.attempts - 1 for one in writes}
    raise RateLimited(_BUSY.total_seconds())


def _count_all(
    policies: Mapping[str, ThrottlePolicy],
    known: Mapping[str, Stored[LoginThrottle]],
    clock: Clock,
) -> list[Create[LoginThrottle] | Put[LoginThrottle]]:
    now = clock.now()
    writes: list[Create[LoginThrottle] | Put[LoginThrottle]] = []
    for key, policy in policies.items():
        stored = known.get(key)
        before = stored.value if stored else None
        wait = wait_left(before, policy, now)
        if wait:
            raise RateLimited(wait.total_seconds())
        after = count_attempt(before, key, policy, now)
        writes.append(Put(after, version=stored.version) if stored else Create(after))
    return writes


def forgive_attempts(account: str, address: str) -> list[Write]:
    """What a success writes: the account starts anew, the address gets its attempt back."""
    return [*forgive_account(account), Bump(LoginThrottle, (address,), {"attempts": -1})]


def forgive_account(account: str) -> list[Write]:
    """Let an account start anew."""
    return [Delete(LoginThrottle, (account,))]
