"""Read a seller's claims for a return, once an hour, as context for their chats."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from shared.domain.accounts.account import Connection
from shared.domain.accounts.tokens import TokenKind
from shared.domain.claims import (
    Claim,
    ClaimList,
    ClaimsPage,
    ClaimsRequest,
    ClaimsState,
    OrderClaims,
    add_claims,
    fingerprint_of,
    first_look_at,
    lists_to_read,
    order_claims_id,
    other_list,
    read_again_after,
)
from shared.domain.errors import (
    AccessDenied,
    AlreadyExists,
    Malformed,
    RateLimited,
    Stale,
    Unavailable,
)
from shared.domain.ids import SellerId
from shared.ports import (
    Clock,
    Create,
    Marketplace,
    Marketplaces,
    Put,
    Store,
    Stored,
    Stores,
    Vault,
    Write,
)
from shared.usecases.open_cabinet import open_cabinet
from shared.usecases.read_account import read_connection

# Two lists of so many pages stay below the ten calls that WB allows at once.
MOST_PAGES = 4
# Of one list and in one commit; a task may write two hundred documents.
MOST_ORDERS = 90
LIST_SECONDS = 10.0
# Somebody may have put it right at WB.
AFTER_REFUSAL = timedelta(days=1)
_STATE = "claims"


def read_claims(
    seller: SellerId,
    *,
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    clock: Clock,
) -> int:
    """Store what changed and say how many claims did; does nothing before it is time.

    Claims are context and nothing waits for them: whatever WB says, the next look is an hour away.
    """
    connection = read_connection(seller, stores=stores)
    if connection is None or not connection.facts.returns:
        return 0
    store = stores.of_seller(seller)
    taken = _take_look(store, connection, clock.now())
    cabinet = _open_cabinet(seller, marketplaces, vault, clock) if taken else None
    if taken is None or cabinet is None:
        return 0
    return _look(store, cabinet, connection.facts.kind, taken, clock)


def _open_cabinet(
    seller: SellerId, marketplaces: Marketplaces, vault: Vault, clock: Clock
) -> Marketplace | None:
    """A token that cannot be used is the sync's to report."""
    try:
        opened = open_cabinet(seller, marketplaces=marketplaces, vault=vault, clock=clock)
    except AccessDenied:
        return None
    return opened.marketplace if opened else None


def _take_look(store: Store, connection: Connection, now: datetime) -> ClaimsState | None:
    """Whoever moves the time of the next look may look now."""
    kind = connection.facts.kind
    stored = store.get(ClaimsState, _STATE)
    state = stored.value if stored else ClaimsState()
    if state.connected_at != connection.connected_at:
        next_at = first_look_at(connection.connected_at, kind)
        state = replace(state, connected_at=connection.connected_at, next_at=next_at)
    if state.next_at is not None and now < state.next_at:
        return None
    taken = replace(state, next_at=now + read_again_after(kind))
    return taken if _write_state(store, stored, taken) else None


def _look(
    store: Store, cabinet: Marketplace, kind: TokenKind, state: ClaimsState, clock: Clock
) -> int:
    after, changed = state, 0
    for which in lists_to_read(kind, state.next_list):
        try:
            claims = _read_list(cabinet, which, kind, clock)
        except AccessDenied:
            after = replace(after, next_at=clock.now() + AFTER_REFUSAL)
            break
        except RateLimited as limited:
            pause = timedelta(seconds=limited.retry_after)
            after = replace(after, next_at=max(after.next_at or clock.now(), clock.now() + pause))
            break
        except (Unavailable, Malformed):
            break
        known = after.known.get(which.value, {})
        stored = _store_claims(store, claims, known)
        changed += len(stored)
        shown = {claim.id: known[claim.id] for claim in claims if claim.id in known} | stored
        after = replace(
            after, known=after.known | {which.value: shown}, next_list=other_list(which)
        )
    if after != state:
        _write_state(store, store.get(ClaimsState, _STATE), after)
    return changed


def _read_list(
    cabinet: Marketplace, which: ClaimList, kind: TokenKind, clock: Clock
) -> list[Claim]:
    """The newest claims come first, so what the last page cannot hold is what is oldest."""
    claims: list[Claim] = []
    request = ClaimsRequest(which=which)
    ends = clock.monotonic() + LIST_SECONDS
    for _ in range(1 if kind is TokenKind.BASE else MOST_PAGES):
        page = cabinet.list_claims(request)
        claims.extend(page.claims)
        if _is_last(page, request) or clock.monotonic() > ends:
            break
        request = replace(request, skip=request.skip + request.take)
    return claims


def _is_last(page: ClaimsPage, request: ClaimsRequest) -> bool:
    got = len(page.claims) + page.skipped
    return got < request.take or request.skip + got >= page.total


def _store_claims(store: Store, claims: Iterable[Claim], known: dict[str, str]) -> dict[str, str]:
    """One write for each order that has news; what is too much at once is left to the next look.

    Returns the fingerprints of the claims that were stored.
    """
    fresh = [claim for claim in claims if known.get(claim.id) != fingerprint_of(claim)]
    by_order: dict[str, list[Claim]] = {}
    for claim in fresh:
        by_order.setdefault(order_claims_id(claim.order_key), []).append(claim)
    now_stored = dict(islice(by_order.items(), MOST_ORDERS))
    before = store.get_many(OrderClaims, list(now_stored)) if now_stored else {}
    writes: list[Write] = []
    for name, news in now_stored.items():
        old = before[name].value if name in before else None
        after = add_claims(old, news)
        if after != old:
            writes.append(Put(after))
    if writes:
        store.commit(writes)
    return {claim.id: fingerprint_of(claim) for news in now_stored.values() for claim in news}


def _write_state(store: Store, stored: Stored[ClaimsState] | None, state: ClaimsState) -> bool:
    try:
        store.commit([Put(state, version=stored.version) if stored else Create(state)])
    except (AlreadyExists, Stale):
        return False
    return True
