"""Lines that operators filter for, one per thing that a person has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.entrypoint.logs import log_event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.ids import ReplyId
    from shared.domain.sync.pages import Refused


def log_double(reply: ReplyId) -> None:
    """WB shows one reply twice, which is never to be."""
    log_event("reply.duplicate", "CRITICAL", reply=reply)


def log_refused(refused: Iterable[Refused]) -> None:
    """Say which items nobody could read: the reason names fields, never what they hold.

    Whose they are, the line tells as all others do: by the label of the task's seller.
    """
    for one in refused:
        log_event(
            "item.quarantined",
            "WARNING",
            item=one.id,
            channel=one.channel.value,
            reason=one.reason,
        )
