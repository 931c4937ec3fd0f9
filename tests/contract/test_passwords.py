"""What hashing passwords and making tokens promise, quick in memory and by Argon2id."""

import re
from dataclasses import dataclass
from threading import Event, Semaphore, Thread

import pytest

from shared.adapters.memory.passwords import CountingSecrets, QuickHasher
from shared.adapters.passwords import MOST_AT_ONCE, ArgonHasher, SystemSecrets
from shared.domain.errors import RateLimited
from shared.ports import PasswordHasher, Secrets

PASSWORD = "vitrina-2026"
PATIENCE_S = 30.0


@dataclass
class Bench:
    """Today's hasher, and one with the weaker parameters of an earlier day."""

    hasher: PasswordHasher
    weaker: PasswordHasher


class HeldPassword(str):
    """Keeps whoever hashes it at work until it is let go."""

    __slots__ = ("reached", "released")

    def __init__(self, _: str) -> None:
        self.reached = Semaphore(0)
        self.released = Event()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        self.reached.release()
        self.released.wait(PATIENCE_S)
        return super().encode(encoding, errors)


@pytest.fixture(params=["memory", "argon"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "memory":
        return Bench(QuickHasher(2, wait_s=0.01), QuickHasher(1))
    return Bench(ArgonHasher(64, wait_s=0.01), ArgonHasher(32))


@pytest.fixture(params=[CountingSecrets, SystemSecrets])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    made: Secrets = request.param()
    return made


@pytest.mark.parametrize(
    "password", [PASSWORD, "", "x" * 200, "🦊" * 30, " spaces ", "кириллица", "a\0b", "a:b"]
)
def test_a_hash_fits_its_own_password_alone(bench: Bench, password: str) -> None:
    made = bench.hasher.hash(password)

    assert bench.hasher.verify(made, password)
    assert not bench.hasher.verify(made, password + "c")
    assert not bench.hasher.verify(made, password[:-1] + "c")


def test_a_hash_shows_no_password(bench: Bench) -> None:
    assert PASSWORD not in bench.hasher.hash(PASSWORD)


def test_equal_passwords_have_different_hashes(bench: Bench) -> None:
    first, second = bench.hasher.hash(PASSWORD), bench.hasher.hash(PASSWORD)

    assert first != second
    assert bench.hasher.verify(first, PASSWORD)
    assert bench.hasher.verify(second, PASSWORD)


def test_nobody_has_no_password(bench: Bench) -> None:
    assert not bench.hasher.verify(None, "")
    assert not bench.hasher.verify(None, PASSWORD)


@pytest.mark.parametrize("spoilt", ["", "not a hash", "не хэш", "$argon2id$", "v1:", "::"])
def test_what_is_no_hash_fits_nothing_and_is_outdated(bench: Bench, spoilt: str) -> None:
    assert not bench.hasher.verify(spoilt, PASSWORD)
    assert not bench.hasher.verify(spoilt, "")
    assert bench.hasher.is_outdated(spoilt)


def test_a_shortened_hash_fits_nothing(bench: Bench) -> None:
    made = bench.hasher.hash(PASSWORD)

    assert not bench.hasher.verify(made[:-1], PASSWORD)


def test_a_weaker_hash_still_fits_and_is_outdated(bench: Bench) -> None:
    weak = bench.weaker.hash(PASSWORD)

    assert bench.hasher.verify(weak, PASSWORD)
    assert bench.hasher.is_outdated(weak)
    assert not bench.hasher.is_outdated(bench.hasher.hash(PASSWORD))


def test_only_a_few_are_served_at_once_and_the_rest_is_told_to_wait(bench: Bench) -> None:
    made = bench.hasher.hash(PASSWORD)
    held = HeldPassword(PASSWORD)
    workers = [Thread(target=bench.hasher.hash, args=(held,)) for _ in range(MOST_AT_ONCE)]
    for worker in workers:
        worker.start()
    for _ in workers:
        assert held.reached.acquire(timeout=PATIENCE_S)

    with pytest.raises(RateLimited) as refused:
        bench.hasher.hash(PASSWORD)
    with pytest.raises(RateLimited):
        bench.hasher.verify(made, PASSWORD)
    with pytest.raises(RateLimited):
        bench.hasher.verify(None, PASSWORD)

    held.released.set()
    for worker in workers:
        worker.join(PATIENCE_S)
    assert refused.value.retry_after > 0
    assert bench.hasher.verify(made, PASSWORD)


def test_tokens_are_43_characters_that_a_cookie_can_carry(secrets: Secrets) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secrets.new_token())


def test_tokens_never_repeat(secrets: Secrets) -> None:
    assert len({secrets.new_token() for _ in range(1000)}) == 1000
