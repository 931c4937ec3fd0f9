"""What dispatch acts through for one seller, and the few things it does again and again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil
from zlib import crc32

from shared.domain.accounts.account import Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, Denial, RateLimited, RetryLater
from shared.domain.ids import ReplyId, SellerId
from shared.domain.replies.dispatch import resume_blocked
from shared.domain.replies.quiet import QUIET_PERIOD
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import ReplyState
from shared.domain.replies.switch import RUNNING, Switch
from shared.domain.sync.budget import Ask, Grant, Purpose
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CATEGORY_OF
from shared.ports import Clock, Files, Ids, Marketplaces, Store, TaskQueue, Vault
from shared.usecases.crash_points import Reach, pass_on
from shared.usecases.open_cabinet import OpenCabinet, open_cabinet
from shared.usecases.reserve_calls import block_calls, reserve_calls
from shared.usecases.settle_reply import enqueue_dispatch, queue_dispatch, settle_reply

# A worker whose clock is late by less does not name the moment at which it was called.
SHORTEST = timedelta(seconds=1)
FINE_WITHIN = timedelta(seconds=5)
# Who blocked a reply may have had a fast clock.
CLOCKS_DIFFER = timedelta(minutes=5)


ReportDouble = Callable[[ReplyId], None]


def tell_nobody(reply: ReplyId) -> None:
    """What a double is told to where nobody listens."""


@dataclass(frozen=True, slots=True)
class Denied:
    """WB's refusal of a key, and when the connection began that the key belongs to."""

    denial: Denial
    connected_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One seller's documents, cabinet and clock."""

    seller: SellerId
    shared: Store
    store: Store
    marketplaces: Marketplaces
    vault: Vault
    queue: TaskQueue
    clock: Clock
    ids: Ids
    files: Files
    quiet: timedelta = QUIET_PERIOD
    reach: Reach = pass_on
    switch: Switch = RUNNING
    report_double: ReportDouble = tell_nobody

    def connected_at(self) -> datetime | None:
        """When today's connection began; read before its token, it is never too new."""
        profile = self.shared.get(Seller, self.seller)
        connection = profile.value.connection if profile else None
        return connection.connected_at if connection else None

    def open_cabinet(self) -> OpenCabinet:
        """Open WB with the seller's token; AccessDenied when there is none that can be read."""
        opened = open_cabinet(
            self.seller, marketplaces=self.marketplaces, vault=self.vault, clock=self.clock
        )
        if opened is None:
            raise AccessDenied(Denial.TOKEN)
        return opened

    def reserve(
        self,
        reply: Reply,
        kind: TokenKind,
        calls: int,
        least: int,
        within: timedelta,
        purpose: Purpose = Purpose.REPLY,
    ) -> Grant:
        """Reserve calls ahead of the sync."""
        owner = f"reply-{reply.id}-{self.clock.now().isoformat()}"
        ask = Ask(owner=owner, calls=calls, least=least, within=within, purpose=purpose)
        category = CATEGORY_OF[reply.channel]
        return reserve_calls(category, kind, ask, store=self.store, clock=self.clock)

    def note_limit(self, reply: Reply, kind: TokenKind, retry_after: float) -> timedelta:
        """WB asked for a pause: it holds for everybody who calls for this seller."""
        category = CATEGORY_OF[reply.channel]
        try:
            return block_calls(category, kind, retry_after, store=self.store, clock=self.clock)
        except RateLimited as busy:
            return timedelta(seconds=max(retry_after, busy.retry_after))

    def settle(self, reply: Reply, decide: Callable[[Reply], Reply | None]) -> Reply:
        """Write what a decision makes of the reply, and ask for its next step."""
        after = settle_reply(self.store, reply.id, decide, clock=self.clock)
        queue_dispatch(self.queue, self.seller, after, self.clock.now())
        return after

    def settle_denied(
        self,
        reply: Reply,
        connected_at: datetime | None,
        decide: Callable[[Reply], Reply | None],
    ) -> Reply:
        """Block by a refusal, unless the seller has connected anew since the key was read.

        Who connects resumes what is blocked by then: the second look finds what came too late.
        """
        if self.connected_at() != connected_at:
            self.come_back(reply, SHORTEST)
            return reply
        return self.release(self.settle(reply, decide), connected_at)

    def release(self, reply: Reply, connected_at: datetime | None) -> Reply:
        """Resume a reply that an older connection's refusal has blocked."""
        if reply.state is not ReplyState.BLOCKED or self.connected_at() == connected_at:
            return reply
        now = self.clock.now()
        return self.settle(reply, lambda current: resume_blocked(current, now))

    def release_late(self, reply: Reply) -> Reply:
        """Resume what was blocked by an older key, whoever died before he could see that."""
        connected_at, blocked_at = self.connected_at(), reply.trail[-1].at
        if connected_at is None or connected_at <= blocked_at - CLOCKS_DIFFER:
            return reply
        return self.settle(reply, partial(resume_blocked, now=self.clock.now()))

    def ask_chats(self, reply: Reply, asked: str, delay: timedelta = timedelta(0)) -> None:
        """Ask for what the chats say, once for each occasion; else the planned sync tells it."""
        key = f"sync-{self.seller}-chat-for-{reply.id}-{asked}"
        body = {"seller": self.seller, "category": Category.CHAT.value}
        with suppress(RetryLater):
            self.queue.enqueue("sync", body, key=key, delay=delay)

    def come_back(self, reply: Reply, delay: timedelta) -> None:
        """Try the same step later; nothing is written, the sweep stands behind the task."""
        self._return_at(reply, next_slot(reply.id, self.clock.now(), delay))

    def come_when_due(self, reply: Reply, due_at: datetime) -> None:
        """Take the step when it is time for it, to the second."""
        soonest = self.clock.now() + SHORTEST
        self._return_at(reply, ceil_moment(max(due_at, soonest), 1))

    def _return_at(self, reply: Reply, moment: datetime) -> None:
        """Whoever wants this reply to be tried at this moment shares one task.

        A near one may be the moment of this very task, called too early by this clock.
        """
        now = self.clock.now()
        while not self._queue_at(reply, moment, now) and moment - now < FINE_WITHIN:
            moment += SHORTEST

    def _queue_at(self, reply: Reply, moment: datetime, now: datetime) -> bool:
        key = f"dispatch-{reply.id}-at-{int(moment.timestamp())}"
        return enqueue_dispatch(self.queue, self.seller, reply.id, key=key, delay=moment - now)


def next_slot(reply: ReplyId, now: datetime, delay: timedelta) -> datetime:
    """The first moment on a reply's own grid that is not before `now + delay`.

    The longer the delay, the wider the grid: chains of tasks that differ by less meet in one slot.
    """
    wanted = max(delay, SHORTEST)
    step = 1
    while wanted > FINE_WITHIN and timedelta(seconds=step) < wanted:
        step *= 2
    # Replies that were hindered together do not all come back in the same second.
    return ceil_moment(now + wanted, step, crc32(reply.encode()) % step)


def ceil_moment(moment: datetime, step: int, phase: int = 0) -> datetime:
    """The next moment whose Unix time is `phase` more than a multiple of `step` seconds."""
    slots = ceil((moment.timestamp() - phase) / step)
    return datetime.fromtimestamp(slots * step + phase, UTC)
