"""Every setting of every function; the only module that reads the environment."""

import base64
import os
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PositiveFloat,
    SecretStr,
    model_validator,
)

from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.switch import Switch, parse_switch

GOOGLE_CERTS = "https://www.googleapis.com/oauth2/v3/certs"
LOCAL_KEY_PREFIX = "local:"
KEY_BYTES = 32
LEAST_SECRET = 32
_KMS_NAME = re.compile(r"projects/[\w.:-]+/locations/[\w-]+/keyRings/[\w-]+/cryptoKeys/[\w-]+")


def _bare(url: str) -> str:
    return url.rstrip("/")


Url = Annotated[str, AfterValidator(_bare)]


class Settings(BaseModel):
    """What every function needs; a missing or wrong value fails by name, and is never shown."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        validate_default=True,
        hide_input_in_errors=True,
        defer_build=True,
    )

    env: Literal["local", "staging", "prod"] = "prod"
    project: str
    region: str = "europe-west1"
    function_url: Url
    store_backend: Literal["firestore", "embedded"] = "firestore"
    embedded_path: Path | None = None
    indexes_path: Path | None = None
    clock_offset_s: float = 0.0
    clock_speed: PositiveFloat = 1.0
    quiet_period_s: PositiveFloat | None = None
    crash_points: Path | None = None
    dispatch: str = "running"
    dispatch_file: Path | None = None
    tasks_emulator: str | None = None
    oidc_certs_url: Url = GOOGLE_CERTS

    @classmethod
    @cache
    def from_env(cls) -> Self:
        """Read the environment once per process; what is set to nothing is not set."""
        given = {name: os.environ.get(name.upper(), "") for name in cls.model_fields}
        return cls.model_validate({name: value for name, value in given.items() if value})

    @model_validator(mode="after")
    def _keep_local_things_local(self) -> Self:
        if self.env == "local":
            return self
        local = {
            "STORE_BACKEND": self.store_backend == "embedded",
            "INDEXES_PATH": self.indexes_path is not None,
            "CLOCK_OFFSET_S": self.clock_offset_s != 0,
            "CLOCK_SPEED": self.clock_speed != 1,
            "QUIET_PERIOD_S": self.quiet_period_s is not None,
            "CRASH_POINTS": self.crash_points is not None,
            "TASKS_EMULATOR": self.tasks_emulator is not None,
            "OIDC_CERTS_URL": self.oidc_certs_url != GOOGLE_CERTS,
        }
        wrong = [name for name, used in local.items() if used]
        if wrong:
            raise ValueError(f"only ENV=local may set {', '.join(wrong)}")
        return self

    @property
    def quiet_period(self) -> timedelta:
        """How long a reply in doubt is only looked for."""
        seconds = self.quiet_period_s
        return QUIET_PERIOD if seconds is None else timedelta(seconds=seconds)

    def read_switch(self) -> Switch:
        """Whether sending is on hold: asked at every call, as a mounted file may change.

        The file outweighs the variable; what neither can be read to say holds sending.
        """
        try:
            return parse_switch(self._dispatch_words())
        except ValueError:
            return Switch(paused=True)

    def _dispatch_words(self) -> str:
        if self.dispatch_file is None or not self.dispatch_file.exists():
            return self.dispatch
        return self.dispatch_file.read_text()

    @property
    def clock_offset(self) -> timedelta:
        """How far the product's clock stands from real time."""
        return timedelta(seconds=self.clock_offset_s)

    def url_of(self, function: str) -> str:
        """Where a function answers; the audience of its callers' tokens is the same text."""
        return self.function_url.format(function=function, service=function.replace("_", "-"))

    def account_of(self, name: str) -> str:
        """The e-mail of a service account of this project."""
        return f"{name}@{self.project}.iam.gserviceaccount.com"


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


class LLMSettings(Settings):
    """A language model behind the OpenAI API; it is asked only where all three are set."""

    llm_base_url: Url | None = None
    llm_api_key: SecretStr | None = None
    llm_model: str | None = None

    @property
    def llm(self) -> tuple[str, str, str] | None:
        """Address, key and model, where all three are set."""
        url, key, model = self.llm_base_url, self.llm_api_key, self.llm_model
        if url is None or key is None or model is None:
            return None
        return url, key.get_secret_value(), model


class EmbeddingSettings(Settings):
    """An embeddings endpoint; without address and model the bundled model embeds."""

    embeddings_url: Url | None = None
    embeddings_key: SecretStr = SecretStr("")
    embeddings_model: str | None = None

    @property
    def embedder(self) -> tuple[str | None, str, str | None]:
        """Address, key and model of the endpoint; local ones need no key."""
        return self.embeddings_url, self.embeddings_key.get_secret_value(), self.embeddings_model


class IngestSettings(LLMSettings, EmbeddingSettings):
    """What understands items; `enable_llm_intent` lets a model name what nobody else could."""

    enable_llm_intent: bool = False


class FileSettings(Settings):
    """Where buyers' files are kept: a bucket, or a folder of this machine."""

    files_bucket: str = ""
    files_folder: Path | None = None

    @model_validator(mode="after")
    def _require_a_place(self) -> Self:
        if self.env != "local" and self.files_folder is not None:
            raise ValueError("only ENV=local may set FILES_FOLDER")
        if not self.files_bucket and self.files_folder is None:
            raise ValueError("FILES_BUCKET is not set")
        return self


class CabinetSettings(FileSettings, TokenSettings):
    """What asks WB and keeps buyers' files."""


class MailSettings(Settings):
    """How letters reach sellers: a mail server, or a folder of this machine.

    `smtp_url` is `smtps://user:password@host` or `smtp+starttls://…`; `app_origin` is where the
    links of letters lead, `leads_to` who is told of requests from the front page.
    """

    app_origin: Url
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    leads_to: str = ""
    mail_folder: Path | None = None

    @model_validator(mode="after")
    def _require_a_way(self) -> Self:
        if self.env != "local" and self.mail_folder is not None:
            raise ValueError("only ENV=local may set MAIL_FOLDER")
        url = self.smtp_url.get_secret_value()
        if self.mail_folder is None and not (url and self.mail_from):
            raise ValueError("SMTP_URL and MAIL_FROM are not set")
        if self.env != "local" and not url.startswith(("smtps://", "smtp+starttls://")):
            raise ValueError("SMTP_URL must be encrypted outside ENV=local")
        return self

    @property
    def correspondents(self) -> dict[str, str]:
        """Where links of letters lead, and who is told of requests, as a desk takes them."""
        return {"app_url": self.app_origin, "leads_to": self.leads_to}


class OfficeSettings(MailSettings, FileSettings, EmbeddingSettings):
    """What writes letters and works off long jobs, which read the past as ingestion reads."""


class DraftSettings(WBSettings, LLMSettings):
    """What writes drafts; with no LLM configured the templates do, and say so.

    `enable_llm_judge` lets the model look at what it wrote, and forbid more than the rules do.
    """

    enable_llm_judge: bool = False

    @property
    def referee(self) -> tuple[str, str, str] | None:
        """The model that looks once more."""
        return self.llm if self.enable_llm_judge else None


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
