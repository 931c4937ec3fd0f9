"""Product cards that one process has read lately."""

from dataclasses import replace
from threading import Lock

from shared.adapters.wildberries.shelf import Shelf
from shared.domain.products.card import Card, life_of
from shared.ports import Cards, Clock

MOST_CARDS = 1_000
_DOORS = 16


class KeptCards(Cards):
    """Asks once for what many tasks want at a time; a product without a card is kept too.

    Cards are public, so what was read for one seller serves another.
    """

    def __init__(self, cards: Cards, clock: Clock, most: int = MOST_CARDS) -> None:
        self._cards = cards
        self._clock = clock
        self._shelf: Shelf[int, Card] = Shelf(most)
        self._doors = tuple(Lock() for _ in range(_DOORS))

    def fetch(self, nm_id: int) -> Card | None:
        """Give the kept card or read it, `fetched_at` told; an outage is not kept."""
        with self._doors[hash(nm_id) % _DOORS]:
            card = self._shelf.find(nm_id, self._clock.monotonic())
            if card is None:
                found = self._cards.fetch(nm_id) or Card(nm_id=nm_id, name="")
                card = replace(found, fetched_at=self._clock.now())
                until = self._clock.monotonic() + life_of(card).total_seconds()
                self._shelf.keep(nm_id, card, until)
        return card if card.name else None
