"""One review is answered by itself once, and never more often than it may."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.automatic.journal import AutoDay, AutoEntry, Noted, entry_id
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.automatic.request import auto_reply_id
from shared.domain.deadlines.calendar import WorkingHours
from shared.domain.errors import Unavailable
from shared.domain.interaction import Interaction
from shared.domain.replies.states import Author, ReplyState
from shared.ports import Put, Query, Store
from shared.usecases.automate_reply import automate_reply
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.sweep_praise import sweep_praise
from tests.builders import NOON, SELLER
from tests.praise_bench import LIVE, TEXT, TODAY, Shop, code


def test_praise_is_answered_once_with_a_window_to_cancel() -> None:
    shop = Shop()
    item = shop.receive()

    outcomes = [shop.automate(item) for _ in range(3)]

    (reply,) = shop.replies()
    assert outcomes == ["approved", "nothing", "nothing"]
    assert (reply.id, reply.author) == (auto_reply_id(item.id), Author.SYSTEM)
    assert (reply.text, reply.state) == (TEXT, ReplyState.APPROVED)
    assert reply.due_at == NOON + timedelta(minutes=5)
    entry = shop.entry(item)
    assert (entry.outcome, entry.reply, entry.rule) == (Noted.APPROVED, reply.id, "review.thanks")
    assert entry.passed
    stored = shop.store.get(Interaction, item.id)
    assert stored is not None
    assert stored.value.queue.auto
    assert not stored.value.queue.needs_response


def test_what_a_seller_cancels_is_never_answered_by_itself_again() -> None:
    shop = Shop()
    item = shop.receive()
    shop.automate(item)

    cancel_reply(SELLER, auto_reply_id(item.id), stores=shop.stores, clock=shop.clock)

    assert shop.automate(item) != "approved"
    assert len(shop.replies()) == 1


def test_nothing_happens_while_it_is_off() -> None:
    shop = Shop(AutoPolicy())
    item = shop.receive()

    assert shop.automate(item) == "off"
    assert shop.replies() == []
    assert shop.store.get(AutoEntry, entry_id(item.id)) is None


def test_the_sandbox_writes_down_and_sends_nothing() -> None:
    shop = Shop(replace(LIVE, sandbox=True))
    item = shop.receive()

    assert [shop.automate(item), shop.automate(item)] == ["sandbox", "known"]
    assert shop.entry(item).text == TEXT
    assert shop.replies() == []


def test_the_same_words_go_once_a_day_and_neighbours_differ() -> None:
    shop = Shop()
    first, second = shop.receive("R1"), shop.receive("R2")
    shop.automate(first)

    assert shop.automate(second) == "blocked"
    assert "said_already" in shop.entry(second).reasons
    shop.clock.advance(timedelta(hours=25))
    assert "said_already" not in shop.entry(second).reasons or shop.automate(second) == "known"


def test_the_days_limit_is_exact_and_passes_with_the_day() -> None:
    shop = Shop(replace(LIVE, per_day=1))
    first = shop.receive("R1")
    second = shop.receive("R2", "Добрый день! Рады, что вещь пришлась по душе вам.")

    assert [shop.automate(first), shop.automate(second)] == ["approved", "held"]
    shop.clock.advance(timedelta(days=1))
    assert shop.automate(second) == "approved"
    days = [one.value.sent for one in shop.store.find(Query(kind=AutoDay))]
    assert sorted(days) == [1, 1]


def test_outside_working_hours_an_answer_waits_for_the_opening() -> None:
    hours = WorkingHours(opens=timedelta(hours=9), closes=timedelta(hours=10), weekdays=(0,))
    shop = Shop(replace(LIVE, hours=hours))

    shop.automate(shop.receive())

    (reply,) = shop.replies()
    assert reply.due_at == (NOON + timedelta(days=1)).replace(hour=6)


@pytest.mark.parametrize(
    ("facts", "rating", "offered"),
    [
        ({}, 5, True),
        ({}, 4, False),
        ({"active": False}, 5, False),
        ({"ends_on": TODAY - timedelta(days=1)}, 5, False),
        ({"starts_on": TODAY + timedelta(days=1)}, 5, False),
        ({"articles": (999,)}, 5, False),
        ({"channels": ("chat",)}, 5, False),
    ],
)
def test_a_code_is_offered_only_where_it_holds(
    facts: dict[str, Any], rating: int, offered: bool
) -> None:
    shop = Shop(replace(LIVE, promo=True), promo_codes=(code(**facts),))
    item = shop.receive(rating=rating)

    assert shop.automate(item) == "approved"
    (reply,) = shop.replies()
    assert ("ЛЕТО10" in reply.text) is offered
    assert reply.text.startswith(TEXT)


def test_a_code_that_makes_an_answer_too_long_holds_it_back() -> None:
    shop = Shop(replace(LIVE, promo=True), promo_codes=(code(),))
    words = "Здравствуйте! " + " ".join(["Спасибо за отзыв о товаре."] * 18)

    assert shop.automate(shop.receive(says=words[:480])) == "blocked"


def test_without_a_draft_of_these_words_nothing_is_decided() -> None:
    shop = Shop()
    item = shop.receive()
    stored = shop.store.get(Interaction, item.id)
    assert stored is not None
    stale = replace(item, ai=replace(item.ai, draft=None))
    shop.store.commit([Put(stale, version=stored.version)])

    assert shop.automate(item) == "nothing"


def test_the_sweep_finds_what_nobody_looked_at() -> None:
    shop = Shop()
    queue = MemoryTaskQueue(shop.clock)
    item = shop.receive()

    queued = [
        sweep_praise(SELLER, stores=shop.stores, queue=queue, clock=shop.clock) for _ in range(2)
    ]

    assert queued == [1, 0]
    assert shop.automate(item) == "approved"
    shop.clock.advance(timedelta(hours=2))
    assert sweep_praise(SELLER, stores=shop.stores, queue=queue, clock=shop.clock) == 0


def test_a_lost_answer_of_the_store_approves_nothing_twice() -> None:
    class Forgetful:
        """Tells that a commit failed which has not."""

        def __init__(self, store: Store) -> None:
            self._store, self.lies = store, 1
            self.get, self.get_many, self.find = store.get, store.get_many, store.find
            self.count = store.count

        def commit(self, writes: Any) -> None:
            self._store.commit(writes)
            if self.lies:
                self.lies -= 1
                raise Unavailable("lost")

    class Lying:
        def __init__(self, stores: EmbeddedStores) -> None:
            self.shared, self._one = stores.shared, Forgetful(stores.of_seller(SELLER))

        def of_seller(self, seller: str) -> Any:
            return self._one

    shop = Shop()
    item = shop.receive()

    report = automate_reply(
        SELLER,
        item.id,
        stores=Lying(shop.stores),
        clock=shop.clock,
        judge=shop.judge,
    )

    assert report.outcome in ("nothing", "known")
    assert len(shop.replies()) == 1
