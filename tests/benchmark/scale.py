"""What ten thousand sellers with two million interactions a day would take, by the product's rules.

Rates come from the real pace of polling, limits from the table of functions, operations from the
counted budgets. The pace is checked by playing `plan_sync` over a few sellers for some hours.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.plan_sync.main import AT_ONCE
from infra.figures import ROOT
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.codec import encode_document
from shared.domain.ids import SHARDS, SellerId, shard_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.pace import NOTE_ACTIVE_EVERY, NOTE_OPEN_EVERY, pace_of
from shared.ports import Create
from shared.usecases.plan_sync import SECONDS, plan_sync
from tests.benchmark.numbers import Figures, divide
from tests.stores import embedded_stores

SELLERS, ITEMS_A_DAY = 10_000, 2_000_000
# Assumed: of all sellers so many look at the same time; the busiest hour has three times the mean.
OPEN, PEAK = 0.1, 3.0
ANSWERED = 0.35
DAY_S = 86_400.0
# Assumed of Cloud Tasks: one call that makes a task, from a function of the same region. The
# processor's part of it was measured with Google's client against the local queues; a core serves
# all threads of `plan_sync`.
ENQUEUE_S, ENQUEUE_CPU_S = 0.01, 0.0005
# Seconds that one task of a queue takes, waits for WB and models included.
TASK_S: Mapping[str, float] = {
    "sync": 1.5,
    "ingest": 0.5,
    "link": 0.3,
    "draft": 2.0,
    "dispatch": 1.0,
}
# WB API documentation: three calls a second for a seller and category.
WB_CALLS_A_DAY = 3 * DAY_S
CALLS_A_SYNC = 4.0
_NOON = datetime.fromisoformat("2026-11-23T12:00:00+03:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """So many sellers at one hour of a busy day."""

    sellers: int
    items_a_day: int

    def syncs_per_second(self, now: datetime) -> float:
        """Everybody's buyers write; some look on."""
        active = SellerDue(active_at=now)
        rates = [
            share * len(pace.delays) / pace.every.total_seconds()
            for share, due in ((OPEN, replace(active, open_at=now)), (1 - OPEN, active))
            for pace in (pace_of(due, category, now) for category in Category)
        ]
        return self.sellers * sum(rates)

    def tasks_per_second(self, now: datetime) -> dict[str, float]:
        """By queue, in the busiest hour: an item is ingested with others, linked, drafted."""
        items = PEAK * self.items_a_day / DAY_S
        return {
            "sync": self.syncs_per_second(now),
            "ingest": items,
            "link": items,
            "draft": items,
            "dispatch": 2 * items * ANSWERED,
        }


def plan_scale(counted: Figures, cost_per_1000: float) -> Figures:
    """Each queue's load as a part of its limit, and what else would be met first."""
    fleet = Fleet(sellers=SELLERS, items_a_day=ITEMS_A_DAY)
    limits = json.loads((ROOT / "infra" / "functions.json").read_text())
    figures: Figures = {}
    for queue, rate in fleet.tasks_per_second(_NOON).items():
        row = limits["queues"][queue]
        function = limits["functions"][row["function"]]
        running = rate * TASK_S[queue]
        room = min(
            row["max_concurrent_dispatches"], function["concurrency"] * function["max_instances"]
        )
        figures[f"plan_{queue}_per_s"] = round(rate, 1)
        figures[f"plan_{queue}_of_rate"] = divide(rate, row["max_dispatches_per_second"])
        figures[f"plan_{queue}_of_room"] = divide(running, room)
    a_tick = fleet.syncs_per_second(_NOON) * 60
    enqueued_s = a_tick * max(ENQUEUE_S / AT_ONCE, ENQUEUE_CPU_S)
    writes = counted["writes_per_item_with_sync"] + counted["draft_writes"]
    writes += counted["reply_writes"] * ANSWERED
    return {
        **figures,
        "plan_tick_s": round(enqueued_s, 1),
        "plan_sellers_per_tick": float(round(SELLERS * SECONDS / enqueued_s)),
        **_weigh_shard(),
        "plan_wb_calls_of_limit": divide(
            CALLS_A_SYNC * DAY_S * fleet.syncs_per_second(_NOON) / SELLERS, 2 * WB_CALLS_A_DAY
        ),
        "plan_item_writes_per_s": round(PEAK * writes * ITEMS_A_DAY / DAY_S),
        "plan_usd_a_day": round(ITEMS_A_DAY / 1000 * cost_per_1000, 1),
        "plan_pace_checked": check_pace(),
    }


def _weigh_shard() -> Figures:
    """One shard's document, and how often a second it is written."""
    mine = SELLERS // SHARDS
    due = SellerDue(feedbacks_at=_NOON, chat_at=_NOON, open_at=_NOON, active_at=_NOON)
    sellers = {f"{number:032d}": due for number in range(mine)}
    body = json.dumps(encode_document(Shard(number=0, sellers=sellers)), default=str)
    notes = mine / NOTE_ACTIVE_EVERY.total_seconds() + OPEN * mine / NOTE_OPEN_EVERY.total_seconds()
    return {
        "plan_shard_kb": round(len(body) / 1000, 1),
        "plan_shard_writes_per_s": round(notes + 1 / 60, 2),
    }


def check_pace(sellers: int = 20, hours: int = 2) -> float:
    """Tasks that `plan_sync` queued for a few sellers, beside what the plan says."""
    stores, clock = embedded_stores(), FixedClock(_NOON)
    queue = MemoryTaskQueue(clock)
    names = [SellerId(f"seller-{number}") for number in range(sellers)]
    looking = round(sellers * OPEN)
    by_shard: dict[int, dict[str, SellerDue]] = {}
    for number, name in enumerate(names):
        # Long enough ahead, so that everybody stays as they are.
        stay = _NOON + timedelta(hours=hours)
        due = SellerDue(
            feedbacks_at=_NOON,
            chat_at=_NOON,
            active_at=stay,
            open_at=stay if number < looking else None,
        )
        by_shard.setdefault(shard_of(name), {})[name] = due
    stores.shared().commit([Create(Shard(number=n, sellers=s)) for n, s in by_shard.items()])
    queued = 0
    for _ in range(hours * 60):
        queued += plan_sync(stores=stores, queue=queue, clock=clock).queued
        clock.advance(timedelta(minutes=1))
    said = Fleet(sellers=sellers, items_a_day=0).syncs_per_second(_NOON) * hours * 3600
    return divide(queued, said)
