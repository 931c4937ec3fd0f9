"""Who signs in, and where they are signed in."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A sign-in; its id is the hash of the normalised e-mail.

    `terms` is the day of the terms about data that were accepted when the account was opened.
    """

    id: str
    seller: SellerId
    email: str
    password_hash: str
    created_at: datetime
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser; its id is the hash of the cookie's token, `device` names it."""

    id: str
    seller: SellerId
    user: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetToken:
    """A letter's right to set a new password once; its id is the hash of the letter's token.

    `password` is a fingerprint of the hash it may replace: another change makes it worthless.
    """

    id: str
    user: str
    password: str
    expires_at: datetime
