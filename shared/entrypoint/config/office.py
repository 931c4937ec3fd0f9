"""What letters and long jobs need."""

from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator

from shared.entrypoint.config.base import Settings, Url
from shared.entrypoint.config.files import FileSettings
from shared.entrypoint.config.models import EmbeddingSettings


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
