"""Read a seller's claims for a return, once an hour, as context for their chats."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.account import Connection, Seller, TokenKind
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
    Rejected,
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
)

# Two lists of so many pages stay below the ten calls that WB allows at once.
MOST_PAGES = 4
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
    connection = _connection_of(seller, stores)
    if connection is None or not connection.facts.returns:
        return 0
    store = stores.of_seller(seller)
    taken = _take_look(store, connection, clock.now())
    cabinet = _open_cabinet(seller, marketplaces, vault) if taken else None
    if taken is None or cabinet is None:
        return 0
    return _look(store, cabinet, connection.facts.kind, taken, clock)


def _connection_of(seller: SellerId, stores: Stores) -> Connection | None:
    profile = stores.shared().get(Seller, seller)
    return profile.value.connection if profile else None


def _open_cabinet(seller: SellerId, marketplaces: Marketplaces, vault: Vault) -> Marketplace | None:
    """A key that cannot be read is the sync's to report."""
    try:
        token = vault.open(seller)
        return None if token is None else marketplaces.open(token)
    except Rejected:
        return None


def _take_look(store: Store, connection: Connection, now: datetime) -> ClaimsState | None:
    """Whoever moves the time of the next look may look now."""
    kind = connection.facts.kind
    stored = store.get(ClaimsState, _STATE)
    state = stored.value if stored else ClaimsState()
    if state.connected_at != connection.connected_at:
        next_at = first_look_at(connection.connected_at, kind)
        state = replace(state, connected_at=connection.connected_at, refused=False, next_at=next_at)
    if state.refused or (state.next_at is not None and now < state.next_at):
        return None
    taken = replace(state, next_at=now + read_again_after(kind))
    return taken if _write_state(store, stored, taken) else None


def _look(
    store: Store, cabinet: Marketplace, kind: TokenKind, state: ClaimsState, clock: Clock
) -> int:
    after, changed = state, 0
    for which in lists_to_read(kind, state.next_list):
        try:
            claims = _read_list(cabinet, which, kind)
        except AccessDenied:
            after = replace(after, refused=True)
            break
        except RateLimited as limited:
            pause = timedelta(seconds=limited.retry_after)
            after = replace(after, next_at=max(after.next_at or clock.now(), clock.now() + pause))
            break
        except (Unavailable, Malformed):
            break
        changed += _store_claims(store, claims, after.known.get(which.value, {}))
        shown = {claim.id: fingerprint_of(claim) for claim in claims}
        after = replace(
            after, known=after.known | {which.value: shown}, next_list=other_list(which)
        )
    if after != state:
        _write_state(store, store.get(ClaimsState, _STATE), after)
    return changed


def _read_list(cabinet: Marketplace, which: ClaimList, kind: TokenKind) -> list[Claim]:
    """The newest claims come first, so what the last page cannot hold is what is oldest."""
    claims: list[Claim] = []
    request = ClaimsRequest(which=which)
    for _ in range(1 if kind is TokenKind.BASE else MOST_PAGES):
        page = cabinet.list_claims(request)
        claims.extend(page.claims)
        if _is_last(page, request):
            break
        request = replace(request, skip=request.skip + request.take)
    return claims


def _is_last(page: ClaimsPage, request: ClaimsRequest) -> bool:
    got = len(page.claims) + page.skipped
    return got < request.take or request.skip + got >= page.total


def _store_claims(store: Store, claims: Iterable[Claim], known: dict[str, str]) -> int:
    """One write for each order that has news."""
    fresh = [claim for claim in claims if known.get(claim.id) != fingerprint_of(claim)]
    by_order: dict[str, list[Claim]] = {}
    for claim in fresh:
        by_order.setdefault(order_claims_id(claim.order_key), []).append(claim)
    stored = store.get_many(OrderClaims, list(by_order)) if by_order else {}
    for name, news in by_order.items():
        before = stored.get(name)
        after = add_claims(before.value if before else None, news)
        if before is None or after != before.value:
            store.commit([Put(after)])
    return len(fresh)


def _write_state(store: Store, stored: Stored[ClaimsState] | None, state: ClaimsState) -> bool:
    try:
        store.commit([Put(state, version=stored.version) if stored else Create(state)])
    except (AlreadyExists, Stale):
        return False
    return True
