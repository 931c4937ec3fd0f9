"""What the inbox API needs."""

from typing import Self

from pydantic import SecretStr, model_validator

from shared.entrypoint.config.base import Url
from shared.entrypoint.config.cabinet import CabinetSettings

LEAST_SECRET = 32


class APISettings(CabinetSettings):
    """What the inbox API needs: its public origin, and the key that signs cursors.

    After a comma may come the key before it, which is believed for as long as it stands there.

    `proxy_hops` counts our own proxies that append to X-Forwarded-For. `personal_tokens` lets
    sellers connect WB tokens that WB forbids cloud services to use.
    """

    app_origin: Url
    cursor_key: SecretStr
    proxy_hops: int = 2
    personal_tokens: bool = False

    @model_validator(mode="after")
    def _require_https(self) -> Self:
        if self.env != "local" and not self.app_origin.startswith("https://"):
            raise ValueError("APP_ORIGIN must be https outside ENV=local")
        return self

    @model_validator(mode="after")
    def _refuse_weak_key(self) -> Self:
        weak = any(len(key) < LEAST_SECRET for key in self.cursor_keys)
        if self.env != "local" and (weak or not self.cursor_keys):
            raise ValueError(f"CURSOR_KEY must have {LEAST_SECRET} characters or more")
        return self

    @property
    def cursor_keys(self) -> tuple[str, ...]:
        """The key that signs, and those before it that are still believed."""
        return tuple(filter(None, self.cursor_key.get_secret_value().split(",")))
