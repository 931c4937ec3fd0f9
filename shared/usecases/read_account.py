"""Who a seller is and how their sync stands."""

from collections.abc import Mapping
from dataclasses import replace

from shared.domain.accounts.account import Connection, Seller
from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound
from shared.domain.ids import SellerId, shard_of
from shared.domain.interaction import Channel
from shared.domain.settings import SellerSettings
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CATEGORY_OF, CHANNELS
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.pace import Freshness, freshness_of
from shared.domain.sync.state import ChannelSync, SyncState
from shared.ports import Clock, Stores
from shared.usecases.read_settings import read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A seller, their choices, and every channel's progress."""

    seller: Seller
    settings: SellerSettings
    channels: dict[Channel, ChannelSync]


@dataclass(frozen=True, slots=True, kw_only=True)
class Syncs:
    """Every channel's progress, and by WB's category a letter for each of the last runs."""

    channels: dict[Channel, ChannelSync]
    lately: dict[Category, str]


def read_account(seller: SellerId, *, stores: Stores) -> Account:
    """Read all that a signed-in page begins with."""
    stored = stores.shared().get(Seller, seller)
    if stored is None:
        raise NotFound("the account is gone")
    settings = read_settings(stores.of_seller(seller))
    return Account(
        seller=replace(stored.value, name=settings.shop_name or stored.value.name),
        settings=settings,
        channels=read_progress(seller, stores=stores),
    )


def read_connection(seller: SellerId, *, stores: Stores) -> Connection | None:
    """Read the link to WB; None without one."""
    stored = stores.shared().get(Seller, seller)
    return stored.value.connection if stored else None


def judge_freshness(
    seller: SellerId, progress: Mapping[Channel, ChannelSync], *, stores: Stores, clock: Clock
) -> dict[Channel, Freshness]:
    """Say of every channel whether it is older than the seller's pace allows."""
    number = shard_of(seller)
    shard = stores.shared().get(Shard, str(number))
    due = shard.value.sellers.get(seller, SellerDue()) if shard else SellerDue()
    now = clock.now()
    return {
        channel: freshness_of(due, CATEGORY_OF[channel], one.last_success_at, now)
        for channel, one in progress.items()
    }


def read_progress(seller: SellerId, *, stores: Stores) -> dict[Channel, ChannelSync]:
    """Read how each channel's sync stands; a channel that never ran is idle."""
    return read_syncs(seller, stores=stores).channels


def read_syncs(seller: SellerId, *, stores: Stores) -> Syncs:
    """Read how the sync of each channel stands, and how its last runs ended."""
    states = stores.of_seller(seller).get_many(SyncState, [category.value for category in Category])
    progress = dict.fromkeys(Channel, ChannelSync())
    for category, channels in CHANNELS.items():
        stored = states.get(category.value)
        known = stored.value.channels if stored else {}
        progress |= {name: known.get(name.value, ChannelSync()) for name in channels}
    lately = {Category(name): stored.value.lately for name, stored in states.items()}
    return Syncs(channels=progress, lately=lately)
