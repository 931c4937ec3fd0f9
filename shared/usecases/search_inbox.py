"""Find words in a list by reading it from its beginning, a bounded part at a time."""

from shared.domain.ids import SellerId
from shared.domain.intent import fold_words
from shared.domain.interaction import Interaction
from shared.domain.places import InboxFilter
from shared.ports import Clock, Stores
from shared.usecases.read_inbox import InboxPage, Position, position_of, read_inbox

# One page of answers looks at this many items at most; its cursor goes on from there.
MOST_READ = 500
_PART = 100
_MOST_WORDS = 8


def words_of(query: str) -> tuple[str, ...]:
    """The words that all have to occur; more than a few narrow nothing further."""
    return tuple(fold_words(query).split()[:_MOST_WORDS])


def search_inbox(
    seller: SellerId,
    wanted: InboxFilter,
    *,
    words: tuple[str, ...],
    limit: int,
    after: Position | None,
    stores: Stores,
    clock: Clock,
) -> InboxPage:
    """Read on until a page is full or enough was read; a short page may still have a next one."""
    found: list[Interaction] = []
    for _ in range(MOST_READ // _PART):
        part = read_inbox(seller, wanted, limit=_PART, after=after, stores=stores, clock=clock)
        for item in part.items:
            if len(found) == limit:
                return InboxPage(items=tuple(found), next_after=after)
            if has_words(item, words):
                found.append(item)
            after = position_of(wanted, item)
        if part.next_after is None:
            return InboxPage(items=tuple(found), next_after=None)
    return InboxPage(items=tuple(found), next_after=after)


def has_words(item: Interaction, words: tuple[str, ...]) -> bool:
    """Whether every word occurs in what the buyer wrote, their name, or the product's."""
    source, product = item.source, item.source.product
    said = (source.text, source.pros, source.cons, *source.tags, source.buyer_name)
    sold = (product.name, product.brand, product.article, str(product.nm_id))
    last = (source.chat.last_text,) if source.chat else ()
    text = fold_words(" ".join((*sold, *last, *said)))
    return all(word in text for word in words)
