"""Note that somebody looks: the session lives on, and the inbox is polled more often."""

from shared.domain.accounts.sign_in import Session
from shared.domain.errors import RetryLater
from shared.domain.ids import SellerId
from shared.ports import Clock, Stored, Stores
from shared.usecases.keep_session import touch_session


def note_visit(session: Stored[Session], *, stores: Stores, clock: Clock) -> None:
    """Cost nothing but once in ten minutes."""
    if touch_session(session, stores=stores, clock=clock):
        note_look(session.value.seller, stores=stores, clock=clock)


def is_new(session: Session) -> bool:
    """Whether it was never touched yet: from then on every touch notes a look."""
    return session.seen_at == session.created_at


def note_look(seller: SellerId, *, stores: Stores, clock: Clock) -> None:
    """Ask for quick polling; reading the inbox must not fail because of a wish."""
    from shared.usecases.schedule_seller import note_open_inbox

    try:
        note_open_inbox(seller, stores=stores, clock=clock)
    except RetryLater:
        return
