"""Wraps keys with one that never leaves Cloud KMS (REST v1, `encrypt` and `decrypt`)."""

import base64
import binascii
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from shared.domain.accounts.wrapped_key import WrappedKey
from shared.domain.errors import Rejected, Unavailable
from shared.ports import KeyService

if TYPE_CHECKING:
    from google.auth.transport.requests import AuthorizedSession

KMS_URL = "https://cloudkms.googleapis.com"
SCOPES = ("https://www.googleapis.com/auth/cloudkms",)
_TIMEOUT_S = 5.0
# An instance works for many sellers, each again and again; a key stays with the process alone.
_MOST_KNOWN = 1024


class CloudKeys(KeyService):
    """One symmetric key of KMS, named `projects/…/cryptoKeys/…`; it chooses the newest version."""

    def __init__(self, name: str, session: "AuthorizedSession", url: str = KMS_URL) -> None:
        self._address = f"{url}/v1/{name}"
        self._session = session
        self._unwrap = lru_cache(maxsize=_MOST_KNOWN)(self._ask_unwrap)

    def wrap(self, key: bytes, bound: bytes) -> WrappedKey:
        """Have a key wrapped by the newest version."""
        said = self._ask("encrypt", {"plaintext": _text(key), **_bind(bound)})
        return WrappedKey(content=_bytes(said, "ciphertext"), version=str(said.get("name", "")))

    def unwrap(self, wrapped: WrappedKey, bound: bytes) -> bytes:
        """Have a key unwrapped; KMS knows by itself which version did it."""
        return self._unwrap(wrapped.content, bound)

    def _ask_unwrap(self, content: bytes, bound: bytes) -> bytes:
        said = self._ask("decrypt", {"ciphertext": _text(content), **_bind(bound)})
        return _bytes(said, "plaintext")

    def _ask(self, verb: str, body: dict[str, str]) -> dict[str, Any]:
        from google.auth.exceptions import GoogleAuthError

        try:
            answer = self._session.post(f"{self._address}:{verb}", json=body, timeout=_TIMEOUT_S)
            said = answer.json() if answer.content else {}
        except (GoogleAuthError, OSError, ValueError) as error:
            raise Unavailable("the key service does not answer") from error
        if answer.status_code == HTTPStatus.OK and isinstance(said, dict):
            return cast("dict[str, Any]", said)
        if _is_refusal(answer.status_code, said):
            raise Rejected("the wrapped key does not belong here")
        raise Unavailable(f"the key service answers {answer.status_code}")


def connect_keys(name: str, url: str | None) -> CloudKeys:
    """Open a key; with `url`, at an emulator that asks for no credentials."""
    from google.auth import default
    from google.auth.credentials import AnonymousCredentials
    from google.auth.transport.requests import AuthorizedSession

    if url is not None:
        session = AuthorizedSession(AnonymousCredentials())  # type: ignore[no-untyped-call]
        return CloudKeys(name, session, url)
    credentials, _ = default(scopes=SCOPES)
    return CloudKeys(name, AuthorizedSession(credentials))  # type: ignore[no-untyped-call]


def _is_refusal(status: int, said: object) -> bool:
    """A ciphertext that is not of this key or for other data; a disabled version is an outage."""
    error = said.get("error", {}) if isinstance(said, dict) else {}
    return status == HTTPStatus.BAD_REQUEST and error.get("status") == "INVALID_ARGUMENT"


def _bind(bound: bytes) -> dict[str, str]:
    return {"additionalAuthenticatedData": _text(bound)}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(said: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(said[name], validate=True)
    except (KeyError, TypeError, binascii.Error) as error:
        raise Unavailable("the key service says nothing of use") from error
