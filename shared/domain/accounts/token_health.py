"""How long a WB token still lives, and when its owner is told."""

from datetime import datetime, timedelta

# WB tokens live for 180 days and cannot be renewed: a new one has to be made in time.
WARN_BEFORE = (timedelta(days=1), timedelta(days=7), timedelta(days=14), timedelta(days=30))


def is_dead(expires_at: datetime, now: datetime) -> bool:
    """WB refuses the token from this moment on."""
    return expires_at <= now


def days_left(expires_at: datetime, now: datetime) -> int:
    """Begun days count, so that the last one is not called none."""
    return max(-((now - expires_at) // timedelta(days=1)), 0)


def warning_reached(expires_at: datetime, now: datetime) -> timedelta | None:
    """The shortest of the warnings that are due; None while nobody has to think of it."""
    left = expires_at - now
    return next((before for before in WARN_BEFORE if left <= before), None)
