"""Handlers of replies, each alone."""

from dataclasses import replace
from typing import Any

from shared.domain.ids import ReplyId, interaction_id, shard_of
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.sync.due import SellerDue, Shard
from shared.ports import Create, Query, Write
from shared.usecases.move_item import summary_writes
from tests.builders import NOON, SELLER, make_chat
from tests.simulation.case import Case, counts, queued
from tests.simulation.engine import Engine
from tests.simulation.ports import Delivery
from tests.simulation.world import Wish, World

AFTER_UNDO = 11.0
OTHER = interaction_id(Channel.REVIEW, "other")


def cancel_case(engine: Engine) -> Case:
    """A seller takes an approval back."""
    world = approved_world(engine, Channel.REVIEW)
    (name,) = world.witness.replies
    return Case(lambda: world.cancel_now(name), lambda: reply_facts(world))


def retry_case(engine: Engine) -> Case:
    """A seller sends again what WB has refused."""
    world = approved_world(engine, Channel.QUESTION)
    (name,) = world.witness.replies
    engine.now = AFTER_UNDO
    world.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="WB не принял текст"))
    world.handle("dispatch", {"reply": name})
    return Case(lambda: world.retry_now(name), lambda: reply_facts(world))


def watch_case(engine: Engine) -> Case:
    """A sweep finds a reply whose task is gone, and an item that has become late."""
    world = approved_world(engine, Channel.QUESTION)
    late = make_chat("1:late")
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
    world.plain.shared().commit([Create(shard)])
    writes: list[Write] = [Create(late), *summary_writes([(None, late)])]
    world.plain.of_seller(SELLER).commit(writes)
    held = world.queue.hold()
    assert late.queue.deadline is not None
    engine.now = (late.queue.deadline.limit_at - NOON).total_seconds() + 30.0
    engine.every(60.0, world.sweep, first=engine.now + 60.0)
    return Case(world.sweep_now, lambda: (reply_facts(world), queued(held)))


def resume_case(engine: Engine) -> Case:
    """A new key: what the old one had blocked goes on."""
    world, held = blocked_world(engine)
    return Case(world.resume_now, lambda: (reply_facts(world), queued(held)))


def blocked_world(engine: Engine) -> tuple[World, list[Delivery]]:
    """Two replies, one of them in doubt, that wait for a key which is there by now."""
    world = approved_world(engine, Channel.REVIEW)
    (name,) = world.witness.replies
    engine.now = AFTER_UNDO
    world.lose_token()
    world.handle("dispatch", {"reply": name})
    blocked = world.witness.replies[name]
    other = replace(blocked, id=ReplyId("r-other"), attempt="attempt-before", interaction=OTHER)
    world.plain.of_seller(SELLER).commit([Create(other)])
    world.witness.forget([blocked, other])
    world.seal_token()
    held = world.queue.hold()
    held.clear()
    engine.every(60.0, world.sweep, first=engine.now + 60.0)
    return world, held


def approved_world(engine: Engine, channel: Channel) -> World:
    """One approval, whose task never comes."""
    world = World(engine, channel)
    world.queue.hold()
    world.approve_now(Wish("request-1"))
    return world


def reply_facts(world: World) -> Any:
    """Replies, items and counts; when it happened is another matter."""
    store = world.plain.of_seller(SELLER)
    replies = {one.id: (one.state, one.text) for one in world.stored_replies()}
    items = {
        one.value.id: (one.value.queue.view, one.value.queue.priority, _mark(one.value))
        for one in store.find(Query(kind=Interaction))
    }
    return replies, items, counts(world.plain.of_seller(SELLER)), _arrived(world)


def _mark(item: Interaction) -> Any:
    return item.work.reply and (item.work.reply.id, item.work.reply.state)


def _arrived(world: World) -> list[str]:
    return [one.text for one in world.witness.arrivals] + world.witness.wrongs
