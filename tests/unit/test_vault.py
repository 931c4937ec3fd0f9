"""Tokens at rest belong to one seller and one key."""

from dataclasses import replace

import pytest

from shared.adapters.keys.local import LocalKeys, key_version
from shared.adapters.keys.vault import SealedVault
from shared.domain.accounts.tokens import SealedToken
from shared.domain.errors import Rejected
from shared.domain.ids import SellerId
from shared.ports import Put, Stores
from tests.stores import embedded_stores

ONE, TWO = SellerId("seller-one"), SellerId("seller-two")
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
TOKEN = "header.payload.signature"


def sealed(stores: Stores, seller: SellerId) -> SealedToken:
    found = stores.of_seller(seller).get(SealedToken, "wb")
    assert found is not None
    return found.value


def put(stores: Stores, seller: SellerId, token: SealedToken) -> None:
    stores.of_seller(seller).commit([Put(token)])


def test_only_ciphertext_is_stored() -> None:
    stores = embedded_stores()
    SealedVault(stores, LocalKeys([KEY])).seal(ONE, TOKEN)

    kept = sealed(stores, ONE)

    assert TOKEN.encode() not in kept.ciphertext
    assert len(kept.nonce) == 12
    assert kept.key_version == key_version(KEY)
    assert KEY.hex() not in kept.key_version


def test_the_same_token_never_looks_the_same() -> None:
    stores = embedded_stores()
    vault = SealedVault(stores, LocalKeys([KEY]))

    vault.seal(ONE, TOKEN)
    first = sealed(stores, ONE)
    vault.seal(ONE, TOKEN)
    second = sealed(stores, ONE)

    assert first.nonce != second.nonce
    assert first.ciphertext != second.ciphertext


def test_a_ciphertext_moved_to_another_seller_does_not_open() -> None:
    stores = embedded_stores()
    vault = SealedVault(stores, LocalKeys([KEY]))
    vault.seal(ONE, TOKEN)
    vault.seal(TWO, "another.token.entirely")

    one, two = sealed(stores, ONE), sealed(stores, TWO)
    put(stores, ONE, two)
    put(stores, TWO, one)

    for seller in (ONE, TWO):
        with pytest.raises(Rejected):
            vault.open(seller)


def test_no_flipped_bit_goes_unnoticed() -> None:
    stores = embedded_stores()
    vault = SealedVault(stores, LocalKeys([KEY]))
    vault.seal(ONE, TOKEN)
    whole = sealed(stores, ONE)

    for place in range(len(whole.ciphertext)):
        spoilt = bytearray(whole.ciphertext)
        spoilt[place] ^= 1
        put(stores, ONE, replace(whole, ciphertext=bytes(spoilt)))
        with pytest.raises(Rejected):
            vault.open(ONE)


@pytest.mark.parametrize("nonce", [b"", b"short", bytes(12)])
def test_a_wrong_nonce_does_not_open(nonce: bytes) -> None:
    stores = embedded_stores()
    vault = SealedVault(stores, LocalKeys([KEY]))
    vault.seal(ONE, TOKEN)
    put(stores, ONE, replace(sealed(stores, ONE), nonce=nonce))

    with pytest.raises(Rejected):
        vault.open(ONE)


def test_a_token_of_an_unknown_key_does_not_open() -> None:
    stores = embedded_stores()
    SealedVault(stores, LocalKeys([KEY])).seal(ONE, TOKEN)

    with pytest.raises(Rejected):
        SealedVault(stores, LocalKeys([OTHER_KEY])).open(ONE)


def test_a_version_written_by_hand_does_not_help() -> None:
    stores = embedded_stores()
    SealedVault(stores, LocalKeys([KEY])).seal(ONE, TOKEN)
    put(stores, ONE, replace(sealed(stores, ONE), key_version=key_version(OTHER_KEY)))

    with pytest.raises(Rejected):
        SealedVault(stores, LocalKeys([OTHER_KEY])).open(ONE)


def test_a_key_has_thirty_two_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SealedVault(embedded_stores(), LocalKeys([b"change-me"]))
