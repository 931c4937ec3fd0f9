"""A store of which nothing can be had."""

from typing import Any

from shared.ports import Store


class BrokenStores:
    """Stores whose database raises whatever a test wants."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def shared(self) -> Store:
        raise self.error

    def of_seller(self, _: Any) -> Store:
        raise self.error
