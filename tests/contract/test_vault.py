"""What every vault promises, on the one in memory and on the one that keeps ciphertext."""

from typing import Protocol

import pytest

from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.memory.vault import MemoryVault
from shared.domain.accounts.tokens import SealedToken
from shared.domain.errors import Rejected, Unavailable
from shared.domain.ids import SellerId
from shared.ports import Put, Store, Vault
from tests.stores import embedded_stores

ONE, TWO = SellerId("seller-one"), SellerId("seller-two")
TOKEN, OTHER = "header.payload.signature", "another.token.entirely"


class Bench(Protocol):
    """A vault with what lies behind it."""

    vault: Vault

    def misplace(self, source: SellerId, target: SellerId) -> None:
        """Put one seller's sealed token in another's place."""

    def cut_off(self) -> None:
        """Let nothing behind the vault answer."""

    def restore(self) -> None:
        """Let it answer again."""


class MemoryBench:
    """Tokens in plain memory."""

    def __init__(self) -> None:
        self.memory = MemoryVault()
        self.vault: Vault = self.memory

    def misplace(self, source: SellerId, target: SellerId) -> None:
        self.memory.misplace(source, target)

    def cut_off(self) -> None:
        self.memory.is_down = True

    def restore(self) -> None:
        self.memory.is_down = False


class SwitchedStores:
    """Stores behind a switch."""

    def __init__(self) -> None:
        self._stores = embedded_stores()
        self.is_down = False

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        if self.is_down:
            raise Unavailable("switched off")
        return self._stores.of_seller(seller)


class SealedBench:
    """Ciphertext in a store."""

    def __init__(self) -> None:
        self.stores = SwitchedStores()
        self.vault: Vault = SealedVault(self.stores, LocalKeys([bytes(range(32))]))

    def misplace(self, source: SellerId, target: SellerId) -> None:
        found = self.stores.of_seller(source).get(SealedToken, "wb")
        assert found is not None
        self.stores.of_seller(target).commit([Put(found.value)])

    def cut_off(self) -> None:
        self.stores.is_down = True

    def restore(self) -> None:
        self.stores.is_down = False


@pytest.fixture(params=[MemoryBench, SealedBench])
def bench(request: pytest.FixtureRequest) -> Bench:
    made: Bench = request.param()
    return made


@pytest.mark.parametrize("token", [TOKEN, "", "токен", "x" * 4096, " spaces\nand lines "])
def test_a_token_comes_back_as_it_was(bench: Bench, token: str) -> None:
    bench.vault.seal(ONE, token)

    assert bench.vault.open(ONE) == token


def test_nobody_has_a_token_before_it_is_sealed(bench: Bench) -> None:
    assert bench.vault.open(ONE) is None


def test_a_new_token_replaces_the_old_one(bench: Bench) -> None:
    bench.vault.seal(ONE, OTHER)
    bench.vault.seal(ONE, TOKEN)

    assert bench.vault.open(ONE) == TOKEN


def test_sellers_keep_tokens_of_their_own(bench: Bench) -> None:
    bench.vault.seal(ONE, TOKEN)
    bench.vault.seal(TWO, OTHER)
    bench.vault.forget(ONE)

    assert bench.vault.open(ONE) is None
    assert bench.vault.open(TWO) == OTHER


def test_forgetting_may_be_repeated(bench: Bench) -> None:
    bench.vault.seal(ONE, TOKEN)

    for _ in range(2):
        bench.vault.forget(ONE)

    assert bench.vault.open(ONE) is None


def test_a_token_sealed_for_another_seller_is_rejected_until_it_is_replaced(bench: Bench) -> None:
    bench.vault.seal(ONE, TOKEN)
    bench.misplace(ONE, TWO)

    with pytest.raises(Rejected):
        bench.vault.open(TWO)

    bench.vault.seal(TWO, OTHER)
    assert bench.vault.open(TWO) == OTHER


def test_a_token_sealed_for_another_seller_can_be_forgotten(bench: Bench) -> None:
    bench.vault.seal(ONE, TOKEN)
    bench.misplace(ONE, TWO)

    bench.vault.forget(TWO)

    assert bench.vault.open(TWO) is None
    assert bench.vault.open(ONE) == TOKEN


def test_an_outage_is_unavailable_and_loses_nothing(bench: Bench) -> None:
    bench.vault.seal(ONE, TOKEN)
    bench.cut_off()

    with pytest.raises(Unavailable):
        bench.vault.open(ONE)
    with pytest.raises(Unavailable):
        bench.vault.seal(ONE, OTHER)
    with pytest.raises(Unavailable):
        bench.vault.forget(ONE)

    bench.restore()
    assert bench.vault.open(ONE) == TOKEN
