"""Shapes of settings: a section is read, replaced and put back as one."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.domain.deadlines.rules import LEAST_MINUTES, MOST_DAYS_OFF, MOST_MINUTES
from shared.domain.interaction import Priority
from shared.domain.settings_change import Section
from shared.entrypoint.api.shapes.base import Answer, Line, Request

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Minutes = Annotated[int, Field(ge=LEAST_MINUTES, le=MOST_MINUTES)]
Weekday = Annotated[int, Field(ge=0, le=6)]
Signature = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=2048)]


class ProfileFields(BaseModel):
    """How the shop is called, and how its answers end."""

    name: Line
    signature: Signature


class GeneralFields(BaseModel):
    """Sending, and what is kept of buyers.

    `undo_seconds` delays an approved reply, `auto_undo_seconds` an automatic one;
    `reply_pending_minutes` keeps an unproven reply's item out of the queue.
    """

    undo_seconds: Annotated[int, Field(ge=0, le=60)]
    auto_undo_seconds: Annotated[int, Field(ge=60, le=3600)]
    reply_pending_minutes: Annotated[int, Field(ge=30, le=1440)]
    store_buyer_names: bool


class DeadlineRow(Request):
    """How soon such an item should and must be answered; a priority outweighs what follows."""

    target_minutes: Minutes
    limit_minutes: Minutes
    priority: Priority | None = None


class HoursFields(Request):
    """Moscow time; Monday is 0, the end of the day 24:00."""

    opens: TimeOfDay
    closes: TimeOfDay
    weekdays: Annotated[list[Weekday], Field(max_length=7)]
    rests_on_holidays: bool = False
    days_off: Annotated[list[date], Field(default_factory=list, max_length=MOST_DAYS_OFF)]


class DeadlinesFields(BaseModel):
    """The table of deadlines and the hours they are counted in; no hours means day and night."""

    rows: Annotated[dict[str, DeadlineRow], Field(max_length=60)]
    hours: HoursFields | None


class ProfileRequest(ProfileFields, Request):
    """The whole section, as it shall be."""


class ProfileAnswer(ProfileFields, Answer):
    """The section as it is; the e-mail is shown, not changed here."""

    email: str


class GeneralRequest(GeneralFields, Request):
    """The whole section, as it shall be."""


class GeneralAnswer(GeneralFields, Answer):
    """The section as it is."""


class DeadlinesRequest(DeadlinesFields, Request):
    """The whole section, as it shall be; rows that are left out are the defaults."""


class DeadlinesAnswer(DeadlinesFields, Answer):
    """The section as it is; `titles` name the rows in Russian, in the order to show them."""

    titles: dict[str, str]


class HistoryQuery(Request):
    """A page of changes, the newest first."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class ChangedField(Answer):
    """One field before and after, in Russian."""

    field: str
    title: str
    before: str
    after: str


class SettingsChangeAnswer(Answer):
    """One saved change."""

    id: str
    section: Section
    at: datetime
    device: str
    fields: list[ChangedField]


class HistoryAnswer(Answer):
    """One page of a section's changes."""

    items: list[SettingsChangeAnswer]
    next_cursor: str | None
