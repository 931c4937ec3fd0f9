"""Connect a WB cabinet: check the token, claim the cabinet, keep the token, start the sync."""

from dataclasses import dataclass

from shared.domain.account import (
    Cabinet,
    Connection,
    Seller,
    TokenFacts,
    TokenKind,
)
from shared.domain.errors import AlreadyExists, Conflict, NotFound
from shared.domain.events import KEEP, Event, EventKind
from shared.domain.ids import SellerId, hash_key
from shared.domain.marketplace import CabinetProfile
from shared.ports import (
    Clock,
    Create,
    Delete,
    Ids,
    Marketplaces,
    Patch,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Vault,
)
from shared.usecases.check_token import (
    ScopeResult,
    check_scopes,
    read_facts,
    read_owner,
    strip_token,
)
from shared.usecases.resume_replies import resume_replies
from shared.usecases.schedule_seller import schedule_seller, unschedule_seller
from shared.usecases.start_sync import start_first_sync


class CabinetTaken(Conflict):
    """Another account has connected this cabinet."""


class OtherCabinet(Conflict):
    """The account holds another cabinet's items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """The link as it is kept, and what each scope's check said."""

    connection: Connection
    checks: tuple[ScopeResult, ...]


def cabinet_id(sid: str) -> str:
    """WB's own id never becomes part of a path."""
    return hash_key("cabinet", sid)


def connect_cabinet(
    seller: SellerId,
    pasted: str,
    *,
    accepted: frozenset[TokenKind],
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    queue: TaskQueue,
    clock: Clock,
    ids: Ids,
) -> Connected:
    """Connect or replace; every step may be repeated after a crash between two of them."""
    token = strip_token(pasted)
    facts = read_facts(token, accepted, clock.now(), marketplaces=marketplaces)
    cabinet = cabinet_id(facts.sid)
    shared = stores.shared()
    _require_free(shared, seller, cabinet)
    opened = marketplaces.open(token)
    checks = check_scopes(facts, opened)
    profile = read_owner(facts, opened)
    _claim(shared, seller, cabinet, clock)
    vault.seal(seller, token)
    connection = _connection(facts, profile, clock)
    shared.commit([Patch(Seller, (seller,), {"connection": connection})])
    _note(seller, EventKind.CABINET_CONNECTED, stores=stores, clock=clock, ids=ids)
    schedule_seller(seller, facts, stores=stores, clock=clock)
    start_first_sync(seller, facts, queue=queue, ids=ids)
    resume_replies(seller, stores=stores, queue=queue, clock=clock)
    return Connected(connection=connection, checks=checks)


def disconnect_cabinet(
    seller: SellerId, *, stores: Stores, vault: Vault, clock: Clock, ids: Ids
) -> None:
    """Forget the token first: without it nothing more can be read or sent."""
    profile = _read_seller(stores.shared(), seller).value
    if profile.connection is None:
        return
    vault.forget(seller)
    unschedule_seller(seller, stores=stores)
    stores.shared().commit(
        [
            Patch(Seller, (seller,), {"connection": None}),
            Delete(Cabinet, (profile.connection.cabinet,)),
        ]
    )
    _note(seller, EventKind.CABINET_REMOVED, stores=stores, clock=clock, ids=ids)


def _claim(shared: Store, seller: SellerId, cabinet: str, clock: Clock) -> None:
    """Tie cabinet and account to each other in one commit, so that no race ties either twice."""
    profile, is_ours = _require_free(shared, seller, cabinet)
    if is_ours:
        return
    claim = Cabinet(id=cabinet, seller=seller, connected_at=clock.now())
    tie = Patch(Seller, (seller,), {"cabinet": cabinet}, version=profile.version)
    try:
        shared.commit([Create(claim), tie])
    except AlreadyExists:
        _require_free(shared, seller, cabinet)


def _require_free(shared: Store, seller: SellerId, cabinet: str) -> tuple[Stored[Seller], bool]:
    """Give the account, and whether the cabinet is its own already."""
    profile = _read_seller(shared, seller)
    if profile.value.cabinet not in ("", cabinet):
        raise OtherCabinet("this account holds another cabinet's items")
    stored = shared.get(Cabinet, cabinet)
    if stored is not None and stored.value.seller != seller:
        raise CabinetTaken("another account has connected this cabinet")
    return profile, stored is not None and profile.value.cabinet == cabinet


def _connection(facts: TokenFacts, profile: CabinetProfile, clock: Clock) -> Connection:
    return Connection(
        facts=facts,
        cabinet=cabinet_id(facts.sid),
        trade_mark=profile.trade_mark,
        connected_at=clock.now(),
    )


def _read_seller(shared: Store, seller: SellerId) -> Stored[Seller]:
    stored = shared.get(Seller, seller)
    if stored is None:
        raise NotFound("the account is gone")
    return stored


def _note(seller: SellerId, kind: EventKind, *, stores: Stores, clock: Clock, ids: Ids) -> None:
    now = clock.now()
    event = Event(id=ids.new(), kind=kind, at=now, expires_at=now + KEEP, actor=seller)
    stores.of_seller(seller).commit([Create(event)])
