"""What use cases need of the outside, each a small role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, Protocol, TypeVar

from shared.domain.account import Scope, TokenFacts
from shared.domain.attachments import Download
from shared.domain.claims import ClaimsPage, ClaimsRequest
from shared.domain.draft import Method
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.mail import Letter
from shared.domain.marketplace import (
    CabinetProfile,
    Card,
    EventPage,
    ListPage,
    ListRequest,
    Outcome,
    Outgoing,
    ParsedItem,
    Picture,
    RawItem,
    ReadBack,
)
from shared.domain.semantics import Vector
from shared.domain.understanding import Intent

T = TypeVar("T")
Operator = Literal["==", "<", "<=", ">", ">=", "in", "array_contains", "array_contains_any"]


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A value with the version that a later write may insist on.

    `key` holds the document's names from the store's root down; from everywhere, the seller first.
    """

    value: T
    version: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a dotted field path."""

    field: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key; ties are broken by the document's name in the last key's direction."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Generic[T]):
    """Documents of one kind: `within` names the parent keys of a subcollection.

    `after` holds the sort values of the last row seen and, last, its key (`Stored.key`, or the
    last name of it). `everywhere` searches every seller and is for the shared store alone.
    """

    kind: type[T]
    where: tuple[Where, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    after: tuple[Any, ...] = ()
    within: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Create(Generic[T]):
    """Write a document that must be new, else AlreadyExists."""

    value: T


@dataclass(frozen=True, slots=True)
class Put(Generic[T]):
    """Replace a whole document, or make it; with `version`, only if unchanged, else Stale."""

    value: T
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Patch(Generic[T]):
    """Write only the named dotted fields; NotFound without a document, Stale if it moved on.

    A field's value may be a dataclass, or `REMOVE`.
    """

    kind: type[T]
    key: tuple[str, ...]
    fields: Mapping[str, Any]
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Bump(Generic[T]):
    """Add to numbers in dotted fields, making document and fields where they are missing."""

    kind: type[T]
    key: tuple[str, ...]
    amounts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delete(Generic[T]):
    """Remove a document if it is there."""

    kind: type[T]
    key: tuple[str, ...]


class _Remove:
    """Marks a field that a Patch takes away."""


REMOVE = _Remove()
Write = Create[Any] | Put[Any] | Patch[Any] | Bump[Any] | Delete[Any]


class Store(Protocol):
    """Typed documents below one root: one seller's subtree, or what all sellers share.

    Every method raises Unavailable when the database cannot answer. A commit that raises
    Unavailable may still have been applied: read again and compare before repeating it.
    """

    def get(self, kind: type[T], *key: str) -> Stored[T] | None:
        """Read one document."""
        ...

    def get_many(self, kind: type[T], keys: Sequence[str]) -> dict[str, Stored[T]]:
        """Read documents of a flat kind by key in one round trip; absent ones are left out."""
        ...

    def find(self, query: Query[T]) -> list[Stored[T]]:
        """Run a query; MissingIndex where Firestore would refuse it."""
        ...

    def count(self, query: Query[T]) -> int:
        """Count what a query without `after` would find."""
        ...

    def commit(self, writes: Sequence[Write]) -> None:
        """Apply all writes or none: AlreadyExists, NotFound, Stale or Unavailable say why not."""
        ...


class Stores(Protocol):
    """Opens the store of one seller; nothing opened can reach another seller's documents."""

    def shared(self) -> Store:
        """Open users, sessions, cabinets, shards and sellers' profiles."""
        ...

    def of_seller(self, seller: SellerId) -> Store:
        """Open one seller's subtree."""
        ...


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Tell the time in UTC."""
        ...

    def monotonic(self) -> float:
        """Tell seconds that only grow, to measure how long a process has slept."""
        ...

    def name(self) -> str:
        """Tell which clock this is: what two different ones say may differ by seconds."""
        ...

    def wait(self, pause: timedelta) -> None:
        """Let so much of its time pass."""
        ...


class Ids(Protocol):
    """The only source of randomness."""

    def new(self) -> str:
        """Make a name nobody has used, of at least 128 random bits."""
        ...


class TaskQueue(Protocol):
    """Hands work to other functions, at least once each."""

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        """Queue one call and say whether it was new; raises RetryLater if nothing was stored."""
        ...


class Marketplace(Protocol):
    """One seller's WB cabinet. Reads raise AccessDenied, RateLimited, Unavailable or Malformed."""

    def list_items(self, request: ListRequest) -> ListPage:
        """Read one page of reviews or questions."""
        ...

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        """Read one review or question by WB's id; None when WB does not know it."""
        ...

    def list_chats(self) -> tuple[RawItem, ...]:
        """Read every chat with its current reply sign."""
        ...

    def list_events(self, cursor: int | None) -> EventPage:
        """Read chat events after a cursor in Unix milliseconds; None starts from the oldest."""
        ...

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Write once: one request, a fresh connection, no retries; never raises."""
        ...

    def edit_answer(self, outgoing: Outgoing) -> Outcome:
        """Replace a published answer, as `send_reply` writes; WB allows it once in 60 days.

        WB may take an edit in silence that it does not carry out: only reading back can tell.
        """
        ...

    def download_file(self, download_id: str) -> Download:
        """Read a file that hangs on a chat message; raises as every read does."""
        ...

    def list_claims(self, request: ClaimsRequest) -> ClaimsPage:
        """Read one page of claims for a return; raises as every read does."""
        ...

    def calls_left(self) -> int | None:
        """Say how many calls WB would take at once, by its last answer to this object."""
        ...

    def check_scope(self, scope: Scope) -> None:
        """Make the cheapest call that needs a scope; raises as every read does."""
        ...

    def read_profile(self) -> CabinetProfile:
        """Read whose cabinet it is; WB allows one call a minute."""
        ...


class Marketplaces(Protocol):
    """Opens cabinets and reads what they sent; the only port that knows WB's shapes."""

    def open(self, token: str) -> Marketplace:
        """Open the cabinet of a plain WB token."""
        ...

    def read_token(self, token: str) -> TokenFacts:
        """Decode a token locally; Rejected when it is no WB token."""
        ...

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        """Understand one raw item; Malformed when a field that matters is missing or odd."""
        ...

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        """Say what a raw review or question shows of the seller's answer."""
        ...


