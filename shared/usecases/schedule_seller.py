"""Keep the plan of who is polled when: one small document for many sellers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import AlreadyExists, RetryLater, Stale
from shared.domain.ids import SellerId, shard_of
from shared.domain.sync.category import Category
from shared.domain.sync.due import SellerDue, Shard
from shared.domain.sync.pace import NOTE_ACTIVE_EVERY, NOTE_OPEN_EVERY, due_at, set_due
from shared.ports import Clock, Create, Put, Store, Stores

_MOST_TRIES = 8
Sellers = dict[str, SellerDue]


def schedule_seller(seller: SellerId, facts: TokenFacts, *, stores: Stores, clock: Clock) -> None:
    """Poll what a newly connected token may read, from now on."""
    now = clock.now()

    def schedule(sellers: Sellers) -> Sellers:
        due = replace(
            sellers.get(seller, SellerDue()),
            feedbacks_at=now if facts.feedbacks else None,
            chat_at=now if facts.chats else None,
            slow=facts.kind is TokenKind.BASE,
        )
        return sellers | {seller: due}

    edit_shard(stores.shared(), shard_of(seller), schedule)


def resume_polling(seller: SellerId, facts: TokenFacts, *, stores: Stores, clock: Clock) -> None:
    """Poll again whatever may be read and is not planned; what is planned keeps its time."""
    now = clock.now()

    def resume(sellers: Sellers) -> Sellers:
        return sellers | {seller: resume_due(sellers.get(seller), facts, now)}

    edit_shard(stores.shared(), shard_of(seller), resume)


def resume_due(due: SellerDue | None, facts: TokenFacts, now: datetime) -> SellerDue:
    """The plan for a token that is read on."""
    due = replace(due or SellerDue(), slow=facts.kind is TokenKind.BASE)
    if facts.feedbacks:
        due = replace(due, feedbacks_at=due.feedbacks_at or now)
    if facts.chats:
        due = replace(due, chat_at=due.chat_at or now)
    return due


def unschedule_seller(seller: SellerId, *, stores: Stores) -> None:
    """Stop all polling of a seller who has no cabinet."""

    def leave_out(sellers: Sellers) -> Sellers:
        return {name: due for name, due in sellers.items() if name != seller}

    edit_shard(stores.shared(), shard_of(seller), leave_out)


def note_open_inbox(seller: SellerId, *, stores: Stores, clock: Clock) -> None:
    """Somebody looks at the inbox: poll soon and often; written every ten minutes at most."""
    now = clock.now()

    def note(sellers: Sellers) -> Sellers:
        due = sellers.get(seller)
        if due is None or (due.open_at is not None and now - due.open_at < NOTE_OPEN_EVERY):
            return sellers
        return sellers | {seller: replace(_pull_forward(due, now), open_at=now)}

    edit_shard(stores.shared(), shard_of(seller), note)


def note_activity(seller: SellerId, *, stores: Stores, clock: Clock) -> None:
    """Buyers are writing: poll often for a while; written every ten minutes at most."""
    now = clock.now()

    def note(sellers: Sellers) -> Sellers:
        due = sellers.get(seller)
        if due is None or (due.active_at is not None and now - due.active_at < NOTE_ACTIVE_EVERY):
            return sellers
        return sellers | {seller: replace(due, active_at=now)}

    edit_shard(stores.shared(), shard_of(seller), note)


def edit_shard(shared: Store, number: int, change: Callable[[Sellers], Sellers]) -> None:
    """Read, decide, write if nobody else has; nothing is written when nothing changes."""
    for _ in range(_MOST_TRIES):
        stored = shared.get(Shard, str(number))
        before = stored.value if stored else Shard(number=number)
        after = replace(before, sellers=change(before.sellers))
        if after == before:
            return
        try:
            shared.commit([Put(after, version=stored.version) if stored else Create(after)])
        except (AlreadyExists, Stale):
            continue
        return
    raise RetryLater("others keep writing this shard first")


def _pull_forward(due: SellerDue, now: datetime) -> SellerDue:
    """A slow token has no calls to spare for somebody who looks."""
    if due.slow:
        return due
    for category in Category:
        at = due_at(due, category)
        due = set_due(due, category, min(at, now) if at else None)
    return due
