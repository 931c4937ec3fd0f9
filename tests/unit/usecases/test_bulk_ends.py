"""How a deed on many items ends where something goes wrong, and what is not its own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.bulk import BulkAction, LeftOut, Outcome, count_outcomes
from shared.domain.errors import MissingIndex
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.jobs import LONGEST, Job, JobState
from shared.domain.replies.refusals import ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.tagging import MOST_TAGS
from shared.ports import Delete, Query, Store, Stores
from shared.usecases.bulk_undo import undo_bulk
from shared.usecases.edit_interaction import Edit, edit_interaction
from tests.builders import SELLER
from tests.unit.usecases.bulk_bench import Bench, reviews, wish_for
from tests.unit.usecases.rivals import Rival


class RefusingStores:
    """Refuses every read of many."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return RefusingStore(self._stores.of_seller(seller))


class RefusingStore:
    def __init__(self, store: Store) -> None:
        self.get, self.commit = store.get, store.commit
        self.find, self.count = store.find, store.count

    def get_many(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Any]:
        raise MissingIndex(f"{kind.__name__}: {len(keys)}")


class VanishingStores:
    """Takes a reply away once it was found."""

    def __init__(self, stores: Stores, reply: str) -> None:
        self._stores, self._reply = stores, reply

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return VanishingStore(self._stores.of_seller(seller), self._reply)


class VanishingStore:
    def __init__(self, store: Store, reply: str) -> None:
        self._store, self._reply = store, reply
        self.get, self.commit = store.get, store.commit
        self.find, self.count = store.find, store.count

    def get_many(self, kind: type[Any], keys: Sequence[str]) -> dict[str, Any]:
        found = self._store.get_many(kind, keys)
        self._store.commit([Delete(Reply, (self._reply,))])
        return found


def edit_by_hand(bench: Bench, item: Interaction, *, closed: bool) -> None:
    edit_interaction(SELLER, item.id, Edit(closed=closed), stores=bench.stores, clock=bench.clock)


def test_a_deed_whose_job_is_refused_ends_and_says_what_was_left() -> None:
    items = reviews(2)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.work(RefusingStores(bench.stores))

    (job,) = (stored.value for stored in bench.store.find(Query(kind=Job)))
    assert job.state is JobState.FAILED
    assert bench.read(bulk).is_over(bench.clock.now())
    assert {line.why for line in bench.read(bulk).lines} == {LeftOut.REFUSED}
    bench.clock.advance(timedelta(minutes=5))
    with pytest.raises(ReplyRefused):
        bench.undo(bulk)


def test_a_deed_that_no_job_ends_is_over_after_the_longest_time() -> None:
    items = reviews(2)
    bench = Bench(*items)
    bulk = bench.start(wish_for(items))

    assert not bulk.is_over(bulk.created_at + LONGEST)
    assert bulk.can_undo(bulk.created_at + LONGEST)
    bench.clock.advance(LONGEST + timedelta(seconds=1))

    assert bulk.is_over(bench.clock.now())
    assert not bulk.can_undo(bench.clock.now())


def test_a_reply_that_is_gone_keeps_no_other_from_being_cancelled() -> None:
    gone, other = items = reviews(2)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items))
    bench.work()
    name = next(one.id for one in bench.replies() if one.interaction == gone.id)
    raced = VanishingStores(bench.stores, name)
    undo_bulk(SELLER, bulk.id, stores=raced, queue=bench.queue, clock=bench.clock)

    states = {one.interaction: one.state for one in bench.replies()}
    assert states == {other.id: ReplyState.CANCELLED}
    assert count_outcomes(bench.read(bulk))[Outcome.UNDONE] == 2


@pytest.mark.parametrize("seconds", [1, 20, 300])
def test_what_was_closed_by_hand_since_stays_closed(seconds: int) -> None:
    mine, its = items = reviews(2)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items, BulkAction.CLOSE))
    bench.clock.advance(timedelta(seconds=seconds))
    bench.work()
    edit_by_hand(bench, mine, closed=False)
    edit_by_hand(bench, mine, closed=True)
    bench.undo(bulk)

    assert bench.item(mine.id).work.closed
    assert not bench.item(its.id).work.closed


def test_what_was_closed_by_hand_before_its_turn_is_not_the_deeds() -> None:
    mine, its = items = reviews(2)
    bench = Bench(*items)

    bulk = bench.start(wish_for(items, BulkAction.CLOSE))
    bench.clock.advance(timedelta(seconds=1))
    edit_by_hand(bench, mine, closed=True)
    bench.work()

    assert [line.outcome for line in bench.read(bulk).lines] == [Outcome.LEFT_OUT, Outcome.DONE]
    bench.undo(bulk)
    assert bench.item(mine.id).work.closed
    assert not bench.item(its.id).work.closed


def test_an_item_that_was_filled_with_tags_meanwhile_says_so() -> None:
    (item,) = reviews(1)
    bench = Bench(item)
    bulk = bench.start(wish_for([item], BulkAction.TAG, tags=("опт",)))
    full = Edit(tags=tuple(str(number) for number in range(MOST_TAGS)))

    def fill() -> None:
        edit_interaction(SELLER, item.id, full, stores=bench.stores, clock=bench.clock)

    bench.work(stores=Rival(bench.stores, Interaction, fill).stores)

    (line,) = bench.read(bulk).lines
    assert (line.outcome, line.why) == (Outcome.LEFT_OUT, LeftOut.TAGS_FULL)
