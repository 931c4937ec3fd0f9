"""One schedule of sync and ingestion: what lives in the cabinet, and whether we have it all."""

from dataclasses import replace

from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Message
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.sync import Category
from shared.ports import Query
from tests.builders import SELLER
from tests.counts import count_items
from tests.simulation.engine import Engine
from tests.simulation.faults import Odds
from tests.simulation.sync_world import SyncWorld, is_within_limits

FAULTS_UNTIL = 30 * 60.0
# A dead lease, two ticks by day and the last repetition of a task.
PATIENCE = 25 * 60.0
# A run's clock stamps what it reads, so that a stamp from the future would hide what comes next.
ODDS = Odds(most_skew=30.0, long_pauses=0.0)
ON_TIME = replace(ODDS, skewed_runs=0.0)


def play(seed: int, *, is_traced: bool = False) -> SyncWorld:
    """Every second schedule has workers whose clocks agree, so that WB's limits can be checked."""
    odds = ODDS if seed % 2 else ON_TIME
    engine = Engine(seed, odds, FAULTS_UNTIL, is_traced=is_traced)
    world = SyncWorld(engine)
    world.backlog()
    engine.every(60.0, world.plan, first=0.0)
    for _ in range(engine.dice.randrange(10, 60)):
        engine.at(engine.dice.uniform(0, FAULTS_UNTIL), world.live)
    engine.run_for(PATIENCE, lambda: False)
    return world


def find_wrongs(seed: int, world: SyncWorld) -> list[str]:
    """What is missing, nobody's, stale or miscounted, and whether WB was asked too often."""
    items = world.items()
    wrongs = [f"{name} is missing" for name in _names(world) - items.keys()]
    wrongs += [f"{name} is nobody's" for name in items.keys() - _names(world)]
    for (channel, name), shelved in world.cabinet.items.items():
        if name in items:
            wb, ours = world.read_wb(channel, name).source, items[name].source
            if wb.content_hash != ours.content_hash:
                wrongs.append(f"{name} is stale, answer {shelved.raw['answer']}")
    for name in world.cabinet.chats.keys() & items.keys():
        wrongs += [f"{name}: {what}" for what in _chat_wrongs(world, name)]
    stored = world.plain.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    views = stored.value.views if stored else {}
    kept = {view: {name: n for name, n in row.items() if n} for view, row in views.items()}
    if {view: row for view, row in kept.items() if row} != count_items(list(items.values())).views:
        wrongs.append("the counts are not those of the lists")
    facts = world.wb.read_token(world.token)
    if seed % 2 == 0:
        for category in Category:
            if not is_within_limits(world.arrived, category, facts):
                wrongs.append(f"WB saw too many calls of {category}")
    return sorted(wrongs)


def _names(world: SyncWorld) -> set[str]:
    return {name for _, name in world.cabinet.items} | world.cabinet.chats.keys()


def _chat_wrongs(world: SyncWorld, name: str) -> list[str]:
    wb = world.read_wb(Channel.CHAT, name)
    ours = world.items()[name].source
    within = (interaction_id(Channel.CHAT, name),)
    found = world.plain.of_seller(SELLER).find(Query(kind=Message, within=within))
    wrongs = []
    if {stored.value.id for stored in found} != {message.id for message in wb.messages}:
        wrongs.append("messages differ")
    assert wb.source.chat is not None
    assert ours.chat is not None
    if ours.chat.pending != wb.source.chat.pending or ours.chat.last_at != wb.source.chat.last_at:
        wrongs.append("the tail differs")
    if (ours.buyer_name, ours.product.nm_id) != (wb.source.buyer_name, wb.source.product.nm_id):
        wrongs.append("the buyer or the product differs")
    return wrongs
