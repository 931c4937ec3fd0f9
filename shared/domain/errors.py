"""Errors named for what the caller should do.

InboxError
├── Rejected               the request can never succeed: fix it, do not retry
│   ├── NotFound           nothing of that name is this seller's
│   ├── Conflict           the state has moved on: read again, then decide
│   │   ├── AlreadyExists  the document was created before, perhaps by a lost write of ours
│   │   └── Stale          the precondition no longer holds
│   ├── MissingIndex       the query needs an index that is not declared
│   ├── AccessDenied       the marketplace refuses the key: the seller has to act
│   └── Malformed          the marketplace's answer cannot be read
└── RetryLater             the same request may succeed if repeated
    ├── RateLimited        ... after the seconds it names
    └── Unavailable        ... but everyone should slow down first
"""

from enum import StrEnum


class InboxError(Exception):
    """Every error that the product raises on purpose."""


class Rejected(InboxError):
    """The request can never succeed as it stands."""


class NotFound(Rejected):
    """There is nothing of that name for this seller."""


class Conflict(Rejected):
    """The state has moved on since the caller read it."""


class AlreadyExists(Conflict):
    """A document that had to be new is there already."""


class Stale(Conflict):
    """A document changed after the version that the write relies on."""


class MissingIndex(Rejected):
    """A query needs an index that `infra/firestore.indexes.json` does not declare."""


class Denial(StrEnum):
    """Why the marketplace refuses a key; each has its own words for the seller."""

    TOKEN = "token"
    EXPIRED = "expired"
    PAYMENT = "payment"
    SCOPE = "scope"
    KIND = "kind"
    READ_ONLY = "read_only"


class AccessDenied(Rejected):
    """The marketplace refuses the key: park the channel and tell the seller."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(denial.value)
        self.denial = denial


class Malformed(Rejected):
    """The marketplace's answer cannot be read."""


class RetryLater(InboxError):
    """The same request may succeed if it is repeated."""


class RateLimited(RetryLater):
    """The marketplace asks for a pause of `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:g} s")
        self.retry_after = retry_after


class Unavailable(RetryLater):
    """A whole dependency is down: repeat later and more slowly."""
