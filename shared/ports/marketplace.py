"""What use cases need of WB: a cabinet, its token, and what it shows in public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.tokens import Scope, TokenFacts
    from shared.domain.attachments import Download
    from shared.domain.claims import ClaimsPage, ClaimsRequest
    from shared.domain.ids import SellerId
    from shared.domain.interaction import Channel
    from shared.domain.marketplace import CabinetProfile, EventPage, ListPage, ListRequest
    from shared.domain.products.card import Card, Picture
    from shared.domain.raw_items import ParsedItem, RawItem, ReadBack
    from shared.domain.replies.sending import Outcome, Outgoing


class Marketplace(Protocol):
    """One seller's WB cabinet. Reads raise AccessDenied, RateLimited, Unavailable or Malformed."""

    def list_items(self, request: ListRequest) -> ListPage:
        """Read one page of reviews or questions."""
        ...

    def read_item(self, channel: Channel, external_id: str) -> RawItem | None:
        """Read one review or question by WB's id; None when WB does not know it."""
        ...

    def list_chats(self) -> tuple[RawItem, ...]:
        """Read every chat with its current reply sign."""
        ...

    def list_events(self, cursor: int | None) -> EventPage:
        """Read chat events after a cursor in Unix milliseconds; None starts from the oldest."""
        ...

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        """Write once: one request, a fresh connection, no retries; never raises."""
        ...

    def edit_answer(self, outgoing: Outgoing) -> Outcome:
        """Replace a published answer, as `send_reply` writes; WB allows it once in 60 days.

        WB may take an edit in silence that it does not carry out: only reading back can tell.
        """
        ...

    def download_file(self, download_id: str) -> Download:
        """Read a file that hangs on a chat message; raises as every read does."""
        ...

    def list_claims(self, request: ClaimsRequest) -> ClaimsPage:
        """Read one page of claims for a return; raises as every read does."""
        ...

    def calls_left(self) -> int | None:
        """Say how many calls WB would take at once, by its last answer to this object."""
        ...

    def check_scope(self, scope: Scope) -> None:
        """Make the cheapest call that needs a scope; raises as every read does."""
        ...

    def read_profile(self) -> CabinetProfile:
        """Read whose cabinet it is; WB allows one call a minute."""
        ...


class ItemReader(Protocol):
    """Understands what cabinets sent; it opens none."""

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        """Understand one raw item; Malformed when a field that matters is missing or odd."""
        ...


class Marketplaces(ItemReader, Protocol):
    """Opens cabinets and reads what they sent; the only port that knows WB's shapes."""

    def open(self, token: str) -> Marketplace:
        """Open the cabinet of a plain WB token."""
        ...

    def read_token(self, token: str) -> TokenFacts:
        """Decode a token locally; Rejected when it is no WB token."""
        ...

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        """Say what a raw review or question shows of the seller's answer."""
        ...


class Vault(Protocol):
    """Keeps the WB token of a seller, bound to the seller's id; Unavailable in an outage."""

    def seal(self, seller: SellerId, token: str) -> None:
        """Store the token, replacing the one before."""
        ...

    def open(self, seller: SellerId) -> str | None:
        """Give the plain token back; None without one, Rejected when it cannot be unsealed."""
        ...

    def forget(self, seller: SellerId) -> None:
        """Remove the token."""
        ...


class Cards(Protocol):
    """Public product cards."""

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card; None when there is none to read; Unavailable when the network fails."""
        ...


class Photos(Protocol):
    """Pictures that WB serves in public."""

    def fetch_photo(self, url: str) -> Picture:
        """Read one; Rejected when the address or the content is not allowed, or Unavailable."""
        ...

    def is_public(self, url: str) -> bool:
        """Tell whether an address lies where WB keeps public files; nothing is asked."""
        ...

    def photo_url(self, nm_id: int) -> str:
        """Tell where a product's first picture lies; Rejected for no article number."""
        ...
