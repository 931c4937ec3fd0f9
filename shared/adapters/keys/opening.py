"""Chooses who wraps keys; the cloud's service is connected on first use."""

from collections.abc import Sequence

from shared.adapters.keys.local import LocalKeys
from shared.domain.accounts.wrapped_key import WrappedKey
from shared.domain.once import build_once
from shared.ports import KeyService


class LateKeys(KeyService):
    """A key of the cloud that is opened when the first token is."""

    def __init__(self, name: str, url: str | None) -> None:
        self._address = (name, url)

    def wrap(self, key: bytes, bound: bytes) -> WrappedKey:
        """Wrap a key."""
        return _connect(*self._address).wrap(key, bound)

    def unwrap(self, wrapped: WrappedKey, bound: bytes) -> bytes:
        """Give the key back."""
        return _connect(*self._address).unwrap(wrapped, bound)


def open_keys(*, name: str, url: str | None, own: Sequence[bytes]) -> KeyService:
    """A key of the cloud by its name, else keys of this machine."""
    return LateKeys(name, url) if name else LocalKeys(own)


@build_once
def _connect(name: str, url: str | None) -> KeyService:
    from shared.adapters.keys.cloud import connect_keys

    return connect_keys(name, url)