class Vault(Protocol):
    """Keeps the WB token of a seller, bound to the seller's id; Unavailable in an outage."""

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        ...

    def open(self, seller: SellerId) -> str | None:
        """Give the plain token back; None without one, Rejected when it cannot be unsealed."""
        ...

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        ...


class Files(Protocol):
    """Bytes too large for a document, kept per seller by name; Unavailable in an outage."""

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before; it is there whole or not at all."""
        ...

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none, or no longer."""
        ...


class Cards(Protocol):
    """Public product cards."""

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card; None when there is none to read; Unavailable when the network fails."""
        ...


class Photos(Protocol):
    """Pictures that WB serves in public."""

    def fetch_photo(self, url: str) -> Picture:
        """Read one; Rejected when the address or the content is not allowed, or Unavailable."""
        ...

    def is_public(self, url: str) -> bool:
        """Tell whether an address lies where WB keeps public files; nothing is asked."""
        ...

    def photo_url(self, nm_id: int) -> str:
        """Tell where a product's first picture lies; Rejected for no article number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft's words and who wrote them."""

    text: str
    method: Method
    model: str
    prompt_version: str


class Embedder(Protocol):
    """Turns short texts into unit vectors: texts that mean alike lie near each other."""

    @property
    def model(self) -> str:
        """Name the model: only vectors of the same one can be compared."""
        ...

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One vector for each text, in order; RetryLater or Malformed when there are none."""
        ...


class Adviser(Protocol):
    """A language model that may name what a buyer wants where nothing else could."""

    @property
    def model(self) -> str:
        """Name the model that is asked."""
        ...

    def name_intent(self, question: str) -> Intent:
        """Ask once; Unavailable when nobody answered, Malformed when it is none of the intents."""
        ...


class Writer(Protocol):
    """Writes a draft. Unavailable or Malformed when it cannot."""

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
    ) -> Written:
        """Suggest an answer to the words of one interaction."""
        ...


class Mailer(Protocol):
    """Sends letters; Unavailable when the mail server does not take one."""

    def send(self, letter: Letter) -> None:
        """Hand one letter over."""
        ...


class PasswordHasher(Protocol):
    """Hashes passwords slowly, a few at a time: RateLimited when too many wait."""

    def hash(self, password: str) -> str:
        """Make a salted hash."""
        ...

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Check a password; with no hash it takes as long and says no."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with weaker parameters than today's."""
        ...


class Secrets(Protocol):
    """Makes what nobody may guess."""

    def new_token(self) -> str:
        """Make 256 random bits as 43 characters that a cookie can carry."""
        ...
