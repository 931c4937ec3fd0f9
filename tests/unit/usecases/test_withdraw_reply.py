"""What was approved without a person is held back whenever something speaks against it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.ids import CountingIds
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.domain.automatic.policy import make_scenarios
from shared.domain.automatic.request import auto_reply_id
from shared.domain.interaction import Interaction
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.understanding import Alarm, Escalation
from shared.ports import Put
from shared.usecases.dispatch_reply import dispatch_reply
from shared.usecases.stop_answers import stop_answers
from tests.builders import SELLER
from tests.praise_bench import LIVE, Shop, code

Change = Callable[[Shop, Interaction], None]


def stop(shop: Shop, item: Interaction) -> None:
    stop_answers(SELLER, stores=shop.stores, clock=shop.clock, ids=CountingIds())


def sandbox(shop: Shop, item: Interaction) -> None:
    shop.choose(replace(LIVE, sandbox=True))


def leave_out(shop: Shop, item: Interaction) -> None:
    shop.choose(replace(LIVE, never=(item.source.product.nm_id,)))


def ask_for_drafts(shop: Shop, item: Interaction) -> None:
    shop.choose(replace(LIVE, scenarios=make_scenarios([])))


def alarm(shop: Shop, item: Interaction) -> None:
    change(shop, item, ai=replace(item.ai, escalations=(Escalation(alarm=Alarm.HEALTH),)))


def edit(shop: Shop, item: Interaction) -> None:
    change(shop, item, source=replace(item.source, text="Порвалась после первой стирки"))


def change(shop: Shop, item: Interaction, **changes: Any) -> None:
    stored = shop.store.get(Interaction, item.id)
    assert stored is not None
    shop.store.commit([Put(replace(stored.value, **changes), version=stored.version)])


def send(shop: Shop, item: Interaction) -> Reply:
    """Dispatch when the time to cancel is over; WB is reached with a working key."""
    shop.clock.advance(timedelta(minutes=6))
    wb = MemoryMarketplaces(shop.clock)
    vault = MemoryVault()
    vault.seal(SELLER, wb.issue_token())
    name = auto_reply_id(item.id)
    dispatch_reply(
        SELLER,
        name,
        stores=shop.stores,
        marketplaces=wb,
        vault=vault,
        queue=MemoryTaskQueue(shop.clock),
        clock=shop.clock,
        ids=CountingIds(),
        files=MemoryFiles(),
    )
    stored = shop.store.get(Reply, name)
    assert stored is not None
    return stored.value


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (stop, "off"),
        (sandbox, "off"),
        (leave_out, "article"),
        (ask_for_drafts, "scenario"),
        (alarm, "complaint"),
        (edit, "changed"),
    ],
)
def test_it_is_taken_back_and_left_to_a_person(happens: Change, reason: str) -> None:
    shop = Shop()
    item = shop.receive()
    shop.automate(item)
    happens(shop, item)

    reply = send(shop, item)

    assert (reply.state, reply.reason, reply.attempts) == (ReplyState.CANCELLED, reason, 0)
    stored = shop.store.get(Interaction, item.id)
    assert stored is not None
    assert stored.value.queue.needs_response
    shop.choose(LIVE)
    assert shop.automate(item) != "approved"


def test_a_code_that_has_run_out_meanwhile_is_not_offered() -> None:
    shop = Shop(replace(LIVE, promo=True), promo_codes=(code(),))
    item = shop.receive()
    shop.automate(item)
    shop.choose(replace(LIVE, promo=True), promo_codes=(code(active=False),))

    reply = send(shop, item)

    assert (reply.state, reply.reason) == (ReplyState.CANCELLED, "promo")


def test_with_nothing_against_it_it_is_tried() -> None:
    shop = Shop()
    item = shop.receive()
    shop.automate(item)

    reply = send(shop, item)

    # This WB has no such review any more, which only a look at WB can tell.
    assert (reply.state, reply.reason) == (ReplyState.FAILED, "gone")
