"""A signed-in browser: an opaque token outside, its hash inside."""

from datetime import datetime, timedelta

from shared.domain.accounts.sign_in import Session, User
from shared.domain.errors import Conflict, NotFound
from shared.domain.ids import hash_key, hash_text
from shared.ports import Clock, Delete, Patch, Query, Store, Stored, Stores, Where, Write

IDLE = timedelta(hours=24)
LIFE = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=10)
# What one commit of the store may hold beside a few other writes.
MOST_SESSIONS = 400


class ForeignSession(NotFound):
    """No session of this user has such a handle."""


def new_session(user: User, token: str, clock: Clock, *, device: str = "") -> Session:
    """Only the token's hash is stored: who reads the database cannot sign in."""
    now = clock.now()
    return Session(
        id=hash_text(token),
        seller=user.seller,
        user=user.id,
        created_at=now,
        seen_at=now,
        expires_at=now + LIFE,
        device=device,
    )


def find_session(token: str, *, stores: Stores, clock: Clock) -> Stored[Session] | None:
    """Find a session that has neither ended, nor grown old, nor been left alone too long."""
    stored = stores.shared().get(Session, hash_text(token))
    if stored is None:
        return None
    return stored if _is_alive(stored.value, clock.now()) else None


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


def session_handle(session: Session) -> str:
    """Name a session to its owner without telling what the store knows it by."""
    return hash_key("session", session.id)


def list_sessions(user: str, *, stores: Stores, clock: Clock) -> list[Session]:
    """Every browser that is signed in, the one seen last first."""
    now = clock.now()
    found = (stored.value for stored in stores.shared().find(_sessions_of(user)))
    alive = [session for session in found if _is_alive(session, now)]
    return sorted(alive, key=lambda session: session.seen_at, reverse=True)


def revoke_session(user: str, handle: str, *, stores: Stores) -> Session:
    """End one session of a user; ForeignSession for a handle of anybody else."""
    store = stores.shared()
    for stored in store.find(_sessions_of(user)):
        if session_handle(stored.value) == handle:
            store.commit([Delete(Session, (stored.value.id,))])
            return stored.value
    raise ForeignSession("no such session")


def end_others(user: str, store: Store, *, keep: str = "") -> list[Write]:
    """What ends a user's sessions but one, as many as a commit holds."""
    found = (stored.value.id for stored in store.find(_sessions_of(user)))
    return [Delete(Session, (name,)) for name in found if name != keep]


def _sessions_of(user: str) -> Query[Session]:
    return Query(kind=Session, where=(Where("user", "==", user),), limit=MOST_SESSIONS)


def _is_alive(session: Session, now: datetime) -> bool:
    return now < session.expires_at and now - session.seen_at < IDLE
