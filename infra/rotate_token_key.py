"""`make rotate-token-key`: wrap the keys of all sellers' tokens anew, with the newest key there is.

With PROJECT and KMS_KEY the key is one of Cloud KMS, of which a newer version has been made
primary; older versions may be destroyed once this command has found nothing left. Else it is the
local stack's own: a new one is made beside the old one, which goes when no token needs it any more.
Cut off anywhere, it goes on where it stopped; tokens themselves are never opened.
"""

import argparse
import base64
import secrets
from collections.abc import Sequence
from pathlib import Path

from infra.figures import Bar, report_figures
from infra.local.data import DataBroken, DataFolder
from infra.local.screen import say
from infra.opening import CannotOpen, open_somewhere
from shared.adapters.keys.local import KEY_BYTES, LocalKeys
from shared.adapters.keys.opening import open_keys
from shared.adapters.keys.vault import SealedVault
from shared.domain.errors import Rejected, RetryLater
from shared.domain.ids import SellerId
from shared.entrypoint.config.wildberries import LOCAL_KEY_PREFIX
from shared.ports import Stores
from shared.usecases.list_sellers import list_sellers

BARS: dict[str, Bar] = {"left": ("==", 0)}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when a second pass finds no token under an older key."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".data"), help="the local stack's data")
    parser.add_argument("--project", default="", help="a project whose Firestore to work on")
    parser.add_argument("--kms-key", default="", help="projects/…/cryptoKeys/…")
    chosen = parser.parse_args(arguments)
    if bool(chosen.project) != bool(chosen.kms_key):
        say("✗ a cloud needs both: make rotate-token-key PROJECT=… KMS_KEY=projects/…")
        return 1
    try:
        if chosen.project:
            return rotate_cloud(chosen.project, chosen.kms_key)
        return rotate_local(DataFolder(chosen.data.resolve()))
    except (CannotOpen, DataBroken, RetryLater) as error:
        say(f"✗ {error}")
        return 1


def rotate_cloud(project: str, name: str) -> int:
    """KMS has the newer version already."""
    with open_somewhere(project, Path()) as stores:
        vault = SealedVault(stores, open_keys(name=name, url=None, own=()))
        return _report(rewrap_all(stores, vault))


def rotate_local(folder: DataFolder) -> int:
    """Make a key, wrap everything with it, forget the one before."""
    keys = folder.read_keys()
    if "," not in keys.token_key:
        keys = keys.model_copy(update={"token_key": f"{_new_key()},{keys.token_key}"})
        folder.write_keys(keys)
        if folder.mailbox.exists():
            say("a new key was made: restart `make dev`, which knows both then, and ask again")
            return 0
    newest, *_ = given = keys.token_key.split(",")
    with open_somewhere("", folder.root) as stores:
        machine = LocalKeys([decode_key(one) for one in given])
        figures = rewrap_all(stores, SealedVault(stores, machine))
    if not figures["left"]:
        folder.write_keys(keys.model_copy(update={"token_key": newest}))
    return _report(figures)


def rewrap_all(stores: Stores, vault: SealedVault) -> dict[str, float]:
    """Twice over all sellers; what cannot be unwrapped at all is counted apart."""
    newest = vault.newest_version()
    sellers = list(list_sellers(stores=stores))
    first, broken = _pass(sellers, vault, newest)
    left, _ = _pass(sellers, vault, newest)
    return {"sellers": len(sellers), "rewrapped": first, "broken": broken, "left": left}


def _pass(sellers: list[SellerId], vault: SealedVault, newest: str) -> tuple[int, int]:
    done = broken = 0
    for seller in sellers:
        try:
            done += vault.rewrap(seller, newest)
        except Rejected:
            broken += 1
    return done, broken


def _report(figures: dict[str, float]) -> int:
    return 0 if report_figures("rotate-token-key", figures, BARS) else 1


def _new_key() -> str:
    return LOCAL_KEY_PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def decode_key(given: str) -> bytes:
    """Read a key as the environment and the file of keys hold it."""
    return base64.b64decode(given.removeprefix(LOCAL_KEY_PREFIX))


if __name__ == "__main__":
    raise SystemExit(main())
