"""What happens to accounts, items and drafts when somebody else writes first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.passwords import CountingSecrets, QuickHasher
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.embedded import EmbeddedStores
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.domain.accounts.account import Cabinet, Seller, Session, TokenKind, User
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import NotFound, RateLimited, RetryLater, Stale, Unavailable
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.places import InboxFilter, Place, is_shown
from shared.domain.sync.state import Category, Shard
from shared.domain.understanding import DraftMark
from shared.ports import Create, Delete, Patch, Put, Stores, Vault, Write
from shared.usecases.connect_cabinet import (
    CabinetTaken,
    OtherCabinet,
    cabinet_id,
    connect_cabinet,
    disconnect_cabinet,
)
from shared.usecases.edit_interaction import Edit, edit_interaction
from shared.usecases.keep_session import IDLE, find_session, new_session
from shared.usecases.note_visit import note_visit
from shared.usecases.open_account import Credentials, Registration, register_account, sign_in
from shared.usecases.read_account import read_account
from shared.usecases.request_draft import DraftWish, request_draft
from shared.usecases.sync_channel import sync_channel
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.stores import embedded_stores

OWNER = Seller(id=SELLER, name="Лавка", email="a@example.com", created_at=NOON)


class Rival:
    """Writes first, a given number of times, whenever a certain kind is about to be written."""

    def __init__(self, stores: Stores, kind: type, act: Callable[[], None], times: int = 1) -> None:
        self.kind, self.act, self.left = kind, act, times
        self.stores = FaultyStores(stores, self._plan)

    def _plan(self, writes: Sequence[Write]) -> Fault:
        kinds = {getattr(write, "kind", None) or type(write.value) for write in writes}  # type: ignore[union-attr]
        if self.kind in kinds and self.left:
            self.left -= 1
            self.act()
        return Fault.NONE


def seeded(*items: Interaction) -> EmbeddedStores:
    stores = embedded_stores()
    stores.shared().commit([Create(OWNER)])
    if items:
        stores.of_seller(SELLER).commit([Create(item) for item in items])
    return stores


def note(stores: Stores, item: Interaction) -> None:
    store = stores.of_seller(SELLER)
    stored = store.get(Interaction, item.id)
    assert stored is not None
    links = {"revision": stored.value.revision + 1}
    store.commit([Patch(Interaction, (item.id,), links, version=stored.version)])


def test_an_edit_holds_though_another_stage_wrote_meanwhile() -> None:
    item = make_item()
    stores, clock = seeded(item), FixedClock(NOON)
    rival = Rival(stores, Interaction, lambda: note(stores, item), times=3)

    edited = edit_interaction(SELLER, item.id, Edit(closed=True), stores=rival.stores, clock=clock)

    assert (edited.work.closed, edited.revision) == (True, 5)


def test_an_edit_gives_up_when_an_item_never_rests() -> None:
    item = make_item()
    stores, clock = seeded(item), FixedClock(NOON)
    rival = Rival(stores, Interaction, lambda: note(stores, item), times=99)

    with pytest.raises(Stale):
        edit_interaction(SELLER, item.id, Edit(note="x"), stores=rival.stores, clock=clock)


def test_an_edit_of_nothing_is_not_found() -> None:
    with pytest.raises(NotFound):
        edit_interaction(SELLER, make_item().id, Edit(), stores=seeded(), clock=FixedClock(NOON))


def drafted() -> Interaction:
    item = make_item()
    mark = DraftMark(id="1", basis=basis_of(item), method="template", made_at=NOON)
    return replace(item, ai=replace(item.ai, draft=mark))


@pytest.mark.parametrize("times", [1, 99])
def test_a_draft_is_discarded_whoever_writes_meanwhile(times: int) -> None:
    item = drafted()
    stores, clock = seeded(item), FixedClock(NOON)
    rival = Rival(stores, Interaction, lambda: note(stores, item), times=times)

    def ask() -> None:
        request_draft(
            SELLER,
            item.id,
            DraftWish.ANOTHER,
            stores=rival.stores,
            queue=MemoryTaskQueue(clock),
            clock=clock,
            sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        )

    if times > 5:
        with pytest.raises(Stale):
            ask()
        return
    ask()
    stored = stores.of_seller(SELLER).get(Interaction, item.id)
    assert stored is not None
    assert stored.value.ai.draft is not None
    assert stored.value.ai.draft.basis == ""


def test_a_draft_of_an_erased_item_is_nobodys() -> None:
    item = drafted()
    stores, clock = seeded(item), FixedClock(NOON)
    store = stores.of_seller(SELLER)
    rival = Rival(stores, Interaction, lambda: store.commit([Delete(Interaction, (item.id,))]))

    with pytest.raises(NotFound):
        request_draft(
            SELLER,
            item.id,
            DraftWish.ANOTHER,
            stores=rival.stores,
            queue=MemoryTaskQueue(clock),
            clock=clock,
            sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        )


USER = User(id="u", seller=SELLER, email="a@example.com", password_hash="", created_at=NOON)


@pytest.mark.parametrize("ended", [True, False])
def test_a_visit_that_somebody_else_noted_is_not_noted_twice(ended: bool) -> None:
    stores, clock = seeded(), FixedClock(NOON)
    shared = stores.shared()
    session = new_session(USER, "token", clock)
    shared.commit([Create(session)])
    clock.advance(timedelta(minutes=11))
    found = find_session("token", stores=stores, clock=clock)
    assert found is not None
    if ended:
        shared.commit([Delete(Session, (session.id,))])
    else:
        shared.commit([Put(replace(session, seen_at=NOON + timedelta(minutes=5)))])

    note_visit(found, stores=stores, clock=clock)

    stored = shared.get(Session, session.id)
    assert (stored is None) == ended
    assert stored is None or stored.value.seen_at == NOON + timedelta(minutes=5)


def test_a_crowded_shard_does_not_stop_anybody_from_reading() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    token, market = "", MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    connect(stores, market, token, clock)
    session = new_session(USER, "token", clock)
    stores.shared().commit([Create(session)])
    clock.advance(timedelta(minutes=11))
    found = find_session("token", stores=stores, clock=clock)
    assert found is not None
    refusing = FaultyStores(
        stores,
        lambda writes: (
            Fault.REFUSE
            if any(isinstance(getattr(write, "value", None), Shard) for write in writes)
            else Fault.NONE
        ),
    )

    note_visit(found, stores=refusing, clock=clock)

    assert find_session("token", stores=stores, clock=clock) is not None


def test_idle_sessions_end_at_the_very_moment() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    stores.shared().commit([Create(new_session(USER, "token", clock))])

    clock.advance(IDLE)

    assert find_session("token", stores=stores, clock=clock) is None


IDS = CountingIds()


def connect(
    stores: Stores,
    market: MemoryMarketplaces,
    token: str,
    clock: FixedClock,
    vault: Vault | None = None,
) -> Vault:
    used = vault or MemoryVault()
    connect_cabinet(
        SELLER,
        token,
        accepted=frozenset(TokenKind),
        stores=stores,
        marketplaces=market,
        vault=used,
        queue=MemoryTaskQueue(clock),
        clock=clock,
        ids=IDS,
    )
    return used


class HookedVault(MemoryVault):
    """Somebody acts once, right after a token was sealed or forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.after: Callable[[], object] | None = None

    def seal(self, seller: SellerId, token: str) -> None:
        super().seal(seller, token)
        self._act()

    def forget(self, seller: SellerId) -> None:
        super().forget(seller)
        self._act()

    def _act(self) -> None:
        act, self.after = self.after, None
        if act is not None:
            act()


