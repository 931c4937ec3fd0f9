"""The embedded store as the local stack opens it: queries without a declared index are refused."""

from pathlib import Path

from infra.local.environment import INDEXES
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.indexes import Indexes

DECLARED = Indexes.load(INDEXES)


def embedded_stores(path: Path | None = None, *, patience: float = 10.0) -> EmbeddedStores:
    """Open one, in memory or in a file."""
    return EmbeddedStores(path, DECLARED, patience)
