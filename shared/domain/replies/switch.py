"""The operator's hold on sending: paused or not, and since when the store is an older copy."""

from datetime import datetime

from shared.domain.dataclass import dataclass

_PAUSED, _RUNNING = "paused", "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """While paused nothing is sent; reading back goes on and approvals are accepted.

    `restored_at` is when an older copy of the store took the place of a newer one: what was
    approved before may have been sent by the one that is gone.
    """

    paused: bool = False
    restored_at: datetime | None = None


RUNNING = Switch()


def parse_switch(text: str) -> Switch:
    """Read `running` or `paused`, perhaps followed by the moment of a restore; else ValueError."""
    word, _, moment = text.strip().partition(" ")
    if word not in (_PAUSED, _RUNNING):
        raise ValueError("the switch says neither `running` nor `paused`")
    restored_at = datetime.fromisoformat(moment.strip()) if moment.strip() else None
    if restored_at is not None and restored_at.tzinfo is None:
        raise ValueError("the moment of the restore must say its zone")
    return Switch(paused=word == _PAUSED, restored_at=restored_at)
