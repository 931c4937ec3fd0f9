"""What a seller has changed among the settings, for the seller to look up."""

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass

KEEP_CHANGES = timedelta(days=400)


class Section(StrEnum):
    """A page of settings that is read and replaced as one."""

    PROFILE = "profile"
    GENERAL = "general"
    DEADLINES = "deadlines"
    AI = "ai"
    AUTO_RESPONSE = "auto_response"
    PROMO = "promo"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange:
    """One saved section: what differs, by field, as the API says it before and after."""

    id: str
    section: Section
    at: datetime
    expires_at: datetime
    device: str = ""
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
