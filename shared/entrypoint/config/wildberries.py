"""Where WB stands, and what opens sellers' tokens."""

import base64
import re
from typing import Self

from pydantic import SecretStr, model_validator

from shared.entrypoint.config.base import Settings, Url

LOCAL_KEY_PREFIX = "local:"
KEY_BYTES = 32
_KMS_NAME = re.compile(r"projects/[\w.:-]+/locations/[\w-]+/keyRings/[\w-]+/cryptoKeys/[\w-]+")


class WBSettings(Settings):
    """Addresses to use instead of WB's own; with `wb_cards_url` all cards come from there."""

    wb_feedbacks_url: Url | None = None
    wb_chat_url: Url | None = None
    wb_returns_url: Url | None = None
    wb_common_url: Url | None = None
    wb_cards_url: Url | None = None

    @model_validator(mode="after")
    def _refuse_plain_http(self) -> Self:
        addresses = self.model_dump(include=set(WBSettings.__annotations__))
        plain = [name.upper() for name, url in addresses.items() if (url or "").startswith("http:")]
        if plain and self.env != "local":
            raise ValueError(f"only ENV=local may use plain http: {', '.join(plain)}")
        return self


class TokenSettings(WBSettings):
    """What opens sellers' WB tokens: a key of Cloud KMS, by its name.

    On a machine of one's own `token_key` does: `local:` and 32 bytes in base64, after commas older
    ones that only open. `wb_client_secret` is what WB gives a service: Base tokens beside it have
    the full limits.
    """

    token_kms_key: str = ""
    token_kms_url: Url | None = None
    token_key: SecretStr = SecretStr("")
    wb_client_secret: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _refuse_local_key(self) -> Self:
        if self.env != "local" and self.token_key.get_secret_value():
            raise ValueError("only ENV=local may set TOKEN_KEY: TOKEN_KMS_KEY names the key")
        if self.env != "local" and self.token_kms_url is not None:
            raise ValueError("only ENV=local may set TOKEN_KMS_URL")
        if self.token_kms_key and not _KMS_NAME.fullmatch(self.token_kms_key):
            raise ValueError("TOKEN_KMS_KEY must be projects/…/locations/…/keyRings/…/cryptoKeys/…")
        if not self.token_kms_key and not self.token_keys:
            raise ValueError("TOKEN_KMS_KEY is not set")
        if any(len(key) != KEY_BYTES for key in self.token_keys):
            raise ValueError(f"TOKEN_KEY must be {KEY_BYTES} bytes in base64")
        return self

    @property
    def client_secret(self) -> str:
        """The service's secret as a header can carry it; empty without one."""
        return self.wb_client_secret.get_secret_value().strip()

    @property
    def token_keys(self) -> list[bytes]:
        """The machine's own keys, the one that seals first."""
        given = filter(None, self.token_key.get_secret_value().split(","))
        return [base64.b64decode(one.removeprefix(LOCAL_KEY_PREFIX)) for one in given]
