"""Opens sellers' cabinets at Wildberries."""

from dataclasses import replace

from shared.adapters.wildberries.cabinet import WildberriesCabinet
from shared.adapters.wildberries.calls import Transports, WBCalls, WBKey, open_transports
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.reading import WBReader
from shared.adapters.wildberries.tokens import bare_token
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import Rejected
from shared.ports import Marketplace, Marketplaces


class WildberriesMarketplaces(WBReader, Marketplaces):
    """One pool of connections for all sellers; `transports` is the seam for tests.

    `client_secret` is what WB gives a service so that Base tokens get the full limits.
    """

    def __init__(
        self,
        hosts: WBHosts | None = None,
        transports: Transports | None = None,
        *,
        client_secret: str = "",
    ) -> None:
        self._hosts = hosts or WBHosts()
        self._calls = WBCalls(transports or open_transports())
        self._client_secret = client_secret

    def open(self, token: str) -> Marketplace:
        """Open the cabinet of a plain WB token; Rejected when it cannot be sent as a header."""
        bare = bare_token(token)
        return WildberriesCabinet(self._calls, self._hosts, WBKey(bare, self._secret_for(bare)))

    def read_token(self, token: str) -> TokenFacts:
        """Decode a token locally; beside the service's secret a Base token is more."""
        facts = super().read_token(token)
        lifted = bool(self._client_secret) and facts.kind is TokenKind.BASE
        return replace(facts, kind=TokenKind.BASE_SECRET) if lifted else facts

    def close(self) -> None:
        """Let the pool go."""
        self._calls.close()

    def _secret_for(self, token: str) -> str:
        """The secret is nobody's business where it changes nothing."""
        try:
            kind = self.read_token(token).kind
        except Rejected:
            return ""
        return self._client_secret if kind is TokenKind.BASE_SECRET else ""
