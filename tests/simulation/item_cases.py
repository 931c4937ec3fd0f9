"""Handlers of items, each alone: from the plan of polling to a draft."""

from datetime import datetime, timedelta
from typing import Any

from shared.domain.drafts.draft import Draft
from shared.domain.interaction import Channel, Interaction, Message
from shared.domain.sync.category import Category
from shared.ports import Query
from shared.usecases.edit_interaction import Edit, edit_interaction
from tests.builders import NOON, SELLER
from tests.simulation.case import Case, counts, queued
from tests.simulation.engine import Engine
from tests.simulation.sync_world import SyncWorld


def sync_case(engine: Engine) -> Case:
    """A first round over reviews and questions; what it could not read, the next one does."""
    world = living_world(engine)
    engine.every(60.0, world.plan, first=60.0)
    payload = {"seller": SELLER, "category": Category.FEEDBACKS.value}
    return Case(lambda: world.handle("sync", payload), lambda: item_facts(world))


def chats_case(engine: Engine) -> Case:
    """A first round over chats; what it could not read, the next one does."""
    world = living_world(engine)
    engine.every(60.0, world.plan, first=60.0)
    payload = {"seller": SELLER, "category": Category.CHAT.value}
    return Case(lambda: world.handle("sync", payload), lambda: item_facts(world))


def ingest_case(engine: Engine) -> Case:
    """One page is ingested, with all that follows from it."""
    world = living_world(engine)
    return _follow_up(world, "ingest")


def link_case(engine: Engine) -> Case:
    """Two reviews of one buyer are linked."""
    world = living_world(engine)
    return _follow_up(world, "link")


def draft_case(engine: Engine) -> Case:
    """One draft is written."""
    world = living_world(engine)
    return _follow_up(world, "draft")


def close_case(engine: Engine) -> Case:
    """A seller closes an item by hand; what follows from its arrival goes on beside that."""
    world = living_world(engine)
    world.run_until_queued("link")
    name = min(item.id for item in world.documents())

    def act() -> None:
        edit = Edit(closed=True)
        edit_interaction(SELLER, name, edit, stores=world.stores, clock=world.clock)

    def look() -> Any:
        places = {item.id: (item.queue.view, item.queue.status) for item in world.documents()}
        return places, counts(world.plain.of_seller(SELLER))

    return Case(act, look)


def plan_case(engine: Engine) -> Case:
    """A tick queues what is due; what a tick misses, the next one makes good."""
    world = living_world(engine)
    held = world.queue.hold()
    engine.every(60.0, world.plan, first=60.0)
    return Case(world.plan_now, lambda: queued(held))


def living_world(engine: Engine) -> SyncWorld:
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
    return items, counts(store)
