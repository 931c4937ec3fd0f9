"""Stop reading what WB refuses, until the seller has acted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts.account import Connection, Seller
from shared.domain.errors import Denial, RetryLater, Stale
from shared.domain.ids import SellerId, shard_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import Shard
from shared.domain.sync.pace import due_at, set_due
from shared.ports import Patch, Put, Stored, Stores, Write

_MOST_TRIES = 8


def park_category(
    seller: SellerId,
    category: Category,
    denial: Denial,
    *,
    stores: Stores,
    connected_at: datetime | None = None,
) -> None:
    """Note on the profile that WB refuses the token for one category, and poll it no more.

    A refusal of the connection that began at `connected_at` says nothing of a newer one.
    """
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        profile = shared.get(Seller, seller)
        if profile is not None and _is_newer(profile.value, connected_at):
            return
        shard = shared.get(Shard, str(shard_of(seller)))
        # In one commit, so that nobody who connects meanwhile has a plan of theirs stopped.
        writes: list[Write] = [
            *_parked(profile, category, denial),
            *_stopped(shard, seller, category),
        ]
        try:
            shared.commit(writes)
        except Stale:
            continue
        return
    raise RetryLater("others keep writing this profile or its shard first")


def stop_category(
    seller: SellerId,
    category: Category,
    *,
    stores: Stores,
    unless: Callable[[Seller | None], bool] = lambda _: False,
) -> None:
    """Poll one category no more, unless the profile shows by now that it is to be read."""
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        profile = shared.get(Seller, seller)
        if unless(profile.value if profile else None):
            return
        stopped = _stopped(shared.get(Shard, str(shard_of(seller))), seller, category)
        if not stopped:
            return
        # The profile is written as it is, so that nobody who connects, or tries again what was
        # parked, has a plan of theirs stopped.
        fields = {"connection": profile.value.connection} if profile else {}
        seen = [Patch(Seller, (seller,), fields, version=profile.version)] if profile else []
        try:
            shared.commit([*seen, *stopped])
        except Stale:
            continue
        return
    raise RetryLater("others keep writing this profile or its shard first")


def unpark_all(seller: SellerId, *, stores: Stores) -> bool:
    """Let what WB refused be tried again; say whether anything was parked."""
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        stored = shared.get(Seller, seller)
        if stored is None or stored.value.connection is None:
            return False
        if not stored.value.connection.parked:
            return False
        try:
            shared.commit([_patch_parked(stored, stored.value.connection, {})])
        except Stale:
            continue
        return True
    raise RetryLater("others keep writing this profile first")


def is_parked(seller: Seller, category: Category) -> bool:
    """Whether WB refused the token for a category."""
    return seller.connection is not None and category.value in seller.connection.parked


def _is_newer(seller: Seller, connected_at: datetime | None) -> bool:
    connection = seller.connection
    if connection is None or connected_at is None:
        return False
    return connection.connected_at != connected_at


def _parked(
    profile: Stored[Seller] | None, category: Category, denial: Denial
) -> list[Patch[Seller]]:
    connection = profile.value.connection if profile else None
    if profile is None or connection is None:
        return []
    parked = connection.parked | {category.value: denial.value}
    return [] if parked == connection.parked else [_patch_parked(profile, connection, parked)]


def _patch_parked(
    profile: Stored[Seller], connection: Connection, parked: dict[str, str]
) -> Patch[Seller]:
    fields = {"connection": replace(connection, parked=parked)}
    return Patch(Seller, (profile.value.id,), fields, version=profile.version)


def _stopped(shard: Stored[Shard] | None, seller: SellerId, category: Category) -> list[Put[Shard]]:
    due = shard.value.sellers.get(seller) if shard else None
    if shard is None or due is None or due_at(due, category) is None:
        return []
    sellers = shard.value.sellers | {seller: set_due(due, category, None)}
    return [Put(replace(shard.value, sellers=sellers), version=shard.version)]
