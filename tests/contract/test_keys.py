"""What every key service promises: keys of this process, and a KMS that is another process."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from infra.local.data import DataFolder, Keys
from infra.probe import free_port
from infra.rotate_token_key import decode_key, main, rewrap_all
from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.opening import open_keys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import SealedToken
from shared.domain.errors import Rejected, Unavailable
from shared.domain.ids import SellerId
from shared.ports import Create, KeyService, Put
from tests.builders import NOON
from tests.kms_server import KEY
from tests.stores import DECLARED, embedded_stores

SECRET, BOUND = bytes(range(32)), b"seller|wb"
OLD, NEW = b"o" * 32, b"n" * 32
ONE, TWO = SellerId("one"), SellerId("two")
TOKEN = "header.payload.signature"


@dataclass
class Bench:
    """A key service; `rotate` gives the one that follows it, which still knows its elder."""

    keys: KeyService
    rotate: Callable[[], KeyService]


class Server:
    """The process of the KMS."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([sys.executable, "-m", "tests.kms_server", str(port)])
        for _ in range(200):
            try:
                self.ask("/calls")
            except OSError:
                time.sleep(0.05)
            else:
                return

    def ask(self, path: str) -> dict[str, int]:
        request = urllib.request.Request(f"{self.url}{path}", data=b"{}", method="POST")
        with urllib.request.urlopen(request, timeout=5) as answer:
            said: dict[str, int] = json.load(answer)
        return said

    def keys(self) -> KeyService:
        return open_keys(name=KEY, url=self.url, own=())

    def rotate(self) -> KeyService:
        self.ask("/rotate")
        return self.keys()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture(params=["local", "cloud"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "local":
        return Bench(LocalKeys([OLD]), lambda: LocalKeys([NEW, OLD]))
    running: Server = request.getfixturevalue("server")
    return Bench(running.keys(), running.rotate)


def test_a_key_comes_back_as_it_was(bench: Bench) -> None:
    wrapped = bench.keys.wrap(SECRET, BOUND)

    assert bench.keys.unwrap(wrapped, BOUND) == SECRET
    assert SECRET not in wrapped.content


def test_a_key_wrapped_for_something_else_does_not_open(bench: Bench) -> None:
    wrapped = bench.keys.wrap(SECRET, BOUND)

    with pytest.raises(Rejected):
        bench.keys.unwrap(wrapped, b"another|wb")


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_flipped_bit_does_not_open(bench: Bench, place: int) -> None:
    wrapped = bench.keys.wrap(SECRET, BOUND)
    content = bytearray(wrapped.content)
    content[place] ^= 1

    with pytest.raises(Rejected):
        bench.keys.unwrap(replace(wrapped, content=bytes(content)), BOUND)


@pytest.mark.parametrize("content", [b"", b"short"])
def test_what_was_never_wrapped_does_not_open(bench: Bench, content: bytes) -> None:
    wrapped = bench.keys.wrap(SECRET, BOUND)

    with pytest.raises(Rejected):
        bench.keys.unwrap(replace(wrapped, content=content), BOUND)


def test_what_an_older_key_has_wrapped_opens_until_it_is_gone(bench: Bench) -> None:
    wrapped = bench.keys.wrap(SECRET, BOUND)

    newer = bench.rotate()

    assert newer.unwrap(wrapped, BOUND) == SECRET
    assert newer.wrap(SECRET, BOUND).version != wrapped.version


def seal_two(stores: EmbeddedStores, keys: KeyService) -> SealedVault:
    vault = SealedVault(stores, keys)
    for seller in (ONE, TWO):
        profile = Seller(id=seller, name="", email="", created_at=NOON)
        stores.shared().commit([Create(profile)])
        vault.seal(seller, f"{TOKEN}.{seller}")
    return vault


def sealed(stores: EmbeddedStores, seller: SellerId) -> SealedToken:
    found = stores.of_seller(seller).get(SealedToken, "wb")
    assert found is not None
    return found.value


def test_all_tokens_are_wrapped_anew_and_none_is_opened(bench: Bench) -> None:
    stores = embedded_stores()
    seal_two(stores, bench.keys)
    before = sealed(stores, ONE)
    vault = SealedVault(stores, bench.rotate())

    figures = rewrap_all(stores, vault)

    after = sealed(stores, ONE)
    assert figures == {"sellers": 2, "rewrapped": 2, "broken": 0, "left": 0}
    assert (after.ciphertext, after.nonce) == (before.ciphertext, before.nonce)
    assert after.wrapped_key != before.wrapped_key
    assert after.key_version == vault.newest_version() != before.key_version
    assert vault.open(TWO) == f"{TOKEN}.{TWO}"


def test_a_rotation_that_was_cut_off_goes_on_where_it_stopped(bench: Bench) -> None:
    stores = embedded_stores()
    seal_two(stores, bench.keys)
    vault = SealedVault(stores, bench.rotate())
    vault.rewrap(ONE, vault.newest_version())

    assert rewrap_all(stores, vault)["rewrapped"] == 1


def test_what_belongs_to_nobody_is_counted_and_stops_no_rotation(bench: Bench) -> None:
    stores = embedded_stores()
    seal_two(stores, bench.keys)
    stores.of_seller(TWO).commit([Put(sealed(stores, ONE))])
    vault = SealedVault(stores, bench.rotate())

    assert rewrap_all(stores, vault) == {"sellers": 2, "rewrapped": 1, "broken": 1, "left": 0}


def test_a_version_that_is_disabled_is_an_outage_and_no_verdict(server: Server) -> None:
    stores = embedded_stores()
    seal_two(stores, server.keys())
    fresh = Server()
    try:
        fresh.ask("/disable/1")
        with pytest.raises(Unavailable):
            SealedVault(stores, fresh.keys()).open(ONE)
    finally:
        fresh.stop()


def test_a_service_that_is_gone_is_an_outage(server: Server) -> None:
    stores = embedded_stores()
    seal_two(stores, server.keys())
    server.stop()

    with pytest.raises(Unavailable):
        SealedVault(stores, server.keys()).seal(ONE, TOKEN)


def test_one_process_asks_for_a_key_once(server: Server) -> None:
    stores = embedded_stores()
    vault = seal_two(stores, server.keys())

    for _ in range(5):
        vault.open(ONE)

    assert server.ask("/calls")["decrypt"] == 1


def make_data(folder: Path) -> DataFolder:
    data = DataFolder(folder)
    data.prepare().close()
    data.keep_backend("embedded", "a test")
    keys = data.read_keys()
    stores = EmbeddedStores(folder / "embedded.sqlite", DECLARED)
    seal_two(stores, own_keys(keys))
    stores.close()
    return data


def own_keys(keys: Keys) -> LocalKeys:
    return LocalKeys([decode_key(one) for one in keys.token_key.split(",")])


def test_the_command_changes_the_key_of_a_machine(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    before = data.read_keys()

    assert main(["--data", str(data.root)]) == 0

    after = data.read_keys()
    stores = EmbeddedStores(data.root / "embedded.sqlite", DECLARED)
    assert after.token_key != before.token_key
    assert "," not in after.token_key
    assert after.cursor_key == before.cursor_key
    assert SealedVault(stores, own_keys(after)).open(ONE) == f"{TOKEN}.{ONE}"
    with pytest.raises(Rejected):
        SealedVault(stores, own_keys(before)).open(ONE)
    stores.close()
    assert (data.root / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_file_of_keys_that_others_may_read_is_refused(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    (data.root / "keys.json").chmod(0o644)

    assert main(["--data", str(data.root)]) == 1


def test_a_cloud_without_its_key_is_refused(tmp_path: Path) -> None:
    assert main(["--project", "p", "--data", str(tmp_path)]) == 1
