"""What dispatch acts through for one seller, and the few things it does again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.account import TokenKind
from shared.domain.budget import Ask, Grant, Purpose
from shared.domain.errors import AccessDenied, Denial, RateLimited, Rejected
from shared.domain.ids import SellerId
from shared.domain.reply import Reply
from shared.domain.sync import CATEGORY_OF
from shared.ports import Clock, Ids, Marketplace, Marketplaces, Store, TaskQueue, Vault
from shared.usecases.reserve_calls import block_calls, reserve_calls
from shared.usecases.settle_reply import enqueue_dispatch, queue_dispatch, settle_reply


@dataclass(frozen=True, slots=True)
class OpenCabinet:
    """A cabinet and whose rate limits hold for its token."""

    marketplace: Marketplace
    kind: TokenKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One seller's documents, cabinet and clock."""

    seller: SellerId
    store: Store
    marketplaces: Marketplaces
    vault: Vault
    queue: TaskQueue
    clock: Clock
    ids: Ids

    def open_cabinet(self) -> OpenCabinet:
        """Open WB with the seller's token; AccessDenied when there is none that can be read."""
        try:
            token = self.vault.open(self.seller) or ""
            kind = self.marketplaces.read_token(token).kind
        except Rejected as error:
            raise AccessDenied(Denial.TOKEN) from error
        return OpenCabinet(self.marketplaces.open(token), kind)

    def reserve(
        self, reply: Reply, kind: TokenKind, calls: int, least: int, within: timedelta
    ) -> Grant:
        """Reserve calls ahead of the sync."""
        owner = f"reply-{reply.id}-{self.clock.now().isoformat()}"
        ask = Ask(owner=owner, calls=calls, least=least, within=within, purpose=Purpose.REPLY)
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

    def come_back(self, reply: Reply, delay: timedelta) -> None:
        """Try the same step later; nothing is written, the sweep stands behind the task."""
        now = self.clock.now()
        # Each early or hindered delivery makes one successor, so the moment names it.
        key = f"dispatch-{reply.id}-{_stamp(reply.due_at)}-again-{_stamp(now)}"
        enqueue_dispatch(self.queue, self.seller, reply.id, key=key, delay=delay)


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
