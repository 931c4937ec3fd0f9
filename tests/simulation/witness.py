"""What really happened to every reply, seen from outside, and what of it must never happen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel
from shared.domain.replies.refusals import RefusalCode, ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outgoing
from shared.domain.replies.states import FINAL, IN_FLIGHT, ReplyKind, ReplyState
from shared.ports import Create, Patch, Put, Write
from tests.simulation.engine import Engine

S = ReplyState
# From each state, the states that a reply may be in next; of the rest, none is left.
NEXT = {
    S.APPROVED: {S.SENDING, S.FAILED, S.ANSWERED_ELSEWHERE, S.CANCELLED, S.BLOCKED, S.CONFIRMED}
    | {S.UNKNOWN, S.ATTENTION},
    S.SENDING: {S.SENT, S.UNKNOWN, S.APPROVED, S.FAILED, S.BLOCKED, S.CONFIRMED}
    | {S.ANSWERED_ELSEWHERE, S.ATTENTION},
    S.UNKNOWN: {S.SENT, S.CONFIRMED, S.ANSWERED_ELSEWHERE, S.APPROVED, S.ATTENTION, S.FAILED}
    | {S.BLOCKED},
    S.SENT: {S.CONFIRMED, S.ANSWERED_ELSEWHERE, S.ATTENTION, S.BLOCKED},
    S.BLOCKED: {S.APPROVED, S.UNKNOWN, S.SENT},
    S.ATTENTION: {S.CONFIRMED, S.ANSWERED_ELSEWHERE},
    S.CONFIRMED: {S.ATTENTION},
    S.ANSWERED_ELSEWHERE: set(),
    S.FAILED: set(),
    S.CANCELLED: set(),
}
# What the product promises, said once more: a constant that shrinks is a mistake to be found.
QUIET_SECONDS = 15 * 60.0
# The look before sending comes at most so many seconds before it.
LOOK_BEFORE_SENDING = 40.0
# Who holds a claim for longer leaves the sending to others.
WAKES_WITHIN = 21.0


@dataclass(frozen=True, slots=True)
class Sending:
    """One request on its way to WB: for which reply, by which attempt, since when."""

    reply: ReplyId
    attempt: str
    claimed: float
    began: float
    text: str
    kind: ReplyKind


class Witness:
    """Keeps a copy of every reply by watching commits, and every arrival at WB."""

    def __init__(self, engine: Engine, channel: Channel) -> None:
        self.engine = engine
        self.channel = channel
        self.replies: dict[ReplyId, Reply] = {}
        self.arrivals: list[Sending] = []
        self.wrongs: list[str] = []
        self.rewritten = 0
        self.is_example = False
        self.first_sending = 0.0
        self.answered_at: float | None = None
        self.see_end: Callable[[Reply], None] = lambda reply: None
        self._claims: dict[str, float] = {}
        self._paused_since: float | None = None

    def wrong(self, what: str) -> None:
        """Something that must never happen has happened."""
        self.engine.note(f"WRONG {what}")
        self.wrongs.append(what)

    def see_switch(self, *, is_paused: bool) -> None:
        """The operator has paused sending, or let it go on."""
        if not is_paused:
            self._paused_since = None
        elif self._paused_since is None:
            self._paused_since = self.engine.now

    # --- commits

    def see_commit(self, writes: Sequence[Write]) -> None:
        for write in writes:
            if isinstance(write, Create | Put) and isinstance(write.value, Reply):
                self._see_reply(write.value)
            elif isinstance(write, Patch) and write.kind is Reply:
                before = self.replies[ReplyId(write.key[0])]
                self._see_reply(replace(before, **write.fields))

    def forget(self, replies: Sequence[Reply]) -> None:
        """An older copy of the store has taken the place of what was known."""
        self.replies = {reply.id: reply for reply in replies}

    def _see_reply(self, after: Reply) -> None:
        before = self.replies.get(after.id)
        self.replies[after.id] = after
        if before is None or before.state is after.state:
            return
        self.engine.note(f"{after.id} is {after.state.value}")
        if (before.state, after.state) == (S.APPROVED, S.ATTENTION) and not after.resends:
            self.wrong("a person is asked about what was never sent")
        undone = before.state is S.CONFIRMED and after.kind is not ReplyKind.EDIT
        if after.state not in NEXT[before.state] or undone:
            self.wrong(f"{before.state} became {after.state}")
        if before.text != after.text:
            self.wrong("the words changed")
        self._check_new_state(after)
        if after.state in FINAL:
            self.see_end(after)

    def _check_new_state(self, after: Reply) -> None:
        arrived = [one for one in self.arrivals if one.reply == after.id]
        match after.state:
            case S.SENDING:
                self._claims[after.attempt] = self.engine.now
                names = [*self.replies]
                others = [self.replies[name] for name in names if name != after.id]
                if any(one.state in IN_FLIGHT for one in others):
                    self.wrong("two replies of one item in flight")
                if any(one.attempts for one in others[names.index(after.id) :]):
                    self.wrong("out of order")
            case S.SENT if not arrived:
                self.wrong("lie: sent, and nothing arrived")
            case S.CONFIRMED if not self._is_proven(after):
                self.wrong("lie: confirmed by nothing")
            case S.CANCELLED | S.FAILED if arrived:
                self.wrong(f"lie: {after.state} and sent")
            case _:
                return

    def _is_proven(self, reply: Reply) -> bool:
        """A chat shows each message once; an answer slot shows words, not whose they are.

        What answers an example is proved by nothing, and says so.
        """
        if reply.simulated:
            return self.is_example and reply.trail[-1].detail == "simulated"
        arrived = sum(one.text == reply.text for one in self.arrivals)
        same = [one for one in self.replies.values() if one.text == reply.text]
        claimed = sum(one.state is S.CONFIRMED for one in same)
        return arrived >= (claimed if self.channel is Channel.CHAT else 1)

    # --- WB

    def see_call(self) -> None:
        """WB was asked for something."""
        if self.is_example:
            self.wrong("WB was asked about an example")

    def begin_sending(self, sender: str, outgoing: Outgoing) -> Sending:
        """A request leaves; whatever freezes now, its claim is the one that was held."""
        reply = self._reply_of(sender)
        if self.is_example:
            self.wrong("an example's reply sent to WB")
        if outgoing.text != reply.text or not outgoing.text:
            self.wrong("another text")
        now = self.engine.now
        self.first_sending = self.first_sending or now
        answered = self.answered_at if reply.kind is ReplyKind.ANSWER else None
        if answered is not None and now > answered + LOOK_BEFORE_SENDING:
            self.wrong("overwrote an answer that could be seen")
        paused = self._paused_since
        if paused is not None and self.engine.running_since >= paused:
            self.wrong("sent while paused")
        claimed = self._claims[reply.attempt]
        if now - claimed > WAKES_WITHIN:
            self.wrong("sent by somebody who had slept on a claim")
        return Sending(reply.id, reply.attempt, claimed, now, outgoing.text, reply.kind)

    def _reply_of(self, sender: str) -> Reply:
        """Runs are named for their reply; what is played without one has a single sending."""
        sending = [one.id for one in self.replies.values() if one.state is S.SENDING]
        return self.replies[ReplyId(sender.rsplit(maxsplit=1)[-1]) if sender else sending[0]]

    def see_arrival(self, sending: Sending) -> None:
        """WB takes words; a second time for one approval is a duplicate."""
        reply = self.replies.get(sending.reply)
        if reply is not None and reply.state in (S.CANCELLED, S.FAILED):
            self.wrong(f"sent though {reply.state}")
        for one in self.arrivals:
            if one.reply == sending.reply:
                self._see_second(one, sending)
        self.arrivals.append(sending)
        if sum(one.kind is ReplyKind.EDIT for one in self.arrivals) > 1:
            self.wrong("the one edit spent twice")

    def _see_second(self, first: Sending, second: Sending) -> None:
        """Only a review has one slot, and only a quiet period lets its words go out again."""
        apart = abs(second.claimed - first.claimed)
        skew = 0.0 if self.engine.is_scripted else 2 * self.engine.odds.most_skew
        quiet = QUIET_SECONDS - skew
        is_answer = second.kind is ReplyKind.ANSWER
        if self.channel is Channel.REVIEW and is_answer and apart >= quiet:
            self.rewritten += 1
        else:
            self.wrong("duplicate")

    # --- what people hear

    def hear_yes(self, reply: Reply) -> None:
        if reply.id not in self.replies:
            self.wrong("told yes, and nothing is stored")

    def hear_cancelled(self, reply: ReplyId) -> None:
        if self.replies[reply].state is not S.CANCELLED:
            self.wrong("told cancelled, and it is not")

    def hear_refusal(self, refusal: ReplyRefused) -> None:
        """Whoever loses is told who won."""
        named = refusal.reply is None or refusal.reply in self.replies
        in_flight = refusal.code is RefusalCode.IN_FLIGHT and refusal.reply is None
        if not named or in_flight:
            self.wrong(f"refused by {refusal.code} without a winner")
