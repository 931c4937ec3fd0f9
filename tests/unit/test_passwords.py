"""Hashing passwords: strong, bounded, and renewed."""

import threading

import pytest
from argon2 import PasswordHasher

from shared.adapters.passwords import MOST_AT_ONCE, ArgonHasher, SystemSecrets
from shared.domain.accounts.passwords import is_guessable
from shared.domain.errors import RateLimited

QUICK_KIB = 64


def test_hashes_are_argon2id_with_todays_parameters() -> None:
    made = ArgonHasher().hash("vitrina-2026")

    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "password",
    ["x" * 64, "🦊" * 30, " spaces around ", "a" * 72 + "b", "кириллица-пароль"],
)
def test_every_byte_of_a_password_counts(password: str) -> None:
    hasher = ArgonHasher(QUICK_KIB)
    made = hasher.hash(password)

    assert hasher.verify(made, password)
    assert not hasher.verify(made, password[:-1] + "c")
    assert not hasher.verify(made, password.strip() + "!")


def test_nobody_has_no_password() -> None:
    hasher = ArgonHasher(QUICK_KIB)

    assert not hasher.verify(None, "")
    assert not hasher.verify("not a hash", "x")


def test_weaker_hashes_are_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("x")

    assert ArgonHasher(QUICK_KIB).is_outdated(weak)
    assert not ArgonHasher(QUICK_KIB).is_outdated(ArgonHasher(QUICK_KIB).hash("x"))


def test_only_a_few_hash_at_once_and_the_rest_is_told_to_wait() -> None:
    hasher = ArgonHasher(memory_kib=65_536, wait_s=0.01)
    crowd = MOST_AT_ONCE * 4
    start, refused, done = threading.Barrier(crowd), [], []

    def hash_one() -> None:
        start.wait()
        try:
            done.append(hasher.hash("vitrina-2026"))
        except RateLimited as error:
            refused.append(error.retry_after)

    threads = [threading.Thread(target=hash_one) for _ in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) + len(done) == crowd
    assert refused
    assert len(done) >= MOST_AT_ONCE


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {SystemSecrets().new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026",
        "wildberries2026",
        "Seller2026!!",
        "лавкалавка",
        "lavka@example.com",
        "lavka12345",
        "qwerty123456",
        "1q2w3e4r5t",
        "9876543210",
        "ЙЦУКЕНГШЩЗ",
        "aaaaabbbbb",
    ],
)
def test_what_anyone_would_try_first_is_guessable(password: str) -> None:
    assert is_guessable(password, email="lavka@example.com", name="Лавка")


@pytest.mark.parametrize(
    "password", ["vitrina-2026", "корова ест сено", "kX9$mQ2!vL7z", "password of the green fox"]
)
def test_a_phrase_of_ones_own_is_not(password: str) -> None:
    assert not is_guessable(password, email="lavka@example.com", name="Лавка")
