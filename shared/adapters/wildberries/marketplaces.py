"""Opens sellers' cabinets at Wildberries."""

from shared.adapters.wildberries.cabinet import WildberriesCabinet
from shared.adapters.wildberries.calls import Transports, WBCalls, open_transports
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.reading import WBReader
from shared.adapters.wildberries.tokens import bare_token
from shared.ports import Marketplace, Marketplaces


class WildberriesMarketplaces(WBReader, Marketplaces):
    """One pool of connections for all sellers; `transports` is the seam for tests."""

    def __init__(self, hosts: WBHosts | None = None, transports: Transports | None = None) -> None:
        self._hosts = hosts or WBHosts()
        self._calls = WBCalls(transports or open_transports())

    def open(self, token: str) -> Marketplace:
        """Open the cabinet of a plain WB token; Rejected when it cannot be sent as a header."""
        return WildberriesCabinet(self._calls, self._hosts, bare_token(token))

    def close(self) -> None:
        """Let the pool go."""
        self._calls.close()
