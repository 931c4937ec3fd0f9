"""Who did what with an account, for its owner to read; entries are only ever added."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass

KEEP_AUDIT = timedelta(days=400)


class Deed(StrEnum):
    """What is worth knowing afterwards."""

    REGISTERED = "account.registered"
    SIGNED_IN = "account.signed_in"
    PASSWORD_CHANGED = "password.changed"
    PASSWORD_RESET = "password.reset"
    SESSION_ENDED = "session.ended"
    CABINET_CONNECTED = "cabinet.connected"
    CABINET_REMOVED = "cabinet.removed"
    SETTINGS_CHANGED = "settings.changed"
    AUTOMATION_STOPPED = "automation.stopped"
    EXPORT_ASKED = "export.asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One deed; `device` names a browser, `facts` hold no secrets and no buyers' words."""

    id: str
    deed: Deed
    at: datetime
    expires_at: datetime
    device: str = ""
    facts: dict[str, str] = field(default_factory=dict)
