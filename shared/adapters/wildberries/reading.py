"""What WB sends, in the words of the domain: its shapes load with the first item that comes.

Most syncs find nothing new, and whoever sends or looks around needs no shape at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.tokens import TokenFacts
    from shared.domain.interaction import Channel
    from shared.domain.raw_items import ParsedItem, RawItem, ReadBack


class WBReader:
    """Reads tokens and raw items; it needs neither network nor clock."""

    def read_token(self, token: str) -> TokenFacts:
        """Decode a token locally; Rejected when it is no WB token."""
        from shared.adapters.wildberries.tokens import read_token

        return read_token(token)

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        """Understand one raw item.

        A chat's raw item is `{"chat": its line of the list or null, "events": [its events]}`.
        """
        from shared.adapters.wildberries.items import parse_raw

        return parse_raw(channel, raw, observed_at)

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        """Say what a raw review or question shows of the seller's answer."""
        from shared.adapters.wildberries.items import read_back

        return read_back(channel, raw)
