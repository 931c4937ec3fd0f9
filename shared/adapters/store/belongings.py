"""All kinds of documents at once, for what takes a seller's data along or away."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module

from shared.adapters.store.kinds import DOMAIN, PLACES, Place, Scope
from shared.domain.accounts.belongings import Belongings


@cache
def load_kinds() -> Mapping[type, Place]:
    """Every kind with its place; loads the modules of all of them."""
    return {_load_kind(name): place for name, place in PLACES.items()}


def _load_kind(name: str) -> type:
    module, _, own = name.rpartition(".")
    kind: type = getattr(import_module(DOMAIN + module), own)
    return kind


def seller_belongings() -> Belongings:
    """Every kind that a seller's data may be of, for what takes them along or away."""
    kinds = load_kinds()
    own = {kind: place for kind, place in kinds.items() if place.scope is Scope.SELLER}
    beside = (kind for kind, place in kinds.items() if place.scope is Scope.SHARED)
    flat = tuple(kind for kind, place in own.items() if len(place.collections) == 1)
    return Belongings(
        flat=flat,
        nested=tuple(kind for kind in own if kind not in flat),
        expiring=tuple(kind for kind in own if _expires(kind)),
        shared=tuple(kind for kind in beside if _expires(kind)),
    )


def _expires(kind: type) -> bool:
    return "expires_at" in (part.name for part in fields(kind))
