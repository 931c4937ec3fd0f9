"""What every function needs; the only module that reads the environment."""

import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PositiveFloat, model_validator

from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.switch import Switch, parse_switch

GOOGLE_CERTS = "https://www.googleapis.com/oauth2/v3/certs"


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
