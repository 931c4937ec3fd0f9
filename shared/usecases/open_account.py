"""Register and sign in: the same work and the same answer whether or not an e-mail is known."""

import unicodedata

from shared.domain.accounts.account import Seller
from shared.domain.accounts.audit import Deed
from shared.domain.accounts.passwords import is_guessable
from shared.domain.accounts.retention import TERMS
from shared.domain.accounts.sign_in import Session, User
from shared.domain.accounts.throttle import (
    REGISTER_PER_ADDRESS,
    SIGN_IN_PER_ACCOUNT,
    SIGN_IN_PER_ADDRESS,
)
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Conflict, Rejected, RetryLater
from shared.domain.ids import SellerId, hash_key, hash_text
from shared.ports import (
    Clock,
    Create,
    Delete,
    Ids,
    PasswordHasher,
    Patch,
    Secrets,
    Stored,
    Stores,
    Write,
)
from shared.usecases.keep_session import new_session
from shared.usecases.note_deed import note_deed
from shared.usecases.throttle_attempts import forgive_attempts, take_attempts, throttle_key


class EmailTaken(Conflict):
    """Somebody has registered with this e-mail."""


class WeakPassword(Rejected):
    """Anybody could guess this password."""


class WrongCredentials(Rejected):
    """Either the e-mail or the password is wrong; which one is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A wish for an account; `address` is where the request came from, `device` from what."""

    email: str
    password: str
    name: str
    address: str
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A wish to sign in; `old_token` is the cookie at hand, which must not survive."""

    email: str
    password: str
    address: str
    device: str = ""
    old_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A fresh session; the token is shown to the browser once and stored nowhere."""

    session: Session
    token: str


def user_id(email: str) -> str:
    """Spellings of one address that people take for the same lead to the same account."""
    return hash_key("user", unicodedata.normalize("NFKC", email.strip()).casefold())


def register_account(
    registration: Registration,
    *,
    stores: Stores,
    hasher: PasswordHasher,
    secrets: Secrets,
    clock: Clock,
    ids: Ids,
) -> SignedIn:
    """Open an account and sign it in, in one commit."""
    address = throttle_key("register", registration.address)
    take_attempts({address: REGISTER_PER_ADDRESS}, stores=stores, clock=clock)
    if is_guessable(registration.password, email=registration.email, name=registration.name):
        raise WeakPassword("anybody could guess this password")
    seller = Seller(
        id=SellerId(hash_key("seller", ids.new())),
        name=registration.name,
        email=registration.email,
        created_at=clock.now(),
    )
    user = User(
        id=user_id(registration.email),
        seller=seller.id,
        email=registration.email,
        password_hash=hasher.hash(registration.password),
        created_at=seller.created_at,
        terms=TERMS,
    )
    token = secrets.new_token()
    session = new_session(user, token, clock, device=registration.device)
    try:
        stores.shared().commit([Create(user), Create(seller), Create(session)])
    except AlreadyExists as taken:
        raise EmailTaken("this e-mail has an account") from taken
    note_deed(
        seller.id, Deed.REGISTERED, stores=stores, clock=clock, ids=ids, device=session.device
    )
    return SignedIn(session=session, token=token)


def sign_in(
    credentials: Credentials,
    *,
    stores: Stores,
    hasher: PasswordHasher,
    secrets: Secrets,
    clock: Clock,
    ids: Ids,
) -> SignedIn:
    """Check the password and start a session, or raise WrongCredentials or RateLimited."""
    key = user_id(credentials.email)
    account = throttle_key("account", key)
    address = throttle_key("address", credentials.address)
    policies = {account: SIGN_IN_PER_ACCOUNT, address: SIGN_IN_PER_ADDRESS}
    before = take_attempts(policies, stores=stores, clock=clock)
    stored = stores.shared().get(User, key)
    known_hash = stored.value.password_hash if stored else None
    right = hasher.verify(known_hash, credentials.password)
    if stored is None or not right:
        raise WrongCredentials("the e-mail or the password is wrong")
    token = secrets.new_token()
    session = new_session(stored.value, token, clock, device=credentials.device)
    writes: list[Write] = [Create(session), *forgive_attempts(account, address)]
    if credentials.old_token:
        writes.append(Delete(Session, (hash_text(credentials.old_token),)))
    stores.shared().commit(writes)
    if not _still_opens(stored.value, credentials.password, stores=stores, hasher=hasher):
        stores.shared().commit([Delete(Session, (session.id,))])
        raise WrongCredentials("the password was replaced meanwhile")
    _renew_hash(stored, credentials.password, stores=stores, hasher=hasher)
    # Failures are told by the success that ends them: a guess at any address costs the same.
    note_deed(
        session.seller,
        Deed.SIGNED_IN,
        stores=stores,
        clock=clock,
        ids=ids,
        device=session.device,
        facts={"failed_before": str(before[account])},
    )
    return SignedIn(session=session, token=token)


def _still_opens(user: User, password: str, *, stores: Stores, hasher: PasswordHasher) -> bool:
    """Whoever replaces a password ends the sessions that are there: this one may come later."""
    newest = stores.shared().get(User, user.id)
    if newest is None:
        return False
    known = newest.value.password_hash
    return known == user.password_hash or hasher.verify(known, password)


def _renew_hash(
    user: Stored[User], password: str, *, stores: Stores, hasher: PasswordHasher
) -> None:
    if not hasher.is_outdated(user.value.password_hash):
        return
    try:
        renewed = {"password_hash": hasher.hash(password)}
        stores.shared().commit([Patch(User, (user.value.id,), renewed, version=user.version)])
    except (Conflict, RetryLater):
        # The session stands; the next sign-in looks again, at a password changed meanwhile too.
        return
