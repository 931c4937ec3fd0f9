"""Files in memory."""

from shared.domain.errors import Unavailable
from shared.domain.files import MOST_NAMES
from shared.domain.ids import SellerId
from shared.ports import Files


class MemoryFiles(Files):
    """Keeps bytes by seller and name; `is_down` makes every call fail as a bucket does."""

    def __init__(self) -> None:
        self._kept: dict[tuple[SellerId, str], bytes] = {}
        self.is_down = False

    def keep(self, seller: SellerId, name: str, content: bytes) -> None:
        """Store a file, replacing the one before."""
        self._refuse_when_down()
        self._kept[seller, name] = content

    def read(self, seller: SellerId, name: str) -> bytes | None:
        """Give a file back; None when there is none."""
        self._refuse_when_down()
        return self._kept.get((seller, name))

    def drop(self, seller: SellerId, name: str) -> None:
        """Take one file away."""
        self._refuse_when_down()
        self._kept.pop((seller, name), None)

    def names(self, seller: SellerId) -> list[str]:
        """Name what is kept for a seller."""
        self._refuse_when_down()
        return sorted(name for owner, name in self._kept if owner == seller)[:MOST_NAMES]

    def lose(self, seller: SellerId, name: str) -> None:
        """Drop a file, as a lifecycle rule does."""
        self._kept.pop((seller, name), None)

    def _refuse_when_down(self) -> None:
        if self.is_down:
            raise Unavailable("the files are down")
