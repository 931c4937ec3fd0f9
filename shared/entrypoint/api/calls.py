"""What a handler is given and what it gives back."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Generic, TypeVar

from werkzeug.datastructures import ETags

from shared.domain.accounts.sign_in import Session
from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.entrypoint.api.outside import Outside
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Answer, Request

B_co = TypeVar("B_co", bound=Request, covariant=True)
Q_co = TypeVar("Q_co", bound=Request, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[B_co, Q_co]):
    """One request after every check: who asks, for what, and with which words."""

    outside: Outside
    now: datetime
    trace: str
    address: str
    agent: str
    token: str | None
    session: Session | None
    path: Mapping[str, str]
    body: B_co
    query: Q_co
    known: ETags
    expected: ETags

    @property
    def open_session(self) -> Session:
        """The session behind the request."""
        if self.session is None:
            raise Refusal(code="unauthenticated")
        return self.session

    @property
    def seller(self) -> SellerId:
        """The seller of the session; never taken from input."""
        return self.open_session.seller


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Bytes instead of JSON, which a browser may keep for a while; pieces are sent as they come.

    With a `name` they are saved and not shown.
    """

    content: bytes | Iterator[bytes]
    content_type: str
    keep_s: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What goes back: `status` only where a route knows several.

    A `token` is set as the session's cookie; an empty one takes the cookie away. Of a `brief`
    answer the fields that have their defaults stay at home.
    """

    answer: Answer | None = None
    brief: bool = False
    media: Media | None = None
    status: int | None = None
    etag: str | None = None
    token: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
