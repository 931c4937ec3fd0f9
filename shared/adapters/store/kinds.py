"""Where each kind of document lives, and which of its fields name it.

Kinds are known by where they are defined, so that a function loads only those that it stores.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from functools import lru_cache
from typing import Any

from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound

DocPath = tuple[str, ...]

DOMAIN = "shared.domain."
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


PLACES: Mapping[str, Place] = {
    "accounts.sign_in.User": _shared("users"),
    "accounts.sign_in.Session": _shared("sessions"),
    "accounts.account.Cabinet": _shared("cabinets"),
    "accounts.throttle.LoginThrottle": _shared("login_throttle"),
    "accounts.sign_in.ResetToken": _shared("reset_tokens"),
    "leads.Lead": _shared("leads"),
    "accounts.account.Seller": _shared("sellers"),
    "sync.due.Shard": _shared("shards", "number"),
    "turns.Turn": _shared("turns"),
    "analytics.heartbeats.Heartbeat": _shared("heartbeats"),
    "analytics.health.QueueLevels": _shared("queue_levels"),
    "accounts.tokens.SealedToken": _seller("secrets"),
    "accounts.scope_check.ScopeChecks": _seller("scope_checks"),
    "sync.state.SyncState": _seller("sync", "category"),
    "sync.bucket.Budget": _seller("budget", "category"),
    "sync.state.KnownItems": _seller("known", "channel"),
    "sync.pages.Page": _seller("pages"),
    "sync.pages.Quarantine": _seller("quarantine"),
    "claims.OrderClaims": _seller("claims"),
    "claims.ClaimsState": _seller("claims_state"),
    "sync.state.SyncRun": _seller("sync_runs"),
    "jobs.Job": _seller("jobs"),
    "files.FetchedFile": _seller("files"),
    "files.UploadedFile": _seller("uploads"),
    "interaction.Interaction": _seller("interactions"),
    "interaction.Message": _below_interaction("messages"),
    "drafts.draft.Draft": _below_interaction("drafts"),
    "composing.ComposerWords": _seller("composer"),
    "drafts.spending.DraftSpend": _seller("spend"),
    "replies.reply.Reply": _seller("replies"),
    "events.Event": _seller("events"),
    "analytics.ledger.DayLedger": _seller("day_rows"),
    "analytics.counts.DayFigures": _seller("days"),
    "analytics.counts.MonthFigures": _seller("months"),
    "analytics.ledger.Progress": _seller("days_progress"),
    "accounts.audit.AuditEntry": _seller("audit"),
    "products.card.Card": _seller("products", "nm_id"),
    "linking.customers.CustomerProfile": _seller("customers"),
    "linking.labels.OrderLabel": _seller("order_labels"),
    "summary.InboxSummary": _seller("summary"),
    "demo.state.Demo": _seller("demo"),
    "accounts.export.Export": _seller("exports"),
    "meaning.mass_defects.ProductDefects": _seller("defects", "nm_id"),
    "meaning.mass_defects.DefectsProgress": _seller("defects_progress"),
    "settings.SellerSettings": _seller("settings"),
    "reply_templates.ReplyTemplate": _seller("templates"),
    "settings_change.SettingsChange": _seller("settings_history"),
    "automatic.journal.AutoEntry": _seller("auto_journal"),
    "automatic.journal.AutoDay": _seller("auto_days"),
    "automatic.backtest.Backtest": _seller("backtests"),
    "bulk.Bulk": _seller("bulks"),
}


def place_of(kind: type) -> Place:
    """Find a kind's place; a class that is no document is a mistake in the code."""
    place = PLACES.get(f"{kind.__module__}.{kind.__name__}".removeprefix(DOMAIN))
    if place is None:
        raise ValueError(f"{kind.__name__} has no place in the store")
    return place


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
