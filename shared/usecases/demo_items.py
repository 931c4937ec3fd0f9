"""Put examples into an inbox that has no cabinet behind it, and take them away again."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from shared.domain.accounts.account import Seller
from shared.domain.composing import ComposerWords
from shared.domain.demo.items import make_arrival, make_cards
from shared.domain.demo.state import DEMO_KEY, Demo
from shared.domain.demo.texts import CARDS, EXAMPLES
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import AlreadyExists, Conflict, NotFound, RetryLater, Stale
from shared.domain.events import Event, EventKind
from shared.domain.ids import InteractionId, SellerId, hash_key
from shared.domain.interaction import Interaction, Message
from shared.domain.products.card import Card
from shared.domain.replies.reply import Reply
from shared.domain.settings import SellerSettings
from shared.domain.sync.arrivals import new_interaction
from shared.ports import (
    Clock,
    Create,
    Delete,
    Order,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Where,
    Write,
)
from shared.usecases.move_item import summary_writes
from shared.usecases.read_settings import read_settings
from shared.usecases.rebuild_search import open_index
from shared.usecases.report_quality import repair_summary
from shared.usecases.understand_item import Reader

_TRIES = 6
# What one commit of the store may hold beside a few other writes.
PAGE = 200


class CabinetKnown(Conflict):
    """The account has or had a cabinet: examples must not mix with its items."""


def is_demo(seller: SellerId, *, stores: Stores) -> bool:
    """Whether examples lie in the inbox."""
    stored = stores.of_seller(seller).get(Demo, DEMO_KEY)
    return stored is not None and stored.value.is_on


def seed_demo(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    """Store the examples and say how many are new; those that are there are left as they are."""
    store = stores.of_seller(seller)
    open_index(seller, stores=stores)
    for _ in range(_TRIES):
        stored = store.get(Demo, DEMO_KEY)
        # Read after the mark: whoever connects meanwhile writes the mark, and the commit fails.
        _require_bare(seller, stores)
        if stored is not None and stored.value.is_on:
            _queue_drafts(seller, stored.value, store, queue)
            return 0
        with suppress(AlreadyExists, Stale):
            demo = _commit(store, stored, clock)
            _queue_drafts(seller, demo, store, queue)
            return len(demo.items)
    raise RetryLater("others keep writing the mark of examples first")


def clear_demo(seller: SellerId, *, stores: Stores, clock: Clock) -> int:
    """Take the examples away with all that was made of them; safe to repeat after any crash."""
    store = stores.of_seller(seller)
    for _ in range(_TRIES):
        stored = store.get(Demo, DEMO_KEY)
        if stored is None or not stored.value.is_on:
            return 0
        with suppress(Stale):
            _take_items(store, stored, clock.now())
            break
    else:
        raise RetryLater("others keep writing the mark of examples first")
    for name in stored.value.items:
        _take_leftovers(store, name)
    store.commit([Delete(Card, (str(nm_id),)) for nm_id in CARDS])
    repair_summary(store)
    store.commit([Put(Demo(changed_at=clock.now()))])
    return len(stored.value.items)


def end_demo(seller: SellerId, *, stores: Stores, clock: Clock) -> None:
    """Clear what is there, and let nothing in that is just being stored: a cabinet has come."""
    store = stores.of_seller(seller)
    for _ in range(_TRIES):
        stored = store.get(Demo, DEMO_KEY)
        now = clock.now()
        items = stored.value.items if stored else ()
        mark = Demo(items=items, changed_at=now)
        with suppress(AlreadyExists, Stale):
            store.commit([Put(mark, version=stored.version) if stored else Create(mark)])
            clear_demo(seller, stores=stores, clock=clock)
            return
    raise RetryLater("others keep writing the mark of examples first")


def _require_bare(seller: SellerId, stores: Stores) -> None:
    profile = stores.shared().get(Seller, seller)
    if profile is None:
        raise NotFound("the account is gone")
    if profile.value.cabinet or profile.value.connection is not None:
        raise CabinetKnown("examples are for accounts without a cabinet")


def _commit(store: Store, stored: Stored[Demo] | None, clock: Clock) -> Demo:
    now, settings = clock.now(), read_settings(store)
    items, messages = _make_items(now, settings, clock)
    mark = Demo(items=tuple(item.id for item in items), changed_at=now)
    store.commit(
        [
            Put(mark, version=stored.version) if stored else Create(mark),
            *(Create(item) for item in items),
            *(Create(message) for message in messages),
            *(Put(card) for card in make_cards(now)),
            *summary_writes([(None, item) for item in items]),
        ]
    )
    return mark


def _make_items(
    now: datetime, settings: SellerSettings, clock: Clock
) -> tuple[list[Interaction], list[Message]]:
    read = Reader(clock=clock).read
    keeps = settings.store_buyer_names
    arrivals = [make_arrival(example, now, keeps_names=keeps) for example in EXAMPLES]
    items = [new_interaction(arrival, settings, now, read) for arrival in arrivals]
    return items, [message for arrival in arrivals for message in arrival.messages]


def _queue_drafts(seller: SellerId, demo: Demo, store: Store, queue: TaskQueue) -> None:
    """Suggestions for what waits; without one of them the seller's own look asks for it."""
    found = store.get_many(Interaction, list(demo.items))
    for stored in found.values():
        item = stored.value
        if item.queue.needs_response and item.ai.draft is None:
            payload = {"seller": seller, "interaction": item.id}
            key = f"demo:{seller}:{item.id}:{basis_of(item)}:{demo.changed_at.isoformat()}"
            with suppress(RetryLater):
                queue.enqueue("draft", payload, key=key)


def _take_items(store: Store, stored: Stored[Demo], now: datetime) -> None:
    """Items first: without them nobody can add a reply, a draft or a message any more."""
    found = store.get_many(Interaction, list(stored.value.items))
    mark = Demo(items=stored.value.items, changed_at=now)
    store.commit(
        [
            Put(mark, version=stored.version),
            *(Delete(Interaction, (name,)) for name in found),
            *summary_writes([(one.value, None) for one in found.values()]),
        ]
    )


def _take_leftovers(store: Store, item: InteractionId) -> None:
    for below in (Message, Draft):
        while found := store.find(Query(kind=below, within=(item,), limit=PAGE)):
            store.commit([Delete(below, one.key) for one in found])
    while replies := store.find(_replies_of(item)):
        store.commit(list(_forget_replies(one.value for one in replies)))
    store.commit([Delete(ComposerWords, (item,))])


def _replies_of(item: InteractionId) -> Query[Reply]:
    return Query(
        kind=Reply,
        where=(Where("interaction", "==", item),),
        order=(Order("approved_at", descending=True),),
        limit=PAGE // (1 + len(EventKind)),
    )


def _forget_replies(replies: Iterable[Reply]) -> Iterable[Write]:
    for reply in replies:
        yield Delete(Reply, (reply.id,))
        yield from (Delete(Event, (hash_key("event", kind, reply.id),)) for kind in EventKind)
