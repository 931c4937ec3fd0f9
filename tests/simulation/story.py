"""One schedule of replies: who does what when, and whether it all came to a good end."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel, Origin
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import FINAL, Author, ReplyKind, ReplyState
from tests.simulation.engine import Engine
from tests.simulation.faults import Fault, Odds
from tests.simulation.witness import QUIET_SECONDS
from tests.simulation.world import ANSWER, Wish, World

CHANNELS = tuple(Channel)
FAULTS_UNTIL = 40 * 60.0
EXAMPLES = 0.04
PATIENCE = QUIET_SECONDS + 30 * 60.0
# A task is asked for again within a sweep or two of its moment.
LATEST_LOOK = timedelta(minutes=6)
OTHER_TEXT = "Здравствуйте! Благодарим за слова о товаре, всё проверим."
EDIT_TEXT = "Спасибо за ваш отзыв, мы исправили опечатку в ответе."
ROBOT_TEXT = "Добрый день! Спасибо, что выбрали нас, всё проверим."
_WATCHED = (ReplyState.CONFIRMED, ReplyState.ATTENTION)


def play(seed: int, *, is_traced: bool = False, remembers: bool = True) -> World:
    """The whole schedule of a seed; the channels take turns."""
    engine = Engine(seed, Odds(), FAULTS_UNTIL, is_traced=is_traced)
    is_example = engine.dice.random() < EXAMPLES
    origin = Origin.DEMO if is_example else Origin.WB_API
    channel = CHANNELS[seed % len(CHANNELS)]
    world = World(engine, channel, remembers=remembers, origin=origin)
    if is_example:
        engine.count(Fault.EXAMPLE)
    _plan_approvals(world, engine.dice)
    _plan_hindrances(world, engine.dice)
    if world.channel is not Channel.CHAT:
        _plan_edits(world, engine.dice)
    _plan_second_thoughts(world, engine.dice)
    run_world(world)
    return world


def run_world(world: World) -> None:
    """Sweeps and syncs go on until every reply has come to its end."""
    engine = world.engine
    engine.every(60.0, world.sweep_when_due, first=60.0)
    engine.every(120.0, world.sync, first=67.0)
    engine.run_for(PATIENCE, lambda: is_settled(world))


def is_settled(world: World) -> bool:
    """Every reply has come to an end that only WB's moderation could still change."""
    replies = world.witness.replies.values()
    ended = (
        one.state in _WATCHED or (one.due_at is None and one.state in FINAL) for one in replies
    )
    return all(ended) and bool(replies)


# --- what people do


def _plan_approvals(world: World, dice: random.Random) -> None:
    engine = world.engine
    human, tab = Wish("request-1"), Wish("request-2", OTHER_TEXT)
    robot = Wish("robot-1", ROBOT_TEXT, Author.SYSTEM)
    engine.at(0.0, lambda: world.approve(human))
    _perhaps(world, dice, 0.15, Fault.DOUBLE_CLICK, (0, 3), lambda: world.approve(human))
    _perhaps(world, dice, 0.20, Fault.TWO_TABS, (0, 60), lambda: world.approve(tab))
    _perhaps(world, dice, 0.10, Fault.ROBOT, (0, 10), lambda: world.approve(robot))
    if world.channel is Channel.CHAT and dice.random() < 0.25:
        text = ANSWER if dice.random() < 0.5 else OTHER_TEXT
        engine.at(dice.uniform(60, 900), lambda: world.approve(Wish("request-3", text)))


def _plan_hindrances(world: World, dice: random.Random) -> None:
    engine = world.engine
    if dice.random() < 0.15:
        engine.at(dice.uniform(0, 40), lambda: _cancel_all(world))
    has_cabinet = world.origin is Origin.WB_API
    if world.channel is not Channel.CHAT and dice.random() < 0.2 and has_cabinet:
        engine.at(dice.uniform(0, 120), world.answer_in_portal)
    if dice.random() < 0.1 and has_cabinet:
        engine.at(dice.uniform(0, 200), world.lose_token)
        engine.at(dice.uniform(300, 900), world.replace_token)
    if dice.random() < 0.06:
        begins = dice.uniform(0, 200)
        engine.at(begins, world.halt)
        engine.at(begins + dice.uniform(60, 1500), world.go_on)
    elif dice.random() < 0.08:
        restored = dice.uniform(100, 1500)
        engine.at(dice.uniform(0, restored - 60), world.keep_copy)
        engine.at(restored, world.restore_copy)
        engine.at(restored + dice.uniform(60, 1500), world.go_on)
        if has_cabinet:
            # The copy holds an older token, so the seller connects anew.
            engine.at(restored + dice.uniform(60, 1500), world.replace_token)


