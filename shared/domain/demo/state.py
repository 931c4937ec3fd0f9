"""Which examples lie in a seller's inbox."""

from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.ids import InteractionId

DEMO_KEY = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """One document per seller, written in the commit that stores or takes away the examples.

    Whoever connects a cabinet writes it too, so that examples that were about to be stored are
    refused. `items` are named until nothing of them is left.
    """

    id: str = DEMO_KEY
    items: tuple[InteractionId, ...] = ()
    changed_at: datetime

    @property
    def is_on(self) -> bool:
        """Whether anything may still have to be cleared."""
        return bool(self.items)
