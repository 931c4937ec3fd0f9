"""Opens Wildberries: sellers' cabinets, and what it shows in public; nothing is loaded yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.ports.late import open_late

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.adapters.wildberries.public_files import Report
    from shared.ports import Clock, Marketplaces, Photos


def open_marketplaces(addresses: Mapping[str, str], client_secret: str) -> Marketplaces:
    """Cabinets at WB's own addresses but for these."""

    def make() -> Marketplaces:
        from shared.adapters.wildberries.hosts import WBHosts
        from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces

        return WildberriesMarketplaces(WBHosts(**addresses), client_secret=client_secret)

    return open_late(make)


def open_photos(clock: Clock, base: str | None, report: Report) -> Photos:
    """Pictures that WB serves in public."""

    def make() -> Photos:
        from shared.adapters.wildberries.cards import PublicCards

        return PublicCards(clock, base, report=report)

    return open_late(make)
