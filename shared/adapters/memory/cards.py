"""Product cards and pictures in memory."""

from collections.abc import Iterable
from dataclasses import replace

from shared.adapters.wildberries.cards import is_article, is_public_address, split_address
from shared.domain.content_types import is_picture, sniff_type
from shared.domain.errors import Rejected, Unavailable
from shared.domain.products.card import Card, Picture
from shared.ports import Cards, Photos


class MemoryCards(Cards, Photos):
    """Serves what it was given; `is_down` makes every read fail as a network does.

    What may be asked at all is judged by the code that judges it for WB's file networks.
    """

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards = {card.nm_id: card for card in cards}
        self._photos: dict[str, Picture] = {}
        self.is_down = False
        self.fetched: list[int] = []

    def add(self, card: Card) -> None:
        """Add or replace one card."""
        self._cards[card.nm_id] = card

    def remove(self, nm_id: int) -> None:
        """Serve a card no more."""
        self._cards.pop(nm_id, None)

    def add_photo(self, url: str, picture: Picture) -> None:
        """Add or replace one file, be it a picture or not."""
        self._photos[url] = picture

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card."""
        if not is_article(nm_id):
            return None
        self.fetched.append(nm_id)
        self._refuse_when_down()
        return self._cards.get(nm_id)

    def fetch_photo(self, url: str) -> Picture:
        """Read one picture; Rejected unless host and type are allowed."""
        split_address(url)
        self._refuse_when_down()
        found = self._photos.get(url)
        kind = sniff_type(found.content) if found else ""
        if found is None or not is_picture(kind):
            raise Rejected("no such picture")
        return replace(found, content_type=kind)

    def is_public(self, url: str) -> bool:
        """Judge an address as the real reader does."""
        return is_public_address(url)

    def photo_url(self, nm_id: int) -> str:
        """Tell an address that only this adapter knows."""
        if not is_article(nm_id):
            raise Rejected("not an article number")
        return f"https://memory.wbbasket.ru/{nm_id}/1.webp"

    def _refuse_when_down(self) -> None:
        if self.is_down:
            raise Unavailable("cards are down")
