"""Replace a password: whoever was signed in with the old one is out."""

from collections.abc import Sequence

from shared.domain.accounts.audit import Deed
from shared.domain.accounts.passwords import is_guessable
from shared.domain.accounts.sign_in import Session, User
from shared.domain.accounts.throttle import SIGN_IN_PER_ACCOUNT
from shared.domain.dataclass import dataclass
from shared.domain.errors import NotFound
from shared.ports import (
    Clock,
    Create,
    Ids,
    PasswordHasher,
    Patch,
    Secrets,
    Stored,
    Stores,
    Write,
)
from shared.usecases.keep_session import end_others, new_session
from shared.usecases.note_deed import note_deed
from shared.usecases.open_account import SignedIn, WeakPassword, WrongCredentials
from shared.usecases.throttle_attempts import forgive_account, take_attempts, throttle_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChange:
    """The password of today, and the one that shall follow it."""

    current: str
    new: str


def change_password(
    session: Session,
    change: PasswordChange,
    *,
    stores: Stores,
    hasher: PasswordHasher,
    secrets: Secrets,
    clock: Clock,
    ids: Ids,
) -> SignedIn:
    """Check the current password and put one fresh session in place of all others.

    A wrong one raises WrongCredentials and counts like a failed sign-in; WeakPassword is one that
    anybody could guess.
    """
    account = throttle_key("account", session.user)
    take_attempts({account: SIGN_IN_PER_ACCOUNT}, stores=stores, clock=clock)
    user = stores.shared().get(User, session.user)
    if user is None:
        raise NotFound("the account is gone")
    if not hasher.verify(user.value.password_hash, change.current):
        raise WrongCredentials("the current password is wrong")
    token = secrets.new_token()
    fresh = new_session(user.value, token, clock, device=session.device)
    also = [Create(fresh), *forgive_account(account)]
    replace_password(user, change.new, also, keep=fresh.id, stores=stores, hasher=hasher)
    note_deed(
        session.seller,
        Deed.PASSWORD_CHANGED,
        stores=stores,
        clock=clock,
        ids=ids,
        device=session.device,
    )
    return SignedIn(session=fresh, token=token)


def replace_password(
    user: Stored[User],
    password: str,
    also: Sequence[Write],
    *,
    keep: str = "",
    stores: Stores,
    hasher: PasswordHasher,
) -> None:
    """Write a new hash and what goes with it, and end every session but `keep`.

    WeakPassword is a password that anybody could guess.
    """
    value, store = user.value, stores.shared()
    if is_guessable(password, email=value.email, name=""):
        raise WeakPassword("anybody could guess this password")
    renewed = {"password_hash": hasher.hash(password)}
    patch = Patch(User, (value.id,), renewed, version=user.version)
    store.commit([patch, *end_others(value.id, store), *also])
    # What one commit could not hold, and who signed in with the old password meanwhile.
    while left := end_others(value.id, store, keep=keep):
        store.commit(left)
