"""Accounts and passwords that change while somebody signs in."""

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.passwords import CountingSecrets, QuickHasher
from shared.domain.accounts.sign_in import User
from shared.domain.errors import NotFound, RateLimited
from shared.domain.ids import SellerId
from shared.ports import Patch
from shared.usecases.keep_session import find_session
from shared.usecases.open_account import Credentials, Registration, register_account, sign_in
from shared.usecases.read_account import read_account
from tests.builders import NOON
from tests.stores import embedded_stores
from tests.unit.usecases.rivals import Rival, connect


def test_an_account_that_is_gone_cannot_be_read() -> None:
    with pytest.raises(NotFound):
        read_account(SellerId("gone"), stores=embedded_stores())
    clock = FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("s")
    with pytest.raises(NotFound):
        connect(embedded_stores(), market, token, clock)


def test_a_password_changed_meanwhile_is_not_undone_by_a_renewed_hash() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    wish = Registration(email="a@example.com", password="vitrina-2026", name="Л", address="1")
    ids, secrets = CountingIds(), CountingSecrets()
    opened = register_account(
        wish, stores=stores, hasher=QuickHasher(), secrets=secrets, clock=clock, ids=ids
    )
    user = opened.session.user
    change = {"password_hash": "v2:other"}
    rival = Rival(stores, User, lambda: stores.shared().commit([Patch(User, (user,), change)]))

    sign_in(
        Credentials(email="a@example.com", password="vitrina-2026", address="1"),
        stores=rival.stores,
        hasher=QuickHasher(version=2),
        secrets=secrets,
        clock=clock,
        ids=ids,
    )

    stored = stores.shared().get(User, user)
    assert stored is not None
    assert stored.value.password_hash == "v2:other"


class CrowdedHasher(QuickHasher):
    """Has no room for another hash."""

    def hash(self, password: str) -> str:
        raise RateLimited(1)


def test_a_sign_in_holds_though_its_hash_cannot_be_renewed_now() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    wish = Registration(email="a@example.com", password="vitrina-2026", name="Л", address="1")
    ids, secrets = CountingIds(), CountingSecrets()
    register_account(
        wish, stores=stores, hasher=QuickHasher(), secrets=secrets, clock=clock, ids=ids
    )

    signed_in = sign_in(
        Credentials(email="a@example.com", password="vitrina-2026", address="1"),
        stores=stores,
        hasher=CrowdedHasher(version=2),
        secrets=secrets,
        clock=clock,
        ids=ids,
    )

    assert find_session(signed_in.token, stores=stores, clock=clock) is not None
