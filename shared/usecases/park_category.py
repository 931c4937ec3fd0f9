"""Stop reading what WB refuses, until the seller has acted."""

from dataclasses import replace

from shared.domain.account import Seller
from shared.domain.errors import Denial, RetryLater, Stale
from shared.domain.ids import SellerId
from shared.domain.sync import Category
from shared.ports import Patch, Stores
from shared.usecases.schedule_seller import stop_category

_MOST_TRIES = 8


def park_category(seller: SellerId, category: Category, denial: Denial, *, stores: Stores) -> None:
    """Note on the profile that WB refuses the token for one category, and poll it no more."""
    _edit_parked(seller, {category.value: denial.value}, stores=stores)
    stop_category(seller, category, stores=stores)


def unpark_all(seller: SellerId, *, stores: Stores) -> bool:
    """Let what WB refused be tried again; say whether anything was parked."""
    return _edit_parked(seller, None, stores=stores)


def is_parked(seller: Seller, category: Category) -> bool:
    """Whether WB refused the token for a category."""
    return seller.connection is not None and category.value in seller.connection.parked


def _edit_parked(seller: SellerId, added: dict[str, str] | None, *, stores: Stores) -> bool:
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        stored = shared.get(Seller, seller)
        if stored is None or stored.value.connection is None:
            return False
        connection = stored.value.connection
        parked = {} if added is None else connection.parked | added
        if parked == connection.parked:
            return False
        fields = {"connection": replace(connection, parked=parked)}
        try:
            shared.commit([Patch(Seller, (seller,), fields, version=stored.version)])
        except Stale:
            continue
        return True
    raise RetryLater("others keep writing this profile first")