def _plan_edits(world: World, dice: random.Random) -> None:
    """Whoever sees the answer at WB may want other words there, once, and asks for it twice."""
    wishes = [Wish(f"edit-{number}", EDIT_TEXT, kind=ReplyKind.EDIT) for number in (1, 2)]
    for wish in wishes if dice.random() < 0.2 else ():
        moment = dice.uniform(200, 1500)
        _perhaps(
            world, dice, 1.0, Fault.EDITED, (moment, moment + 60), partial(world.approve, wish)
        )
        again = moment + dice.uniform(1, 300)
        _perhaps(world, dice, 1.0, Fault.EDITED, (again, again), partial(world.approve, wish))


def _plan_second_thoughts(world: World, dice: random.Random) -> None:
    """Whoever sees a failure tries again; whoever is asked looks, and perhaps sends again."""
    tries = iter(("request-4", "request-5"))

    def see_end(reply: Reply) -> None:
        if reply.state not in (ReplyState.FAILED, ReplyState.ATTENTION) or dice.random() < 0.5:
            return
        request, text = next(tries, None), ANSWER if dice.random() < 0.5 else OTHER_TEXT
        if request is not None:
            wait, wish = dice.uniform(10, 600), Wish(request, text)
            world.engine.at(wait, lambda: _try_again(world, reply.id, wish))

    world.witness.see_end = see_end


def _perhaps(
    world: World,
    dice: random.Random,
    chance: float,
    fault: Fault,
    between: tuple[float, float],
    act: Callable[[], None],
) -> None:
    def happen() -> None:
        world.engine.count(fault)
        act()

    if dice.random() < chance:
        world.engine.at(dice.uniform(*between), happen)


def _cancel_all(world: World) -> None:
    for name in [*world.witness.replies]:
        world.cancel(name)


def _try_again(world: World, name: ReplyId, wish: Wish) -> None:
    reply = world.witness.replies.get(name)
    if reply is None:
        # A restore took it away.
        return
    state = reply.state
    if state is ReplyState.FAILED:
        world.retry(name)
    elif state is ReplyState.ATTENTION:
        world.approve(wish)


# --- how it ended


def find_wrongs(world: World) -> list[str]:
    """Everything that must not be true at the end of a schedule."""
    wrongs = [*world.witness.wrongs]
    known = [*world.witness.replies.values()]
    stored = world.stored_replies()
    if stored != known:
        wrongs.append("lost: what was committed is not stored")
    wrongs += [f"stuck: {reply.state}" for reply in stored if not _has_ended(reply, world)]
    mark = world.stored_item().work.reply
    shown = [reply for reply in stored if mark is not None and reply.id == mark.id]
    if stored and (mark is None or [reply.state for reply in shown] != [mark.state]):
        wrongs.append("the item shows another state than its reply")
    return wrongs + _repeat_history(world)


def _has_ended(reply: Reply, world: World) -> bool:
    """A reply that WB accepted may be looked for up to two days, but it must be looked for."""
    if reply.state in FINAL:
        return True
    if reply.state is not ReplyState.SENT or reply.due_at is None:
        return False
    return reply.due_at > world.clock.now() - LATEST_LOOK


def _repeat_history(world: World) -> list[str]:
    """Every task once more, in another order: nothing changes, at WB or in the store."""
    before, arrived = world.stored_replies(), len(world.witness.arrivals)
    history = [one for one in world.queue.delivered if one.queue == "dispatch"]
    world.engine.dice.shuffle(history)
    for task in history:
        world.handle(task.queue, task.payload)
    wrongs = [] if len(world.witness.arrivals) == arrived else ["sent by a late delivery"]
    ends = [(one.id, one.state) for one in before if one.state in FINAL]
    later = {one.id: one.state for one in world.stored_replies()}
    if any(later[name] is not state for name, state in ends):
        wrongs.append("an end was changed by a late delivery")
    return wrongs
