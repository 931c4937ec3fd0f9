"""Do the next right thing for one approved reply, however often and late it is asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.ids import ReplyId, SellerId
from shared.domain.replies.dispatch import (
    Move,
    doubt_reply,
    free_reply,
    hold_reply,
    is_held,
    next_move,
    simulate_reply,
)
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.restored import may_be_sent_already
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import RUNNING, Switch
from shared.domain.replies.waits import time_in_doubt, wait_for_end, wait_to_send
from shared.ports import Clock, Files, Ids, Marketplaces, Stores, TaskQueue, Vault
from shared.usecases.crash_points import Reach, pass_on
from shared.usecases.dispatch_desk import Desk, ReportDouble, tell_nobody
from shared.usecases.settle_reply import LONGEST_TASK, settle_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchReport:
    """Where a reply stands after one step; an empty state means that there is none.

    `trace` is that of the click that approved it. `waited`, `settled` and `in_doubt` tell how long
    it waited to be handed over, until its end, and how long nobody knows whether it was sent.
    """

    reply: ReplyId
    move: Move
    state: str = ""
    attempts: int = 0
    trace: str = ""
    waited: timedelta | None = None
    settled: timedelta | None = None
    in_doubt: timedelta | None = None

    def facts(self) -> dict[str, str | int]:
        """What is worth a log line."""
        waits = {"waited_s": self.waited, "settled_s": self.settled, "doubt_s": self.in_doubt}
        told = {name: int(wait.total_seconds()) for name, wait in waits.items() if wait is not None}
        return {"reply": self.reply, "state": self.state, "attempt": self.attempts, **told}


def dispatch_reply(
    seller: SellerId,
    reply: ReplyId,
    *,
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    queue: TaskQueue,
    clock: Clock,
    ids: Ids,
    files: Files,
    quiet: timedelta = QUIET_PERIOD,
    reach: Reach = pass_on,
    switch: Switch = RUNNING,
    report_double: ReportDouble = tell_nobody,
) -> DispatchReport:
    """Send when it is time and nothing is paused, read back when it may have been sent.

    `report_double` is told of a reply that WB shows twice.
    """
    desk = Desk(
        seller=seller,
        shared=stores.shared(),
        store=stores.of_seller(seller),
        marketplaces=marketplaces,
        vault=vault,
        queue=queue,
        clock=clock,
        ids=ids,
        files=files,
        quiet=quiet,
        reach=reach,
        switch=switch,
        report_double=report_double,
    )
    stored = desk.store.get(Reply, reply)
    if stored is None:
        return DispatchReport(reply=reply, move=Move.REST)
    move = next_move(stored.value, clock.now())
    before = stored.value
    after = _take_step(desk, before, move)
    now = clock.now()
    return DispatchReport(
        reply=reply,
        move=move,
        state=after.state,
        attempts=after.attempts,
        trace=after.trace,
        waited=wait_to_send(before, after),
        settled=wait_for_end(before, after, now),
        in_doubt=time_in_doubt(after, now),
    )


def _take_step(desk: Desk, reply: Reply, move: Move) -> Reply:
    now = desk.clock.now()
    match move:
        case Move.REST if reply.state is ReplyState.BLOCKED:
            return desk.release_late(reply)
        case Move.REST:
            return reply
        case Move.WAIT:
            if reply.due_at is not None and reply.due_at - now < LONGEST_TASK:
                desk.come_when_due(reply, reply.due_at)
            return reply
        case Move.SEND if reply.simulated:
            return desk.settle(reply, lambda current: _simulated(current, desk))
        case Move.SEND if may_be_sent_already(reply, desk.switch):
            return desk.settle(reply, lambda current: _doubted(current, desk))
        case Move.SEND if desk.switch.paused:
            return _note(desk, reply, hold_reply)
        case Move.SEND:
            return _send(desk, reply)
        case Move.LOOK:
            return _look(desk, reply)


def _doubted(current: Reply, desk: Desk) -> Reply | None:
    restored_at = desk.switch.restored_at
    if restored_at is None or not may_be_sent_already(current, desk.switch):
        return None
    return doubt_reply(current, restored_at, desk.clock.now())


def _send(desk: Desk, reply: Reply) -> Reply:
    """What a hold had kept may have been taken back, or gone on with, while that was noted."""
    if is_held(reply):
        reply = _note(desk, reply, free_reply)
    due = next_move(reply, desk.clock.now()) is Move.SEND
    if not due:
        return reply
    from shared.usecases.send_reply import send_reply

    return send_reply(desk, reply)


def _look(desk: Desk, reply: Reply) -> Reply:
    from shared.usecases.look_reply import look_reply

    return look_reply(desk, reply)


def _note(desk: Desk, reply: Reply, decide: Callable[[Reply, datetime], Reply | None]) -> Reply:
    """No task is asked for: the sweep comes back to every reply that is due."""
    now, store = desk.clock.now(), desk.store
    return settle_reply(store, reply.id, lambda current: decide(current, now), clock=desk.clock)


def _simulated(current: Reply, desk: Desk) -> Reply | None:
    now = desk.clock.now()
    return simulate_reply(current, now) if next_move(current, now) is Move.SEND else None
