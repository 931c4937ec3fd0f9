"""A seller's choices, or the defaults of a new account."""

from shared.domain.settings import DEFAULT_SETTINGS, SETTINGS_KEY, SellerSettings
from shared.ports import Store


def read_settings(store: Store) -> SellerSettings:
    """Read what the seller chose; what was never chosen is the default."""
    stored = store.get(SellerSettings, SETTINGS_KEY)
    return stored.value if stored else DEFAULT_SETTINGS
