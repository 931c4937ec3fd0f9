"""Items, drafts and visits that several write at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.sign_in import Session, User
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import NotFound, Stale
from shared.domain.interaction import Interaction
from shared.domain.sync.due import Shard
from shared.domain.understanding import DraftMark
from shared.ports import Create, Delete, Patch, Put, Stores
from shared.usecases.edit_interaction import Edit, edit_interaction
from shared.usecases.keep_session import IDLE, find_session, new_session
from shared.usecases.note_visit import note_visit
from shared.usecases.request_draft import DraftWish, request_draft
from tests.builders import NOON, SELLER, make_item
from tests.unit.usecases.rivals import Rival, connect, seeded


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
