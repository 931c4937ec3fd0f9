"""Tokens at rest belong to one seller and one key."""

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.vault import SealedVault, key_version, load_or_create_key
from shared.domain.account import SealedToken
from shared.domain.errors import Rejected
from shared.domain.ids import SellerId
from shared.ports import Put, Stores

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
    stores = EmbeddedStores()
    SealedVault(stores, KEY).seal(ONE, TOKEN)

    kept = sealed(stores, ONE)

    assert TOKEN.encode() not in kept.ciphertext
    assert len(kept.nonce) == 12
    assert kept.key_version == key_version(KEY)
    assert KEY.hex() not in kept.key_version


def test_the_same_token_never_looks_the_same() -> None:
    stores = EmbeddedStores()
    vault = SealedVault(stores, KEY)

    vault.seal(ONE, TOKEN)
    first = sealed(stores, ONE)
    vault.seal(ONE, TOKEN)
    second = sealed(stores, ONE)

    assert first.nonce != second.nonce
    assert first.ciphertext != second.ciphertext


def test_a_ciphertext_moved_to_another_seller_does_not_open() -> None:
    stores = EmbeddedStores()
    vault = SealedVault(stores, KEY)
    vault.seal(ONE, TOKEN)
    vault.seal(TWO, "another.token.entirely")

    one, two = sealed(stores, ONE), sealed(stores, TWO)
    put(stores, ONE, two)
    put(stores, TWO, one)

    for seller in (ONE, TWO):
        with pytest.raises(Rejected):
            vault.open(seller)


def test_no_flipped_bit_goes_unnoticed() -> None:
    stores = EmbeddedStores()
    vault = SealedVault(stores, KEY)
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
    stores = EmbeddedStores()
    vault = SealedVault(stores, KEY)
    vault.seal(ONE, TOKEN)
    put(stores, ONE, replace(sealed(stores, ONE), nonce=nonce))

    with pytest.raises(Rejected):
        vault.open(ONE)


def test_a_retired_key_opens_and_the_new_one_seals() -> None:
    stores = EmbeddedStores()
    SealedVault(stores, KEY).seal(ONE, TOKEN)
    vault = SealedVault(stores, OTHER_KEY, retired=[KEY])

    assert vault.open(ONE) == TOKEN
    vault.seal(ONE, TOKEN)

    assert sealed(stores, ONE).key_version == key_version(OTHER_KEY)
    assert SealedVault(stores, OTHER_KEY).open(ONE) == TOKEN


def test_a_token_of_an_unknown_key_does_not_open() -> None:
    stores = EmbeddedStores()
    SealedVault(stores, KEY).seal(ONE, TOKEN)

    with pytest.raises(Rejected):
        SealedVault(stores, OTHER_KEY).open(ONE)


def test_a_version_written_by_hand_does_not_help() -> None:
    stores = EmbeddedStores()
    SealedVault(stores, KEY).seal(ONE, TOKEN)
    put(stores, ONE, replace(sealed(stores, ONE), key_version=key_version(OTHER_KEY)))

    with pytest.raises(Rejected):
        SealedVault(stores, OTHER_KEY, retired=[KEY]).open(ONE)


def test_a_key_has_thirty_two_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SealedVault(EmbeddedStores(), b"change-me")


def test_a_development_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key"
    keys: list[bytes] = []
    makers = [Thread(target=lambda: keys.append(load_or_create_key(path))) for _ in range(8)]

    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert len(keys) == 8
    assert set(keys) == {load_or_create_key(path)}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    load_or_create_key(path)
    path.chmod(0o644)

    with pytest.raises(ValueError, match="owner alone"):
        load_or_create_key(path)


def test_a_key_file_of_another_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"change-me")
    path.chmod(0o600)

    with pytest.raises(ValueError, match="32 bytes"):
        load_or_create_key(path)
