"""One schedule of sync and ingestion: what lives in the cabinet, and whether we have it all."""

from dataclasses import replace

from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, Message
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.sync.category import Category
from shared.ports import Query
from tests.builders import SELLER
from tests.counts import count_items
from tests.simulation.engine import Engine
from tests.simulation.faults import Fault, Odds
from tests.simulation.sync_world import SyncWorld, is_within_limits

SHORT = 7 * 60.0
LONG = 30 * 60.0
LONG_EVERY = 20
REPEATED_EVERY = 3
# A dead lease, two ticks by day and the last repetition of a task.
PATIENCE = 25 * 60.0
LONGEST_TROUBLE = 120.0
# A run's clock stamps what it reads, so that a stamp from the future would hide what comes next.
ODDS = Odds(most_skew=30.0, long_pauses=0.0)
ON_TIME = replace(ODDS, skewed_runs=0.0)
EXPECTED = (
    Fault.CRASH_BEFORE,
    Fault.CRASH_AFTER,
    Fault.ACK_LOST,
    Fault.REFUSED,
    Fault.PAUSED,
    Fault.PAUSED_AFTER,
    Fault.SKEWED,
    Fault.DROPPED,
    Fault.DUPLICATED,
    Fault.DELAYED,
    Fault.REORDERED,
    Fault.READ_FAILED,
    Fault.READ_LIMITED,
    Fault.STORM,
    Fault.OUTAGE,
    Fault.LISTED_TWICE,
    Fault.LIST_MOVED,
    Fault.ARCHIVED,
    Fault.PORTAL,
)


def play(seed: int, *, is_traced: bool = False) -> SyncWorld:
    """Every second schedule has workers whose clocks agree, so that WB's limits can be checked."""
    odds = ODDS if seed % 2 else ON_TIME
    until = SHORT if seed % LONG_EVERY else LONG
    engine = Engine(seed, odds, until, is_traced=is_traced)
    world, dice = SyncWorld(engine), engine.dice
    world.backlog()
    engine.every(60.0, world.plan, first=0.0)
    for _ in range(dice.randrange(8, 30)):
        engine.at(dice.uniform(0, until), world.live)
    if dice.random() < 0.3:
        world.grow_old(dice.uniform(0, until))
    for fault in (Fault.STORM, Fault.OUTAGE):
        if dice.random() < 0.25:
            _plan_trouble(world, fault, dice.uniform(0, until))
    engine.run_for(PATIENCE, lambda: is_settled(world))
    return world


def _plan_trouble(world: SyncWorld, fault: Fault, at: float) -> None:
    dice = world.engine.dice
    category, seconds = dice.choice(list(Category)), dice.uniform(5, LONGEST_TROUBLE)
    world.engine.at(at, lambda: world.wb.begin_trouble(category, fault, seconds))


def is_settled(world: SyncWorld) -> bool:
    """Nothing goes wrong any more, nothing is on its way, and all is as it must be."""
    engine = world.engine
    return engine.is_calm and not world.queue.waiting and not _find_differences(world)


def find_wrongs(seed: int, world: SyncWorld) -> list[str]:
    """What is wrong in the end, after late deliveries too, and whether WB was asked too often."""
    wrongs = _find_differences(world)
    if seed % REPEATED_EVERY == 0:
        wrongs += _repeat_history(world)
    facts = world.wb.read_token(world.token)
    if seed % 2 == 0:
        for category in Category:
            if not is_within_limits(world.arrived, category, facts):
                wrongs.append(f"WB saw too many calls of {category}")
    return wrongs


def _find_differences(world: SyncWorld) -> list[str]:
    """What is missing, doubled, nobody's, stale or miscounted."""
    found = world.documents()
    items = world.items()
    wrongs = ["an item is stored twice"] if len(found) != len(items) else []
    wrongs += [f"{name} is missing" for name in _names(world) - items.keys()]
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
    if {view: row for view, row in kept.items() if row} != count_items(found).views:
        wrongs.append("the counts are not those of the lists")
    return sorted(wrongs)


def _repeat_history(world: SyncWorld) -> list[str]:
    """Every page once more, in another order: nothing changes."""
    before = world.items()
    pages = [task for task in world.queue.delivered if task.queue == "ingest"]
    world.engine.dice.shuffle(pages)
    world.queue.hold()
    for page in pages:
        world.handle(page.queue, page.payload)
    return [] if world.items() == before else ["a late delivery of a page changed an item"]


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
