"""How long somebody who tries too often has to wait."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.domain.accounts.throttle import LoginThrottle, ThrottlePolicy, count_attempt, wait_left
from shared.domain.errors import RateLimited, Stale
from shared.domain.ids import SellerId
from shared.ports import Store, Stores, Write
from shared.usecases.throttle_attempts import take_attempts, throttle_key
from tests.builders import NOON
from tests.stores import embedded_stores

POLICY = ThrottlePolicy(
    free=2, step=timedelta(seconds=1), most=timedelta(seconds=5), forget=timedelta(hours=1)
)


def waits(attempts: int) -> list[float]:
    throttle: LoginThrottle | None = None
    found = []
    for _ in range(attempts):
        throttle = count_attempt(throttle, "k", POLICY, NOON)
        found.append(wait_left(throttle, POLICY, NOON).total_seconds())
    return found


def test_the_wait_doubles_up_to_its_end() -> None:
    assert waits(7) == [0, 1, 2, 4, 5, 5, 5]


def test_a_thousand_attempts_wait_no_longer() -> None:
    assert waits(1000)[-1] == 5


def test_an_hour_of_peace_forgives() -> None:
    throttle = LoginThrottle(id="k", attempts=9, last_at=NOON, expires_at=NOON)
    later = NOON + POLICY.forget

    assert wait_left(throttle, POLICY, later) == timedelta(0)
    assert count_attempt(throttle, "k", POLICY, later).attempts == 1


def test_an_attempt_given_back_twice_does_not_earn_credit() -> None:
    throttle = LoginThrottle(id="k", attempts=-3, last_at=NOON, expires_at=NOON)

    assert count_attempt(throttle, "k", POLICY, NOON).attempts == 1


class Contended:
    """A shared store in which somebody else always writes first."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.commits = 0

    def shared(self) -> Store:
        return ContendedStore(self._stores.shared(), self)

    def of_seller(self, seller: SellerId) -> Store:
        return self._stores.of_seller(seller)


class ContendedStore:
    def __init__(self, store: Store, owner: Contended) -> None:
        self.get, self.get_many = store.get, store.get_many
        self.find, self.count = store.find, store.count
        self._owner = owner

    def commit(self, writes: Sequence[Write]) -> None:
        self._owner.commits += 1
        raise Stale("somebody else wrote first")


def test_a_burst_that_cannot_be_counted_has_to_wait() -> None:
    stores = Contended(embedded_stores())

    with pytest.raises(RateLimited):
        take_attempts({throttle_key("a", "b"): POLICY}, stores=stores, clock=FixedClock(NOON))

    assert stores.commits == 4


def test_a_refused_attempt_is_not_counted() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    key = throttle_key("a", "b")
    take_attempts({key: POLICY}, stores=stores, clock=clock)
    take_attempts({key: POLICY}, stores=stores, clock=clock)

    for _ in range(5):
        with pytest.raises(RateLimited):
            take_attempts({key: POLICY}, stores=stores, clock=clock)

    stored = stores.shared().get(LoginThrottle, key)
    assert stored is not None
    assert stored.value.attempts == 2
