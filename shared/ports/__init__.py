"""What use cases need of the outside, each a small role.

A port names domain types in its signatures alone, and loads none of them: whoever needs a clock
does not wait for the shapes of drafts.
"""

from shared.ports.accounts import KeyService, Mailer, PasswordHasher, Secrets
from shared.ports.files import Files
from shared.ports.language import Adviser, Embedder, Referee, Unwritten, Writer
from shared.ports.marketplace import Cards, ItemReader, Marketplace, Marketplaces, Photos, Vault
from shared.ports.runtime import Clock, Ids, QueueGauge, TaskQueue
from shared.ports.store import (
    REMOVE,
    Bump,
    Create,
    Delete,
    Operator,
    Order,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    Where,
    Write,
)

__all__ = [
    "REMOVE",
    "Adviser",
    "Bump",
    "Cards",
    "Clock",
    "Create",
    "Delete",
    "Embedder",
    "Files",
    "Ids",
    "ItemReader",
    "KeyService",
    "Mailer",
    "Marketplace",
    "Marketplaces",
    "Operator",
    "Order",
    "PasswordHasher",
    "Patch",
    "Photos",
    "Put",
    "Query",
    "QueueGauge",
    "Referee",
    "Secrets",
    "Store",
    "Stored",
    "Stores",
    "TaskQueue",
    "Unwritten",
    "Vault",
    "Where",
    "Write",
    "Writer",
]
