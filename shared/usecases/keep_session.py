"""A signed-in browser: an opaque token outside, its hash inside."""

from datetime import timedelta

from shared.domain.account import Session, User
from shared.domain.errors import Conflict, NotFound
from shared.domain.ids import hash_text
from shared.ports import Clock, Delete, Patch, Stored, Stores

IDLE = timedelta(hours=24)
LIFE = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=10)


def new_session(user: User, token: str, clock: Clock) -> Session:
    """Only the token's hash is stored: who reads the database cannot sign in."""
    now = clock.now()
    return Session(
        id=hash_text(token),
        seller=user.seller,
        user=user.id,
        created_at=now,
        seen_at=now,
        expires_at=now + LIFE,
    )


def find_session(token: str, *, stores: Stores, clock: Clock) -> Stored[Session] | None:
    """Find a session that has neither ended, nor grown old, nor been left alone too long."""
    stored = stores.shared().get(Session, hash_text(token))
    if stored is None:
        return None
    now = clock.now()
    session = stored.value
    if now >= session.expires_at or now - session.seen_at >= IDLE:
        return None
    return stored


def touch_session(session: Stored[Session], *, stores: Stores, clock: Clock) -> bool:
    """Note that the browser is still there, at most every ten minutes; say whether it was noted."""
    now = clock.now()
    if now - session.value.seen_at < TOUCH_EVERY:
        return False
    seen = Patch(Session, (session.value.id,), {"seen_at": now}, version=session.version)
    try:
        stores.shared().commit([seen])
    except (Conflict, NotFound):
        # Another request of the same browser was quicker, or has just signed out.
        return False
    return True


def end_session(token: str, *, stores: Stores) -> None:
    """The token is dead for every instance from the next request on."""
    stores.shared().commit([Delete(Session, (hash_text(token),))])