def link_of(stores: Stores, vault: Vault) -> tuple[bool, bool, bool]:
    """Whether connection, claim and token are there: all three or none."""
    claim = stores.shared().get(Cabinet, cabinet_id("sid-1"))
    connection = read_account(SELLER, stores=stores).seller.connection
    return connection is not None, claim is not None, vault.open(SELLER) is not None


def test_a_disconnection_amid_a_reconnection_leaves_no_half_of_a_link() -> None:
    stores, clock, vault = seeded(), FixedClock(NOON), HookedVault()
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    connect(stores, market, token, clock, vault)

    vault.after = lambda: disconnect_cabinet(
        SELLER, stores=stores, vault=vault, clock=clock, ids=IDS
    )
    connect(stores, market, token, clock, vault)

    assert link_of(stores, vault) == (True, True, True)


def test_a_reconnection_amid_a_disconnection_leaves_no_half_of_a_link() -> None:
    stores, clock, vault = seeded(), FixedClock(NOON), HookedVault()
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    connect(stores, market, token, clock, vault)

    clock.advance(timedelta(seconds=1))
    vault.after = lambda: connect(stores, market, token, clock, vault)
    disconnect_cabinet(SELLER, stores=stores, vault=vault, clock=clock, ids=IDS)

    assert link_of(stores, vault) == (False, False, False)


def test_a_profile_that_never_rests_is_told_to_who_connects_or_disconnects() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    vault = connect(stores, market, token, clock)
    names = iter(f"Лавка {number}" for number in range(99))

    def rename() -> None:
        stores.shared().commit([Patch(Seller, (SELLER,), {"name": next(names)})])

    rival = Rival(stores, Seller, rename, times=99)

    with pytest.raises(RetryLater):
        connect(rival.stores, market, token, clock)
    with pytest.raises(RetryLater):
        disconnect_cabinet(SELLER, stores=rival.stores, vault=vault, clock=clock, ids=IDS)


