"""Answer one review without a person, if everything allows it; note why not where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Stale, Unavailable
from shared.domain.ids import InteractionId, SellerId
from shared.ports import Clock, Stores
from shared.usecases.read_settings import read_settings

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

_TRIES = 5
OFF = "off"


@dataclass(frozen=True, slots=True)
class AutoReport:
    """What came of one review."""

    outcome: str


def automate_reply(
    seller: SellerId,
    interaction: InteractionId,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
) -> AutoReport:
    """Approve at most one reply per review, ever; the sweep hands it to dispatch when it is due.

    Whatever was lost on the way is judged again from what is stored: the reply is named by its
    review, so that nothing can be approved twice.
    """
    store = stores.of_seller(seller)
    trouble: Exception | None = None
    for _ in range(_TRIES):
        settings = read_settings(store)
        if not settings.auto.enabled:
            return AutoReport(OFF)
        # Most sellers have it off, and what decides is much to load.
        from shared.usecases.automatic_case import decide_case

        outcome, writes = decide_case(
            seller, interaction, settings, stores=stores, now=clock.now(), judge=judge
        )
        if not writes:
            return AutoReport(outcome)
        try:
            store.commit(writes)
        except (AlreadyExists, Stale, Unavailable) as error:
            trouble = error
            continue
        return AutoReport(outcome)
    raise trouble or Stale("the item keeps changing")
