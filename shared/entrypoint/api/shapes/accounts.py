"""Shapes of accounts, the cabinet and its sync."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import EmailStr, Field, StringConstraints

from shared.domain.accounts.passwords import LEAST_LENGTH
from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.interaction import Channel
from shared.domain.sync.pace import Freshness
from shared.domain.sync.state import SyncStatus
from shared.entrypoint.api.shapes.base import Answer, Line, Request


class RegisterRequest(Request):
    """A new account."""

    email: EmailStr
    password: Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=200)]
    name: Line


class PasswordRequest(Request):
    """Another password; the present one proves who asks."""

    current: Annotated[str, StringConstraints(max_length=200)]
    new: Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=200)]


class ErasureRequest(Request):
    """The end of an account; the password proves who asks."""

    password: Annotated[str, StringConstraints(max_length=200)]


class ResetRequest(Request):
    """A letter for whoever forgot their password."""

    email: EmailStr


class ResetConfirmRequest(Request):
    """A new password by the right of a letter's link."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    new: Annotated[str, StringConstraints(min_length=LEAST_LENGTH, max_length=200)]


class SessionAnswer(Answer):
    """One signed-in browser; `current` is the one that asks."""

    id: str
    device: str
    created_at: datetime
    seen_at: datetime
    current: bool


class SessionsAnswer(Answer):
    """Every browser that is signed in."""

    items: list[SessionAnswer]


class LoginRequest(Request):
    """A sign-in."""

    email: Annotated[str, StringConstraints(max_length=320)]
    password: Annotated[str, StringConstraints(max_length=200)]


class SellerAnswer(Answer):
    """The account as its owner sees it."""

    id: str
    name: str
    email: str
    created_at: datetime


class Scopes(Answer):
    """What the WB token is good for."""

    feedbacks: bool
    chats: bool
    returns: bool


class TokenAnswer(Answer):
    """What the connected token says of itself; never the token."""

    type: TokenKind
    scopes: Scopes
    read_only: bool
    expires_at: datetime
    days_left: int


class NoticeLevel(StrEnum):
    """How soon a seller should act."""

    INFO = "info"
    WARNING = "warning"
    DANGER = "danger"


class NoticeAnswer(Answer):
    """Something to know of the token, in Russian: `title` in a few words, `text` in full.

    Without `channels` it concerns all of them.
    """

    code: str
    level: NoticeLevel
    title: str
    text: str
    channels: list[Channel]


class CabinetAnswer(Answer):
    """The link to WB."""

    connected: bool
    sid: str | None = None
    trade_mark: str | None = None
    token: TokenAnswer | None = None


class LastRunAnswer(Answer):
    """What the last run did for a channel; `waited_s` is what WB's limits cost."""

    at: datetime
    seconds: float
    waited_s: float
    calls: int
    fetched: int
    created: int
    updated: int
    unchanged: int
    quarantined: int


class ChannelSyncAnswer(Answer):
    """How one channel's sync stands; `error` is Russian.

    `compared_at` is when the last reading of the whole history began. `freshness` judges the age
    of the last success by the seller's own pace.
    """

    state: SyncStatus
    phase: str = ""
    fetched: int = 0
    last_success_at: datetime | None = None
    compared_at: datetime | None = None
    last_run: LastRunAnswer | None = None
    freshness: Freshness | None = None
    error: str | None = None


class SyncAnswer(Answer):
    """Progress per channel, and what to know of the token, the most urgent first."""

    channels: dict[Channel, ChannelSyncAnswer]
    notices: list[NoticeAnswer]


class Me(Answer):
    """Who is signed in; `now` is the server's clock, which deadlines are counted by."""

    seller: SellerAnswer
    cabinet: CabinetAnswer
    sync: SyncAnswer
    demo: bool
    undo_seconds: int
    now: datetime


class DemoAnswer(Answer):
    """How many examples were stored; none when they were there already."""

    created: int


class ConnectRequest(Request):
    """A token to connect; a pasted `Bearer ` is taken off."""

    marketplace: Literal["wildberries", "ozon"] = "wildberries"
    wb_token: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=20, max_length=8192)
    ]


class ScopeCheck(Answer):
    """Whether WB accepted the token for one scope; `detail` is Russian."""

    scope: Scope
    ok: bool
    detail: str


class ScopeChecksAnswer(Answer):
    """What WB has said so far of the token that was given last, in the order of asking."""

    checks: list[ScopeCheck]


class ConnectAnswer(Answer):
    """The connected cabinet, what each scope's check said, and what to know of the token."""

    cabinet: CabinetAnswer
    checks: list[ScopeCheck]
    notices: list[NoticeAnswer]


class SyncRequest(Request):
    """A sync by hand; no channels means all."""

    channels: list[Channel] = Field(default_factory=list, max_length=3)
    full: bool = False


class QueuedAnswer(Answer):
    """Which channels were queued; a full sync is a job whose progress can be read."""

    queued: list[Channel]
    job: str | None = None
