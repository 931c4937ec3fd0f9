"""Turn one page of raw items into interactions, each once, and say who works on them next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import AlreadyExists, NotFound, Rejected, RetryLater, Stale, Unavailable
from shared.domain.ids import InteractionId, ReplyId, SellerId
from shared.domain.interaction import Interaction, Message
from shared.domain.linking.basis import link_basis
from shared.domain.linking.telling import guess_basis, tells_enough
from shared.domain.queue import is_in_flight
from shared.domain.replies.doubles import is_said_again
from shared.domain.search.index import index_item
from shared.domain.settings import SellerSettings
from shared.domain.sync.arrivals import (
    Arrival,
    Departure,
    changes_of,
    depart_source,
    is_forgotten,
    merge_source,
    new_interaction,
)
from shared.domain.sync.pages import Page, Quarantine, Refused
from shared.ports import (
    Adviser,
    Clock,
    Create,
    Delete,
    Embedder,
    ItemReader,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Write,
)
from shared.usecases.move_item import change_item, patch_item, summary_writes
from shared.usecases.read_label_versions import read_label_versions
from shared.usecases.read_page import PageReading, Piece, read_page, refuse_parcel
from shared.usecases.read_settings import read_settings
from shared.usecases.understand_item import Reader

_MOST_TRIES = 6
# The page itself, the rules that it is read by, and the counts of the whole inbox.
_PAGE_COSTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What one page came to, for the log; `repaired` items should have been stored before.

    `undated` counts dates that say something nobody can read, as of an answer. What is `doubled`
    was shown by a chat already, and is once more.
    """

    items: int = 0
    created: int = 0
    changed: int = 0
    repaired: int = 0
    messages: int = 0
    undated: int = 0
    refused: tuple[Refused, ...] = ()
    doubled: tuple[ReplyId, ...] = ()

    def costs(self, reads: int, writes: int) -> dict[str, int]:
        """Beside operations, their percentage of what such a page may cost.

        That is a read for each item, and a write for each piece of news.
        """
        news = self.created + self.changed + self.messages + len(self.refused)
        share = 100 * (reads + writes) / (_PAGE_COSTS + self.items + news)
        return {"reads": reads, "writes": writes, "bar_pct": round(share)}

    def facts(self) -> dict[str, str | int]:
        """Name what is worth a log line."""
        return {
            "items": self.items,
            "created": self.created,
            "changed": self.changed,
            "repaired": self.repaired,
            "messages": self.messages,
            "undated": self.undated,
            "quarantined": len(self.refused),
        }


