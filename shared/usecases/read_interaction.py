"""Everything that the conversation and its context panel show, in a handful of reads."""

from datetime import datetime

from shared.domain.claims import Claim, OrderClaims, order_claims_id
from shared.domain.composing import ComposerWords
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import NotFound
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Channel, Interaction, Link, Message
from shared.domain.linking.customers import CustomerProfile, describe_buyer
from shared.domain.linking.exact import buyer_of, with_orders
from shared.domain.linking.keys import chat_order
from shared.domain.products.card import Card
from shared.domain.replies.reply import Reply
from shared.ports import Order, Query, Store, Stores
from shared.usecases.newest_replies import newest_replies

FIRST_MESSAGES = 50
MOST_LINKS = 10

Position = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Messages, oldest first; `next_after` leads to older ones."""

    messages: tuple[Message, ...]
    next_after: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One item with what belongs to it; `messages` is None but for chats.

    `replies` are those that an edit of the published answer has to reckon with.
    """

    item: Interaction
    draft: Draft | None
    reply: Reply | None
    replies: tuple[Reply, ...]
    links: tuple[tuple[Link, Interaction], ...]
    card: Card | None
    customer: CustomerProfile | None
    messages: MessagePage | None
    claims: tuple[Claim, ...] = ()
    words: ComposerWords | None = None


def read_interaction(
    seller: SellerId, interaction: InteractionId, *, stores: Stores
) -> Conversation:
    """Read one item of this seller; anybody else's is NotFound, as if it did not exist."""
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    return Conversation(
        item=item,
        draft=_read_draft(store, item),
        reply=_read_reply(store, item),
        replies=_read_replies(store, item),
        links=_read_links(store, item),
        card=_read_card(store, item),
        customer=_read_customer(store, item),
        messages=_first_messages(store, item),
        claims=_read_claims(store, item),
        words=_read_words(store, item),
    )


def read_messages(
    seller: SellerId,
    interaction: InteractionId,
    *,
    limit: int,
    after: Position | None,
    stores: Stores,
) -> MessagePage:
    """Read a page of a chat, the newest page first."""
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    return _page_of(store, item, limit, after)


def find_item(store: Store, interaction: InteractionId) -> Interaction:
    """Read one item or raise NotFound."""
    stored = store.get(Interaction, interaction)
    if stored is None:
        raise NotFound("no such interaction")
    return stored.value


def _page_of(store: Store, item: Interaction, limit: int, after: Position | None) -> MessagePage:
    query = Query(
        kind=Message,
        within=(item.id,),
        order=(Order("sent_at", descending=True),),
        limit=limit + 1,
        after=after or (),
    )
    found = [stored.value for stored in store.find(query)]
    page = found[:limit]
    more = len(found) > limit
    return MessagePage(
        messages=tuple(reversed(page)),
        next_after=(page[-1].sent_at, page[-1].id) if more else None,
    )


def _first_messages(store: Store, item: Interaction) -> MessagePage | None:
    if item.channel is not Channel.CHAT:
        return None
    return _page_of(store, item, FIRST_MESSAGES, None)


def _read_draft(store: Store, item: Interaction) -> Draft | None:
    if item.ai.draft is None or item.ai.draft.basis != basis_of(item):
        return None
    stored = store.get(Draft, item.id, item.ai.draft.id)
    return stored.value if stored else None


def _read_words(store: Store, item: Interaction) -> ComposerWords | None:
    stored = store.get(ComposerWords, item.id)
    return stored.value if stored else None


def _read_reply(store: Store, item: Interaction) -> Reply | None:
    if item.work.reply is None:
        return None
    stored = store.get(Reply, item.work.reply.id)
    return stored.value if stored else None


def _read_replies(store: Store, item: Interaction) -> tuple[Reply, ...]:
    return tuple(newest_replies(store, item.id)) if item.source.answer else ()


def _read_links(store: Store, item: Interaction) -> tuple[tuple[Link, Interaction], ...]:
    links = item.links[:MOST_LINKS]
    if not links:
        return ()
    others = store.get_many(Interaction, [link.other for link in links])
    return tuple((link, others[link.other].value) for link in links if link.other in others)


def _read_claims(store: Store, item: Interaction) -> tuple[Claim, ...]:
    """A chat and a claim about the same order name it by the same key."""
    order_key = chat_order(item)
    stored = store.get(OrderClaims, order_claims_id(order_key)) if order_key else None
    return stored.value.claims if stored else ()


def _read_customer(store: Store, item: Interaction) -> CustomerProfile | None:
    """Only a buyer whom a hard key names; of a new chat, what the chat itself shows."""
    buyer = buyer_of(item)
    if not buyer:
        return None
    stored = store.get(CustomerProfile, buyer)
    if stored is not None:
        return stored.value
    return None if item.buyer else describe_buyer(buyer, with_orders([item], {}))


def _read_card(store: Store, item: Interaction) -> Card | None:
    stored = store.get(Card, str(item.source.product.nm_id))
    return stored.value if stored else None
