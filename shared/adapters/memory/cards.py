"""Product cards and pictures in memory."""

from collections.abc import Iterable

from shared.domain.errors import Rejected, Unavailable
from shared.domain.marketplace import Card, Picture
from shared.ports import Cards, Photos


class MemoryCards(Cards, Photos):
    """Serves what it was given; `is_down` makes every read fail as a network does."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards = {card.nm_id: card for card in cards}
        self._photos: dict[str, Picture] = {}
        self.is_down = False
        self.fetched: list[int] = []

    def add(self, card: Card) -> None:
        """Add or replace one card."""
        self._cards[card.nm_id] = card

    def add_photo(self, url: str, picture: Picture) -> None:
        """Add or replace one picture."""
        self._photos[url] = picture

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card."""
        self.fetched.append(nm_id)
        self._refuse_when_down()
        return self._cards.get(nm_id)

    def fetch_photo(self, url: str) -> Picture:
        """Read one picture; whatever was not given is not allowed."""
        self._refuse_when_down()
        if url not in self._photos:
            raise Rejected("no such picture")
        return self._photos[url]

    def photo_url(self, nm_id: int) -> str:
        """Tell an address that only this adapter knows."""
        return f"https://memory.wbbasket.ru/{nm_id}/1.webp"

    def _refuse_when_down(self) -> None:
        if self.is_down:
            raise Unavailable("cards are down")
