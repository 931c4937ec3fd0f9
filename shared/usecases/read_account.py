"""Who a seller is and how their sync stands."""

from dataclasses import dataclass

from shared.domain.account import Connection, Seller
from shared.domain.errors import NotFound
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.domain.settings import SellerSettings
from shared.domain.sync import CHANNELS, Category, ChannelSync, SyncState
from shared.ports import Stores
from shared.usecases.read_settings import read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A seller, their choices, and every channel's progress."""

    seller: Seller
    settings: SellerSettings
    channels: dict[Channel, ChannelSync]


def read_account(seller: SellerId, *, stores: Stores) -> Account:
    """Read all that a signed-in page begins with."""
    stored = stores.shared().get(Seller, seller)
    if stored is None:
        raise NotFound("the account is gone")
    return Account(
        seller=stored.value,
        settings=read_settings(stores.of_seller(seller)),
        channels=read_progress(seller, stores=stores),
    )


def read_connection(seller: SellerId, *, stores: Stores) -> Connection | None:
    """Read the link to WB; None without one."""
    stored = stores.shared().get(Seller, seller)
    return stored.value.connection if stored else None


def read_progress(seller: SellerId, *, stores: Stores) -> dict[Channel, ChannelSync]:
    """Read how each channel's sync stands; a channel that never ran is idle."""
    states = stores.of_seller(seller).get_many(SyncState, [category.value for category in Category])
    progress = dict.fromkeys(Channel, ChannelSync())
    for category, channels in CHANNELS.items():
        stored = states.get(category.value)
        known = stored.value.channels if stored else {}
        progress |= {name: known.get(name.value, ChannelSync()) for name in channels}
    return progress
