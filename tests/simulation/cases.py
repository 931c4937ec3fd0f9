"""Each handler alone on its happy way, so that every fault can be put at every side effect."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any

from shared.domain.draft import Draft
from shared.domain.ids import shard_of
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.marketplace import Outcome, Verdict
from shared.domain.summary import InboxSummary
from shared.domain.sync import Category, SellerDue, Shard
from shared.ports import Create, Query, Write
from shared.usecases.move_item import summary_writes
from tests.builders import NOON, SELLER, make_chat
from tests.simulation.campaign import Tally
from tests.simulation.engine import Engine, is_retried
from tests.simulation.faults import SCRIPTED, Fault, Odds
from tests.simulation.ports import Delivery
from tests.simulation.sync_world import SyncWorld
from tests.simulation.world import Wish, World

# So many side effects beyond those of a handler's own undisturbed run are hit too.
AND_AFTER = 2
PATIENCE = 900.0
SECOND_DELIVERY = 5.0
FIRST_RETRY = 10.0
MOST_DELIVERIES = 6
AFTER_UNDO = 11.0
CASE_ODDS = Odds()

Look = Callable[[], Any]
Act = Callable[[], None]
Scripted = tuple[str, tuple[tuple[int, Fault], ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """What is delivered, the rest of the world, and what can be seen at the end."""

    act: Act
    look: Look


# --- replies


def cancel_case(engine: Engine) -> Case:
    """A seller takes an approval back."""
    world = _approved(engine, Channel.REVIEW)
    (name,) = world.witness.replies
    return Case(lambda: world.cancel_now(name), lambda: reply_facts(world))


def retry_case(engine: Engine) -> Case:
    """A seller sends again what WB has refused."""
    world = _approved(engine, Channel.QUESTION)
    (name,) = world.witness.replies
    engine.now = AFTER_UNDO
    world.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="WB не принял текст"))
    world.handle("dispatch", {"reply": name})
    return Case(lambda: world.retry_now(name), lambda: reply_facts(world))


def watch_case(engine: Engine) -> Case:
    """A sweep finds a reply whose task is gone, and an item that has become late."""
    world = _approved(engine, Channel.QUESTION)
    late = make_chat("1:late")
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
    world.plain.shared().commit([Create(shard)])
    writes: list[Write] = [Create(late), *summary_writes([(None, late)])]
    world.plain.of_seller(SELLER).commit(writes)
    held = world.queue.hold()
    assert late.queue.deadline is not None
    engine.now = (late.queue.deadline.limit_at - NOON).total_seconds() + 30.0
    engine.every(60.0, world.sweep, first=engine.now + 60.0)
    return Case(world.sweep_now, lambda: (reply_facts(world), _queued(held)))


def _approved(engine: Engine, channel: Channel) -> World:
    """One approval, whose task never comes."""
    world = World(engine, channel)
    world.queue.hold()
    world.approve_now(Wish("request-1"))
    return world


def _queued(held: list[Delivery]) -> Any:
    return sorted({(task.queue, *sorted(task.payload.items())) for task in held})


def reply_facts(world: World) -> Any:
    """Replies, items and counts; when it happened is another matter."""
    store = world.plain.of_seller(SELLER)
    replies = {one.id: (one.state, one.text) for one in world.stored_replies()}
    items = {
        one.value.id: (one.value.queue.view, one.value.queue.priority, _mark(one.value))
        for one in store.find(Query(kind=Interaction))
    }
    return replies, items, _counts(world.plain.of_seller(SELLER)), _arrived(world)


def _mark(item: Interaction) -> Any:
    return item.work.reply and (item.work.reply.id, item.work.reply.state)


def _arrived(world: World) -> list[str]:
    return [one.text for one in world.witness.arrivals] + world.witness.wrongs


# --- sync


def sync_case(engine: Engine) -> Case:
    """A first round over reviews and questions; what it could not read, the next one does."""
    world = _living(engine)
    engine.every(60.0, world.plan, first=60.0)
    payload = {"seller": SELLER, "category": Category.FEEDBACKS.value}
    return Case(lambda: world.handle("sync", payload), lambda: item_facts(world))


def chats_case(engine: Engine) -> Case:
    """A first round over chats; what it could not read, the next one does."""
    world = _living(engine)
    engine.every(60.0, world.plan, first=60.0)
    payload = {"seller": SELLER, "category": Category.CHAT.value}
    return Case(lambda: world.handle("sync", payload), lambda: item_facts(world))


def ingest_case(engine: Engine) -> Case:
    """One page is ingested, with all that follows from it."""
    world = _living(engine)
    return _follow_up(world, "ingest")


def link_case(engine: Engine) -> Case:
    """Two reviews of one buyer are linked."""
    world = _living(engine)
    return _follow_up(world, "link")


def draft_case(engine: Engine) -> Case:
    """One draft is written."""
    world = _living(engine)
    return _follow_up(world, "draft")


def plan_case(engine: Engine) -> Case:
    """A tick queues what is due; what a tick misses, the next one makes good."""
    world = _living(engine)
    held = world.queue.hold()
    engine.every(60.0, world.plan, first=60.0)
    return Case(world.plan_now, lambda: _queued(held))


def _living(engine: Engine) -> SyncWorld:
    """A small cabinet with every kind of thing in it."""
    world = SyncWorld(engine, drafts=True)
    cabinet = world.cabinet
    cabinet.moderated_after = None
    first = cabinet.add_review(text="Порвалось", rating=1, at=_ago(30))
    second = cabinet.add_review(text="Стало хуже", rating=2, at=_ago(20), parentFeedbackId=first)
    cabinet.change_item(Channel.REVIEW, first, childFeedbackId=second)
    cabinet.add_question(text="Какой состав?", at=_ago(10))
    chat = cabinet.open_chat(text="Где заказ?", at=_ago(5))
    cabinet.say(chat, "Ответьте", at=_ago(4))
    return world


def _ago(minutes: float) -> datetime:
    return NOON - timedelta(minutes=minutes)


def _follow_up(world: SyncWorld, queue: str) -> Case:
    """Everything before the first task of a queue happens undisturbed."""
    waiting = world.run_until_queued(queue)
    return Case(lambda: world.handle(queue, waiting), lambda: item_facts(world))


def item_facts(world: SyncWorld) -> Any:
    """What is known of every item, its messages and drafts, and the counts."""
    store = world.plain.of_seller(SELLER)
    items = {}
    for stored in store.find(Query(kind=Interaction)):
        item = stored.value
        messages = store.find(Query(kind=Message, within=(item.id,)))
        drafts = store.find(Query(kind=Draft, within=(item.id,)))
        items[item.id] = (
            item.source.content_hash,
            item.queue.view,
            sorted(link.other for link in item.links),
            sorted(one.value.id for one in messages),
            sorted((one.value.text, one.value.basis) for one in drafts),
        )
    return items, _counts(store)


def _counts(store: Any) -> Any:
    found = store.find(Query(kind=InboxSummary))
    rows = [row for stored in found for row in stored.value.views.items()]
    return {view: kept for view, row in rows if (kept := {name: n for name, n in row.items() if n})}


# --- all of them

CASES: Mapping[str, Callable[[Engine], Case]] = {
    "cancel": cancel_case,
    "retry": retry_case,
    "watch": watch_case,
    "plan": plan_case,
    "sync": sync_case,
    "chats": chats_case,
    "ingest": ingest_case,
    "link": link_case,
    "draft": draft_case,
}


def single_faults() -> Iterator[Scripted]:
    """Nothing wrong, and one thing wrong, in every case."""
    for name in CASES:
        yield name, ()
        yield from ((name, (hit,)) for hit in product(range(_places(name)), SCRIPTED))


def pairs() -> Iterator[Scripted]:
    """Two things wrong, in every case."""
    for name in CASES:
        for where in combinations(range(_places(name)), 2):
            for what in product(SCRIPTED, repeat=2):
                yield name, tuple(zip(where, what, strict=True))


def _places(name: str) -> int:
    return _happy(name).own + AND_AFTER


def try_case(scripted: Scripted) -> Tally:
    """Whatever happened, all is at last as if nothing had."""
    name, hits = scripted
    played = play_case(name, dict(hits))
    shown = ", ".join(f"{fault} at {place}" for place, fault in hits)
    wrongs = [f"{name} with {shown}: {error}" for error in played.errors]
    if played.looks != _happy(name).looks:
        wrongs.append(f"{name} with {shown}: lost: another end than without faults")
    return Tally(1, played.fired, Counter({name: 1}), wrongs)


@dataclass(frozen=True, slots=True)
class Played:
    """How a case ended; `own` counts the side effects of its first delivery."""

    looks: Any
    own: int
    fired: Counter[Fault]
    errors: list[str]


@cache
def _happy(name: str) -> Played:
    played = play_case(name, {})
    assert not played.errors, played.errors
    return played


def play_case(name: str, script: Mapping[int, Fault]) -> Played:
    """Deliver a case's task until it is done; while somebody is frozen, deliver it again."""
    engine = Engine(0, CASE_ODDS, 0.0, script=script)
    case = CASES[name](engine)
    errors: list[str] = []
    own: list[int] = []

    def deliver(tries: int = 0) -> None:
        def end(error: BaseException | None) -> None:
            own.append(len(engine.effects))
            if is_retried(error) and tries < MOST_DELIVERIES:
                engine.at(FIRST_RETRY * 2**tries, lambda: deliver(tries + 1))
            elif error is not None:
                errors.append(f"{type(error).__name__}: {error}")

        engine.start(case.act, end, name)

    engine.at(0.0, deliver)
    if Fault.PAUSED in script.values():
        engine.at(SECOND_DELIVERY, deliver)
    engine.run_for(engine.now + PATIENCE, lambda: False)
    return Played(case.look(), own[0], engine.fired, errors)