@dataclass(slots=True)
class _Plan:
    """What a page writes, given what is stored: items before and after, and new messages."""

    moves: list[tuple[Stored[Interaction] | None, Interaction]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    items: dict[InteractionId, Interaction] = field(default_factory=dict)

    def writes(self) -> list[Write]:
        counted: list[tuple[Interaction | None, Interaction | None]] = [
            (before.value if before else None, after) for before, after in self.moves
        ]
        return [
            *(patch_item(old, new) if old else Create(new) for old, new in self.moves),
            *(Create(message) for message in self.messages),
            *summary_writes(counted),
        ]

    def doubled(self) -> Iterator[ReplyId]:
        """Replies that these messages repeat."""
        for message in self.messages:
            item = self.items.get(message.interaction)
            if item and item.work.reply and is_said_again(item.work.reply, message):
                yield ReplyId(item.work.reply.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Whose rules an item is judged by, when, and what its words mean."""

    settings: SellerSettings
    now: datetime
    reader: Reader

    def read_again(self, item: Interaction) -> Interaction:
        """An item that WB shows unchanged, once more is known of its words."""
        if not self.reader.knows_more(item):
            return item
        ai = self.reader.read(item.channel, item.source, item.ai)
        return item if ai == item.ai else change_item(item, self.settings, self.now, ai=ai)


def ingest_page(
    seller: SellerId,
    page_id: str,
    *,
    stores: Stores,
    item_reader: ItemReader,
    queue: TaskQueue,
    clock: Clock,
    embedder: Embedder | None = None,
    adviser: Adviser | None = None,
) -> IngestReport:
    """Create what is new, patch what is newer, leave the rest; a repeated page writes nothing.

    What follows is queued from the state that is stored, not from what this run wrote: a run
    that is cut off after its commit is made good by the next one.
    """
    store = stores.of_seller(seller)
    page = store.get(Page, page_id)
    if page is None:
        return IngestReport()
    reading = PageReading(
        page=page.value, store=store, item_reader=item_reader, settings=read_settings(store)
    )
    pieces = read_page(reading)
    reader = Reader(clock=clock, embedder=embedder, adviser=adviser)
    plans = list(_store_pieces(reading, pieces, clock, reader))
    refused = tuple(reading.refused)
    if page.value.retries and page.value.retries not in {one.id for one in refused}:
        store.commit([Delete(Quarantine, (page.value.retries,))])
    # In the order of their commits, so that the state stored last stands.
    items = {name: item for plan in plans for name, item in plan.items.items()}
    has_labels = _know_labels(reading, items.values())
    told = _told_labels(store, items.values()) if has_labels else {}
    for item in items.values():
        label = told.get(item.source.order.shk or 0, "")
        _queue_link(seller, item, queue, has_labels=has_labels, label=label)
        _queue_draft(seller, item, queue, reading.settings)
    if reader.left:
        key = f"ingest:{seller}:{page_id}:{reader.left}"
        queue.enqueue("ingest", {"seller": seller, "page": page_id}, key=key)
    moves = [move for plan in plans for move in plan.moves]
    created = sum(before is None for before, _ in moves)
    return IngestReport(
        items=len(pieces),
        created=created,
        changed=len(moves) - created,
        repaired=len(moves) if page.value.compares else 0,
        messages=sum(len(plan.messages) for plan in plans),
        undated=sum(piece.undated for piece in pieces),
        refused=refused,
        doubled=tuple(reply for plan in plans for reply in plan.doubled()),
    )


def _know_labels(reading: PageReading, items: Iterable[Interaction]) -> bool:
    """Read once more after the commit: labels told in between have not found these reviews."""
    knows = reading.settings.order_labels
    if knows or all(item.source.order.shk is None for item in items):
        return knows
    return read_settings(reading.store).order_labels


def _store_pieces(
    reading: PageReading, pieces: Sequence[Piece], clock: Clock, reader: Reader
) -> Iterator[_Plan]:
    """All at once; what the store refuses is looked for half by half and put aside alone."""
    if not pieces:
        return
    arrivals = [piece.arrival for piece in pieces]
    try:
        yield _commit(
            arrivals, store=reading.store, settings=reading.settings, clock=clock, reader=reader
        )
    except Rejected as refusal:
        reason = str(refusal)
    else:
        return
    if len(pieces) == 1:
        left = refuse_parcel(reading, pieces[0].parcel, reason)
        yield from _store_pieces(reading, left, clock, reader)
        return
    middle = len(pieces) // 2
    yield from _store_pieces(reading, pieces[:middle], clock, reader)
    yield from _store_pieces(reading, pieces[middle:], clock, reader)


def _commit(
    arrivals: Sequence[Arrival | Departure],
    *,
    store: Store,
    settings: SellerSettings,
    clock: Clock,
    reader: Reader,
) -> _Plan:
    """Everything in one commit; when somebody was faster, look again and write what is left.

    A commit whose answer was lost may have been applied: looking again shows that too.
    """
    said = {one.id: one for arrival in arrivals for one in arrival.messages}
    trouble: Exception | None = None
    for _ in range(_MOST_TRIES):
        stored = _read_stored(arrivals, store)
        judge = _Judge(settings=settings, now=clock.now(), reader=reader)
        plan = _plan(arrivals, said.values(), stored, judge)
        if reader.learn(plan.items.values()):
            plan = _plan(arrivals, said.values(), stored, judge)
        if not plan.moves and not plan.messages:
            return plan
        try:
            store.commit(plan.writes())
        except AlreadyExists:
            said = _unsaid(said.values(), store)
        except (Stale, NotFound):
            continue
        except Unavailable as down:
            trouble = down
            said = _unsaid(said.values(), store)
        else:
            return plan
    raise trouble or RetryLater("others keep writing these items first")


def _read_stored(
    arrivals: Sequence[Arrival | Departure], store: Store
) -> dict[str, Stored[Interaction]]:
    names = dict.fromkeys(arrival.interaction for arrival in arrivals)
    return store.get_many(Interaction, list(names))


def _plan(
    arrivals: Sequence[Arrival | Departure],
    messages: Iterable[Message],
    stored: Mapping[str, Stored[Interaction]],
    judge: _Judge,
) -> _Plan:
    plan = _Plan(messages=list(messages))
    for arrival in arrivals:
        before = plan.items.get(arrival.interaction)
        if before is None and arrival.interaction in stored:
            before = stored[arrival.interaction].value
        after = _arrive(before, arrival, judge)
        if after is not None:
            plan.items[arrival.interaction] = after
    for name, arrived in plan.items.items():
        old = stored.get(name)
        item = judge.read_again(arrived) if old and old.value == arrived else arrived
        plan.items[name] = item
        if old is None or old.value != item:
            plan.moves.append((old, item))
    return plan


def _arrive(
    before: Interaction | None,
    arrival: Arrival | Departure,
    judge: _Judge,
) -> Interaction | None:
    """The item after what was read of it; what is gone before it was stored is nothing."""
    if isinstance(arrival, Departure):
        source = depart_source(before.source, arrival) if before else None
    elif before is None and is_forgotten(arrival, judge.settings.forgotten_before):
        return None
    elif before is None:
        return new_interaction(arrival, judge.settings, judge.now, judge.reader.read)
    else:
        source = merge_source(before.source, arrival)
    if before is None:
        return None
    if source is None:
        # What was said long ago changes nothing but what the chat is found by.
        return index_item(before, arrival.messages) if arrival.messages else before
    said = arrival.messages
    changes = changes_of(before, source, judge.reader.read)
    return change_item(before, judge.settings, judge.now, said=said, **changes)


def _unsaid(messages: Iterable[Message], store: Store) -> dict[str, Message]:
    """Messages that are not stored; those that are were counted in the commit that stored them."""
    return {one.id: one for one in messages if store.get(Message, one.interaction, one.id) is None}


def _told_labels(store: Store, items: Iterable[Interaction]) -> dict[int, str]:
    shks = [item.source.order.shk for item in items if item.source.order.shk]
    return read_label_versions(store, shks) if shks else {}


def _queue_link(
    seller: SellerId, item: Interaction, queue: TaskQueue, *, has_labels: bool, label: str
) -> None:
    """Items with a proof of whose they are, and open ones that may be guessed at.

    What they add is part of the key.
    """
    proof = link_basis(item, has_labels=has_labels, label=label)
    basis = f"{proof}:said" if proof and tells_enough(item) else proof or guess_basis(item)
    if basis:
        payload = {"seller": seller, "interaction": item.id}
        queue.enqueue("link", payload, key=f"link:{seller}:{item.id}:{basis}")


def _queue_draft(
    seller: SellerId, item: Interaction, queue: TaskQueue, settings: SellerSettings
) -> None:
    """One draft for the words that wait; while a reply is on its way none is wanted.

    What the seller keeps from the system altogether gets a draft when somebody asks for one.
    """
    if not item.queue.needs_response or is_in_flight(item.work):
        return
    if settings.auto.keeps_out(item.channel, item.ai.intent.label):
        return
    basis = basis_of(item)
    if item.ai.draft is not None and item.ai.draft.basis == basis:
        return
    payload = {"seller": seller, "interaction": item.id}
    queue.enqueue("draft", payload, key=f"draft:{seller}:{item.id}:{basis}")