def test_a_base_token_spends_its_one_call_on_the_check() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1", kind=TokenKind.BASE)
    vault = connect(stores, market, token, clock)
    market.add_cabinet("sid-1").calls.clear()

    outcomes = [
        sync_channel(
            SELLER,
            category,
            stores=stores,
            marketplaces=market,
            vault=vault,
            queue=MemoryTaskQueue(clock),
            clock=clock,
            ids=IDS,
        ).outcome
        for category in Category
    ]

    assert outcomes == ["no_calls", "no_calls"]
    assert not market.add_cabinet("sid-1").calls


def test_two_accounts_that_connect_at_once_do_not_share_a_cabinet() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    taken = Cabinet(id=cabinet_id("sid-1"), seller=SellerId("other"), connected_at=NOON)
    rival = Rival(stores, Cabinet, lambda: stores.shared().commit([Create(taken)]))

    with pytest.raises(CabinetTaken):
        connect(rival.stores, market, token, clock)

    profile = read_account(SELLER, stores=stores)
    assert profile.seller.connection is None


def test_one_account_that_connects_two_cabinets_at_once_gets_one() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    other = {"cabinet": cabinet_id("sid-2")}
    rival = Rival(
        stores, Cabinet, lambda: stores.shared().commit([Patch(Seller, (SELLER,), other)])
    )

    with pytest.raises((OtherCabinet, Stale)):
        connect(rival.stores, market, token, clock)

    assert stores.shared().get(Cabinet, cabinet_id("sid-1")) is None


def test_a_lost_answer_while_connecting_is_made_good_by_repeating() -> None:
    stores, clock = seeded(), FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")
    for number in range(9):
        faults = [Fault.NONE] * number + [Fault.LOSE_ACKNOWLEDGEMENT]
        faulty = FaultyStores(stores, in_turn(*faults))
        try:
            connect(faulty, market, token, clock)
        except Unavailable:
            continue

    assert connect(stores, market, token, clock).open(SELLER) == token
    assert read_account(SELLER, stores=stores).seller.connection is not None


def test_an_account_that_is_gone_cannot_be_read() -> None:
    with pytest.raises(NotFound):
        read_account(SellerId("gone"), stores=embedded_stores())
    clock = FixedClock(NOON)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("s")
    with pytest.raises(NotFound):
        connect(embedded_stores(), market, token, clock)


def test_a_password_changed_meanwhile_is_not_undone_by_a_renewed_hash() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    wish = Registration(email="a@example.com", password="vitrina-2026", name="Л", address="1")
    ids, secrets = CountingIds(), CountingSecrets()
    opened = register_account(
        wish, stores=stores, hasher=QuickHasher(), secrets=secrets, clock=clock, ids=ids
    )
    user = opened.session.user
    change = {"password_hash": "v2:other"}
    rival = Rival(stores, User, lambda: stores.shared().commit([Patch(User, (user,), change)]))

    sign_in(
        Credentials(email="a@example.com", password="vitrina-2026", address="1"),
        stores=rival.stores,
        hasher=QuickHasher(version=2),
        secrets=secrets,
        clock=clock,
        ids=ids,
    )

    stored = stores.shared().get(User, user)
    assert stored is not None
    assert stored.value.password_hash == "v2:other"


class CrowdedHasher(QuickHasher):
    """Has no room for another hash."""

    def hash(self, password: str) -> str:
        raise RateLimited(1)


def test_a_sign_in_holds_though_its_hash_cannot_be_renewed_now() -> None:
    stores, clock = embedded_stores(), FixedClock(NOON)
    wish = Registration(email="a@example.com", password="vitrina-2026", name="Л", address="1")
    ids, secrets = CountingIds(), CountingSecrets()
    register_account(
        wish, stores=stores, hasher=QuickHasher(), secrets=secrets, clock=clock, ids=ids
    )

    signed_in = sign_in(
        Credentials(email="a@example.com", password="vitrina-2026", address="1"),
        stores=stores,
        hasher=CrowdedHasher(version=2),
        secrets=secrets,
        clock=clock,
        ids=ids,
    )

    assert find_session(signed_in.token, stores=stores, clock=clock) is not None


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (InboxFilter(), True),
        (InboxFilter(place=Place.ATTENTION), True),
        (InboxFilter(place=Place.HOT), True),
        (InboxFilter(place=Place.DONE), False),
        (InboxFilter(place=Place.AUTO), False),
        (InboxFilter(channel=Channel.REVIEW), False),
        (InboxFilter(channel=Channel.CHAT), True),
        (InboxFilter(rating=5), False),
        (InboxFilter(nm_id=1), False),
        (InboxFilter(nm_id=70_000_001), True),
    ],
    ids=str,
)
def test_a_list_shows_an_item_as_its_query_would(wanted: InboxFilter, shown: bool) -> None:
    assert is_shown(make_chat(), wanted, NOON + timedelta(hours=5)) is shown
