"""Where each kind of document lives, and which of its fields name it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from functools import lru_cache
from typing import Any

from shared.domain.accounts.account import Cabinet, ResetToken, SealedToken, Seller, Session, User
from shared.domain.accounts.audit import AuditEntry
from shared.domain.accounts.belongings import Belongings
from shared.domain.accounts.export import Export
from shared.domain.accounts.throttle import LoginThrottle
from shared.domain.analytics.counts import DayFigures, MonthFigures
from shared.domain.analytics.health import Heartbeat, QueueLevels
from shared.domain.analytics.ledger import DayLedger, Progress
from shared.domain.automatic.backtest import Backtest
from shared.domain.automatic.journal import AutoDay, AutoEntry
from shared.domain.bulk import Bulk
from shared.domain.claims import ClaimsState, OrderClaims
from shared.domain.composing import ComposerWords
from shared.domain.demo.state import Demo
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.spending import DraftSpend
from shared.domain.errors import NotFound
from shared.domain.events import Event
from shared.domain.files import FetchedFile, UploadedFile
from shared.domain.interaction import Interaction, Message
from shared.domain.jobs import Job
from shared.domain.leads import Lead
from shared.domain.linking.customers import CustomerProfile
from shared.domain.linking.exact import OrderLabel
from shared.domain.marketplace import Card
from shared.domain.meaning.mass_defects import DefectsProgress, ProductDefects
from shared.domain.replies.reply import Reply
from shared.domain.reply_templates import ReplyTemplate
from shared.domain.settings import SellerSettings
from shared.domain.settings_change import SettingsChange
from shared.domain.summary import InboxSummary
from shared.domain.sync.state import (
    Budget,
    KnownItems,
    Page,
    Quarantine,
    Shard,
    SyncRun,
    SyncState,
)
from shared.domain.turns import Turn

DocPath = tuple[str, ...]

_LONGEST_NAME = 1500
_RESERVED = re.compile(r"__.*__", re.DOTALL)


class Scope(StrEnum):
    """Which store opens a kind."""

    SHARED = "shared"
    SELLER = "seller"


@dataclass(frozen=True, slots=True)
class Place:
    """Collections from the scope's root down, each with the field that names a document in it."""

    scope: Scope
    collections: tuple[str, ...]
    fields: tuple[str, ...]


def _shared(collection: str, field: str = "id") -> Place:
    return Place(Scope.SHARED, (collection,), (field,))


def _seller(collection: str, field: str = "id") -> Place:
    return Place(Scope.SELLER, (collection,), (field,))


def _below_interaction(collection: str) -> Place:
    return Place(Scope.SELLER, ("interactions", collection), ("interaction", "id"))


KINDS: dict[type, Place] = {
    User: _shared("users"),
    Session: _shared("sessions"),
    Cabinet: _shared("cabinets"),
    LoginThrottle: _shared("login_throttle"),
    ResetToken: _shared("reset_tokens"),
    Lead: _shared("leads"),
    Seller: _shared("sellers"),
    Shard: _shared("shards", "number"),
    Turn: _shared("turns"),
    Heartbeat: _shared("heartbeats"),
    QueueLevels: _shared("queue_levels"),
    SealedToken: _seller("secrets"),
    SyncState: _seller("sync", "category"),
    Budget: _seller("budget", "category"),
    KnownItems: _seller("known", "channel"),
    Page: _seller("pages"),
    Quarantine: _seller("quarantine"),
    OrderClaims: _seller("claims"),
    ClaimsState: _seller("claims_state"),
    SyncRun: _seller("sync_runs"),
    Job: _seller("jobs"),
    FetchedFile: _seller("files"),
    UploadedFile: _seller("uploads"),
    Interaction: _seller("interactions"),
    Message: _below_interaction("messages"),
    Draft: _below_interaction("drafts"),
    ComposerWords: _seller("composer"),
    DraftSpend: _seller("spend"),
    Reply: _seller("replies"),
    Event: _seller("events"),
    DayLedger: _seller("day_rows"),
    DayFigures: _seller("days"),
    MonthFigures: _seller("months"),
    Progress: _seller("days_progress"),
    AuditEntry: _seller("audit"),
    Card: _seller("products", "nm_id"),
    CustomerProfile: _seller("customers"),
    OrderLabel: _seller("order_labels"),
    InboxSummary: _seller("summary"),
    Demo: _seller("demo"),
    Export: _seller("exports"),
    ProductDefects: _seller("defects", "nm_id"),
    DefectsProgress: _seller("defects_progress"),
    SellerSettings: _seller("settings"),
    ReplyTemplate: _seller("templates"),
    SettingsChange: _seller("settings_history"),
    AutoEntry: _seller("auto_journal"),
    AutoDay: _seller("auto_days"),
    Backtest: _seller("backtests"),
    Bulk: _seller("bulks"),
}


def place_of(kind: type) -> Place:
    """Find a kind's place; a class that is no document is a mistake in the code."""
    place = KINDS.get(kind)
    if place is None:
        raise ValueError(f"{kind.__name__} has no place in the store")
    return place


def seller_belongings() -> Belongings:
    """Every kind that a seller's data may be of, for what takes them along or away."""
    own = {kind: place for kind, place in KINDS.items() if place.scope is Scope.SELLER}
    beside = (kind for kind, place in KINDS.items() if place.scope is Scope.SHARED)
    flat = tuple(kind for kind, place in own.items() if len(place.collections) == 1)
    return Belongings(
        flat=flat,
        nested=tuple(kind for kind in own if kind not in flat),
        expiring=tuple(kind for kind in own if _expires(kind)),
        shared=tuple(kind for kind in beside if _expires(kind)),
    )


def _expires(kind: type) -> bool:
    return "expires_at" in (part.name for part in fields(kind))


def key_of(value: Any) -> tuple[str, ...]:
    """Read the names that lead to a document out of the document itself."""
    return tuple(_as_name(getattr(value, field)) for field in place_of(type(value)).fields)


def document_path(root: DocPath, place: Place, key: Sequence[str]) -> DocPath:
    """Name one document below a root; NotFound for a name that no document can have."""
    if len(key) != len(place.fields):
        raise ValueError(f"{place.collections[-1]} needs {len(place.fields)} names")
    path = list(root)
    for collection, name in zip(place.collections, key, strict=True):
        path += [collection, check_name(name)]
    return tuple(path)


def collection_path(root: DocPath, place: Place, within: Sequence[str]) -> DocPath:
    """Name one collection below a root."""
    if len(within) != len(place.fields) - 1:
        raise ValueError(f"{place.collections[-1]} lies within {len(place.fields) - 1} documents")
    path = list(root)
    for collection, name in zip(place.collections[:-1], within, strict=True):
        path += [collection, check_name(name)]
    return (*path, place.collections[-1])


def check_name(name: str) -> str:
    """Let only a single, ordinary path segment through."""
    if not isinstance(name, str):
        raise NotFound("no document can have this name")
    return _check_segment(str(name))


@lru_cache(maxsize=4096)
def _check_segment(name: str) -> str:
    """The same few names are asked for again and again; what is refused is looked at each time."""
    if (
        not 0 < len(name.encode(errors="replace")) <= _LONGEST_NAME
        or "/" in name
        or name in {".", ".."}
        or _RESERVED.fullmatch(name)
        or not _is_unicode(name)
    ):
        raise NotFound("no document can have this name")
    return name


def _is_unicode(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= one <= "\udfff" for one in name)


def _as_name(part: Any) -> str:
    return str(part.value if isinstance(part, Enum) else part)
