"""Find items by words and facets: a bounded number of documents, however large the inbox is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction, Message
from shared.domain.places import BY_TARGET, InboxFilter, is_shown
from shared.domain.search.index import VERSION
from shared.domain.search.match import is_found
from shared.domain.search.plan import Lead, best_lead
from shared.domain.search.query import Search
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Clock, Order, Query, Store, Stores
from shared.usecases.list_query import list_query, terms_query
from shared.usecases.read_inbox import InboxPage, Position, position_of
from shared.usecases.read_settings import read_settings

# One page of answers looks at this many documents at most; its cursor goes on from there.
MOST_READ = 500
_PART = 100
_MOST_MESSAGES = 200
# So many hits are all read and put in the order of targets; of more, the list itself is read.
# Their count is a document too, and at least one chat among them can be heard.
MOST_SORTED = MOST_READ - _MOST_MESSAGES - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page of answers; until the index `is_ready`, a chat's older messages are not searched."""

    page: InboxPage
    is_ready: bool


@dataclass(slots=True)
class _Reader:
    """Reads documents and keeps count of them.

    `is_cut` when a list goes on behind what was read; `is_deaf` once a chat could not be heard.
    """

    store: Store
    limit: int
    read: int = 0
    is_cut: bool = False
    is_deaf: bool = False

    def follow(self, query: Query[Interaction], wanted: InboxFilter) -> Iterator[Interaction]:
        """Every item of a query, in growing parts, as long as anything may be read."""
        part = self.limit + 1
        while self.room > 0:
            part = min(part, self.room)
            found = self.store.find(replace(query, limit=part))
            self.read += len(found)
            yield from (stored.value for stored in found)
            if len(found) < part:
                return
            query = replace(query, after=position_of(wanted, found[-1].value))
            part = _PART
        self.is_cut = True

    def hear(self, item: Interaction) -> Iterator[str]:
        """What was said in a chat, the newest first; nothing where it may be too much to read."""
        if item.source.chat is None:
            return
        self.is_deaf |= self.room < _MOST_MESSAGES
        if self.is_deaf:
            return
        newest = Order("sent_at", descending=True)
        query = Query(kind=Message, within=(item.id,), order=(newest,), limit=_MOST_MESSAGES)
        for stored in self.store.find(query):
            self.read += 1
            yield stored.value.text

    @property
    def room(self) -> int:
        """How many documents may still be read for this page."""
        return MOST_READ - self.read


@dataclass(slots=True)
class _Hunt:
    """One search under way."""

    reader: _Reader
    wanted: InboxFilter
    is_hit: Callable[[Interaction], bool]
    limit: int
    found: list[Interaction] = field(default_factory=list)

    def walk(self, query: Query[Interaction], order: InboxFilter) -> InboxPage:
        """Keep what fits until the page is full or enough was read."""
        return self._keep(self.reader.follow(query, order), order)

    def sort(self, query: Query[Interaction], after: Position | None) -> InboxPage:
        """All that may be a hit in the order of a list that goes by targets."""
        read = self.reader.follow(query, InboxFilter())
        ranked = sorted(read, key=lambda item: position_of(self.wanted, item))
        rest = (item for item in ranked if after is None or position_of(self.wanted, item) > after)
        return self._keep(rest, self.wanted)

    def _keep(self, items: Iterable[Interaction], order: InboxFilter) -> InboxPage:
        """What cannot be judged any more on this page is the first thing of the next one."""
        last: Interaction | None = None
        for item in items:
            is_hit = len(self.found) < self.limit and self.is_hit(item)
            if len(self.found) == self.limit or self.reader.is_deaf:
                return self._page(order, last)
            if is_hit:
                self.found.append(item)
            last = item
        return self._page(order, last if self.reader.is_cut else None)

    def _page(self, order: InboxFilter, last: Interaction | None) -> InboxPage:
        next_after = position_of(order, last) if last else None
        return InboxPage(items=tuple(self.found), next_after=next_after)


def search_inbox(
    seller: SellerId,
    wanted: InboxFilter,
    search: Search,
    *,
    limit: int,
    after: Position | None,
    stores: Stores,
    clock: Clock,
) -> FoundPage:
    """One page; a short page may still have a next one."""
    store = stores.of_seller(seller)
    named = read_settings(store).store_buyer_names
    is_ready = _is_ready(store)
    now = clock.now()
    wanted = _in_period(wanted, search)
    reader = _Reader(store, limit)
    hunt = _Hunt(reader, wanted, _judge(wanted, search, reader, now, named=named), limit)
    lead = best_lead(search, wanted) if is_ready else None
    if search.nothing:
        page = InboxPage(items=(), next_after=None)
    elif lead is None:
        page = hunt.walk(_begin(list_query(wanted, now), after), wanted)
    elif wanted.place in BY_TARGET:
        page = _hunt_by_target(hunt, lead, after, now)
    else:
        page = hunt.walk(_begin(terms_query(lead.terms, wanted), after), wanted)
    return FoundPage(page=page, is_ready=is_ready)


def _hunt_by_target(hunt: _Hunt, lead: Lead, after: Position | None, now: datetime) -> InboxPage:
    query = terms_query(lead.terms, hunt.wanted)
    hits = hunt.reader.store.count(replace(query, limit=MOST_SORTED + 1))
    hunt.reader.read += 1
    if hits <= MOST_SORTED:
        return hunt.sort(query, after)
    return hunt.walk(_begin(list_query(hunt.wanted, now), after), hunt.wanted)


def _begin(query: Query[Interaction], after: Position | None) -> Query[Interaction]:
    return replace(query, after=after or ())


def _judge(
    wanted: InboxFilter, search: Search, reader: _Reader, now: datetime, *, named: bool
) -> Callable[[Interaction], bool]:
    def is_hit(item: Interaction) -> bool:
        shown = is_shown(item, wanted, now)
        return shown and is_found(item, search, named=named, more=reader.hear)

    return is_hit


def _in_period(wanted: InboxFilter, search: Search) -> InboxFilter:
    """The period of both; an index by time reads nothing outside of it."""
    since = [at for at in (wanted.since, search.since) if at is not None]
    until = [at for at in (wanted.until, search.until) if at is not None]
    return replace(wanted, since=max(since, default=None), until=min(until, default=None))


def _is_ready(store: Store) -> bool:
    stored = store.get(InboxSummary, SUMMARY_KEY)
    return stored is not None and stored.value.search_version >= VERSION
