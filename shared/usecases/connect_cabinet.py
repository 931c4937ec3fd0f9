"""Connect a WB cabinet: check the token, claim the cabinet, keep the token, start the sync."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from shared.domain.accounts.account import Cabinet, Connection, Seller
from shared.domain.accounts.audit import Deed
from shared.domain.accounts.scope_check import (
    KEEP_CHECKS,
    LATEST,
    ScopeChecks,
    ScopeResult,
    ScopeState,
)
from shared.domain.accounts.tokens import Scope, TokenFacts, TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Conflict, NotFound, RetryLater, Stale, Unavailable
from shared.domain.ids import SellerId, hash_key
from shared.domain.marketplace import CabinetProfile
from shared.domain.sync.category import Category
from shared.ports import (
    Clock,
    Create,
    Delete,
    Ids,
    Marketplaces,
    Patch,
    Put,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Vault,
)
from shared.usecases.check_token import check_scopes, read_facts, read_owner, strip_token
from shared.usecases.demo_items import end_demo
from shared.usecases.note_deed import note_deed
from shared.usecases.rebuild_search import open_index
from shared.usecases.reserve_calls import note_calls
from shared.usecases.resume_replies import resume_replies
from shared.usecases.schedule_seller import schedule_seller, unschedule_seller
from shared.usecases.start_sync import start_first_sync

_MOST_TRIES = 8
# Returns have limits of their own, and nothing else asks for them.
_BUDGET_OF = {Scope.FEEDBACKS: Category.FEEDBACKS, Scope.CHATS: Category.CHAT}


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
    checks = check_scopes(
        facts, opened, partial(_show_checks, stores.of_seller(seller), clock.now())
    )
    _charge(seller, facts.kind, checks, stores=stores, clock=clock)
    profile = read_owner(facts, opened)
    connection = _connection(facts, profile, clock)
    _tie(connection, token, seller, stores=stores, vault=vault, clock=clock)
    end_demo(seller, stores=stores, clock=clock)
    _note(seller, Deed.CABINET_CONNECTED, facts.kind, stores=stores, clock=clock, ids=ids)
    schedule_seller(seller, facts, stores=stores, clock=clock)
    open_index(seller, stores=stores)
    start_first_sync(seller, facts, queue=queue, ids=ids)
    resume_replies(seller, stores=stores, queue=queue, clock=clock)
    return Connected(connection=connection, checks=checks)


def read_checks(seller: SellerId, *, stores: Stores, clock: Clock) -> tuple[ScopeResult, ...]:
    """How far the newest check of a token has come; empty when there is none of late."""
    stored = stores.of_seller(seller).get(ScopeChecks, LATEST)
    return stored.value.results if stored and stored.value.expires_at > clock.now() else ()


def disconnect_cabinet(
    seller: SellerId, *, stores: Stores, vault: Vault, clock: Clock, ids: Ids
) -> None:
    """Forget the token first: without it nothing more can be read or sent."""
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        profile = _read_seller(shared, seller)
        connection = profile.value.connection
        if connection is None:
            return
        vault.forget(seller)
        unschedule_seller(seller, stores=stores)
        untied = Patch(Seller, (seller,), {"connection": None}, version=profile.version)
        try:
            shared.commit([untied, Delete(Cabinet, (connection.cabinet,))])
        except Stale:
            # The cabinet has just been connected again, and its token must be forgotten too.
            continue
        kind = connection.facts.kind
        _note(seller, Deed.CABINET_REMOVED, kind, stores=stores, clock=clock, ids=ids)
        return
    raise RetryLater("others keep writing this profile first")


def _show_checks(store: Store, now: datetime, results: tuple[ScopeResult, ...]) -> None:
    """Asking WB costs calls: it does not end because somebody cannot look on."""
    with suppress(Unavailable):
        store.commit([Put(ScopeChecks(results=results, expires_at=now + KEEP_CHECKS))])


def _tie(
    connection: Connection,
    token: str,
    seller: SellerId,
    *,
    stores: Stores,
    vault: Vault,
    clock: Clock,
) -> None:
    """Keep the token, then show the connection, unless somebody disconnected between the two."""
    shared = stores.shared()
    for _ in range(_MOST_TRIES):
        profile, claim = _claim(shared, seller, connection.cabinet, clock)
        vault.seal(seller, token)
        shown = Patch(Seller, (seller,), {"connection": connection}, version=profile.version)
        try:
            shared.commit([shown, Put(claim.value, version=claim.version)])
        except Stale:
            continue
        return
    raise RetryLater("others keep writing this profile first")


def _claim(
    shared: Store, seller: SellerId, cabinet: str, clock: Clock
) -> tuple[Stored[Seller], Stored[Cabinet]]:
    """Tie cabinet and account to each other in one commit, so that no race ties either twice."""
    for _ in range(_MOST_TRIES):
        profile, claim = _require_free(shared, seller, cabinet)
        if claim is not None and profile.value.cabinet == cabinet:
            return profile, claim
        made = Cabinet(id=cabinet, seller=seller, connected_at=clock.now())
        tie = Patch(Seller, (seller,), {"cabinet": cabinet}, version=profile.version)
        try:
            shared.commit([Put(made, version=claim.version) if claim else Create(made), tie])
        except (AlreadyExists, Stale):
            continue
    raise RetryLater("others keep writing this profile first")


def _require_free(
    shared: Store, seller: SellerId, cabinet: str
) -> tuple[Stored[Seller], Stored[Cabinet] | None]:
    """Give the account and its claim to the cabinet, if it has made one."""
    profile = _read_seller(shared, seller)
    if profile.value.cabinet not in ("", cabinet):
        raise OtherCabinet("this account holds another cabinet's items")
    claim = shared.get(Cabinet, cabinet)
    if claim is not None and claim.value.seller != seller:
        raise CabinetTaken("another account has connected this cabinet")
    return profile, claim


def _charge(
    seller: SellerId,
    kind: TokenKind,
    checks: Sequence[ScopeResult],
    *,
    stores: Stores,
    clock: Clock,
) -> None:
    """The first sync must know what the checks have cost: a Base token has one call at a time."""
    store = stores.of_seller(seller)
    for check in checks:
        category = _BUDGET_OF.get(check.scope)
        if category is not None and check.state is not ScopeState.ABSENT:
            went_well = check.state is ScopeState.OK
            note_calls(category, kind, 1, store=store, clock=clock, went_well=went_well)


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


def _note(
    seller: SellerId, deed: Deed, token: TokenKind, *, stores: Stores, clock: Clock, ids: Ids
) -> None:
    """The type of token is kept: a personal one is the seller's own choice."""
    facts = {"token": token.value}
    note_deed(seller, deed, stores=stores, clock=clock, ids=ids, facts=facts)
