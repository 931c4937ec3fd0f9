"""Erase an account with everything below it, and look twice that nothing is left."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.accounts.belongings import Belongings
from shared.domain.accounts.sign_in import ResetToken, Session, User
from shared.domain.accounts.throttle import SIGN_IN_PER_ACCOUNT
from shared.domain.accounts.tokens import SealedToken
from shared.domain.errors import NotFound, Rejected, Stale
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import HasTime, Job, JobKind, Slice, Worker, job_id
from shared.domain.sync.pages import Page
from shared.ports import (
    Clock,
    Delete,
    Files,
    PasswordHasher,
    Patch,
    Query,
    Store,
    Stores,
    TaskQueue,
    Where,
    Write,
)
from shared.usecases.keep_session import end_others
from shared.usecases.open_account import WrongCredentials
from shared.usecases.run_job import start_job
from shared.usecases.schedule_seller import unschedule_seller
from shared.usecases.throttle_attempts import forgive_account, take_attempts, throttle_key

PAGE = 200
# Twice as long as any function may run: whoever had begun before has ended, or was ended.
SETTLE = timedelta(minutes=2)
_TRIES = 8
_CLOSE, _SWEEP, _PROVE = "close", "sweep", "prove"


def ask_erasure(
    session: Session,
    password: str,
    *,
    stores: Stores,
    hasher: PasswordHasher,
    queue: TaskQueue,
    clock: Clock,
) -> None:
    """Close the account at once, and have all of it erased; WrongCredentials changes nothing.

    The job is stored first: from then on the erasure comes to its end, whoever dies meanwhile.
    """
    account = throttle_key("account", session.user)
    take_attempts({account: SIGN_IN_PER_ACCOUNT}, stores=stores, clock=clock)
    user = stores.shared().get(User, session.user)
    if user is None:
        raise NotFound("the account is gone")
    if not hasher.verify(user.value.password_hash, password):
        raise WrongCredentials("the password is wrong")
    name = job_id(JobKind.ERASURE, session.seller)
    wish = {"user": session.user}
    start_job(
        session.seller,
        JobKind.ERASURE,
        name,
        stores=stores,
        queue=queue,
        clock=clock,
        wish=wish,
    )
    close_account(session.seller, session.user, stores=stores)


def close_account(seller: SellerId, user: str, *, stores: Stores) -> None:
    """Nobody signs in any more, no session lives, WB is not asked, the cabinet is free again."""
    shared = stores.shared()
    for _ in range(_TRIES):
        with suppress(Stale, NotFound):
            shared.commit(list(_closing(shared, seller, user)))
            break
    else:
        raise Stale("others keep writing this profile first")
    while left := end_others(user, shared) if _is_ours(shared, seller, user) else []:
        shared.commit(left)
    unschedule_seller(seller, stores=stores)
    stores.of_seller(seller).commit([Delete(SealedToken, ("wb",))])


def erasure_worker(*, stores: Stores, files: Files, belongings: Belongings) -> Worker:
    """Make what works off jobs of this kind."""
    return partial(_work, stores=stores, files=files, belongings=belongings)


def _closing(shared: Store, seller: SellerId, user: str) -> Iterator[Write]:
    """One commit; whoever has signed up again with the same e-mail is somebody else."""
    account, profile = shared.get(User, user), shared.get(Seller, seller)
    if account is not None and account.value.seller == seller:
        yield Delete(User, (user,))
        yield from end_others(user, shared)
        yield from forgive_account(throttle_key("account", user))
    if profile is None:
        return
    # A cabinet that is being connected meanwhile makes this commit fail, and be made again.
    yield Patch(Seller, (seller,), {"connection": None}, version=profile.version)
    yield Delete(Seller, (seller,))
    claim = shared.get(Cabinet, profile.value.cabinet) if profile.value.cabinet else None
    if claim is not None and claim.value.seller == seller:
        yield Delete(Cabinet, (claim.value.id,))


def _is_ours(shared: Store, seller: SellerId, user: str) -> bool:
    account = shared.get(User, user)
    return account is None or account.value.seller == seller


def _work(
    seller: SellerId,
    job: Job,
    has_time: HasTime,
    *,
    stores: Stores,
    files: Files,
    belongings: Belongings,
) -> Slice:
    """Close, wait until nobody works for this seller any more, erase, wait, and look again."""
    store, step = stores.of_seller(seller), job.checkpoint.get("step", _CLOSE)
    if step == _CLOSE:
        close_account(seller, job.wish.get("user", ""), stores=stores)
        gone = _stop_work(store, job)
        return Slice(checkpoint={"step": _SWEEP}, done=gone, wait=SETTLE)
    gone = 0
    for count in _sweep(seller, job, store, files, belongings):
        gone += count
        if not has_time():
            return Slice(checkpoint={"step": step}, done=job.done + gone)
    done = job.done + gone
    if step == _SWEEP or gone:
        return Slice(checkpoint={"step": _PROVE}, done=done, wait=SETTLE)
    if left := _count_left(seller, store, files, belongings):
        raise Rejected(f"{left} documents or files do not go away")
    _forget_letters(stores.shared(), seller, job.wish.get("user", ""))
    store.commit([Delete(Job, (job.id,))])
    return Slice(done=done, is_over=True)


def _stop_work(store: Store, own: Job) -> int:
    """What would be ingested, and what other jobs would still make."""
    gone = 0
    for kind in (Page, Job):
        while found := [one for one in store.find(_first(kind)) if one.key != (own.id,)]:
            store.commit([Delete(kind, one.key) for one in found])
            gone += len(found)
    return gone


def _sweep(
    seller: SellerId, own: Job, store: Store, files: Files, belongings: Belongings
) -> Iterator[int]:
    """Erase page after page and tell how much each held; what is below an item goes before it."""
    while items := store.find(Query(kind=Interaction, limit=PAGE)):
        for item in items:
            for kind in belongings.nested:
                yield from _empty(store, kind, (item.value.id,))
        store.commit([Delete(Interaction, item.key) for item in items])
        yield len(items)
    for kind in belongings.erased():
        yield from _empty(store, kind)
    yield _stop_work(store, own)
    while names := files.names(seller):
        for name in names:
            files.drop(seller, name)
        yield len(names)


def _empty(store: Store, kind: type, within: tuple[str, ...] = ()) -> Iterator[int]:
    while found := store.find(_first(kind, within)):
        store.commit([Delete(kind, one.key) for one in found])
        yield len(found)


def _first(kind: type, within: tuple[str, ...] = ()) -> Query[object]:
    return Query(kind=kind, within=within, limit=PAGE)


def _count_left(seller: SellerId, store: Store, files: Files, belongings: Belongings) -> int:
    kept = sum(store.count(Query(kind=kind)) for kind in belongings.erased())
    return kept + len(files.names(seller))


def _forget_letters(shared: Store, seller: SellerId, user: str) -> None:
    """Links of letters name a user by hash; a new account of the same e-mail keeps its own."""
    if not _is_ours(shared, seller, user):
        return
    query = Query(kind=ResetToken, where=(Where("user", "==", user),), limit=PAGE)
    while found := shared.find(query):
        shared.commit([Delete(ResetToken, one.key) for one in found])
