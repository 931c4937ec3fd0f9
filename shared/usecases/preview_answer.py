"""What would happen to one text, were a buyer to write it now: nothing is stored or sent."""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.automatic.claims import claims_hold
from shared.domain.automatic.judging import judge_item
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.automatic.promo import choose_code, paragraph_of
from shared.domain.automatic.ruling import Facts, Outcome, Ruling
from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.checking import check_claims
from shared.domain.drafts.templates import write_template
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId, interaction_id
from shared.domain.interaction import (
    Channel,
    ChatTail,
    Interaction,
    Product,
    Sender,
    Source,
    Work,
)
from shared.domain.products.card import Card
from shared.domain.queue import queue_state
from shared.domain.replies.states import Author
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Understanding
from shared.ports import Clock, Embedder, Store, Stores
from shared.usecases.move_item import change_item
from shared.usecases.read_settings import read_settings
from shared.usecases.read_wall import read_wall
from shared.usecases.understand_item import Reader

_NAME = "preview"
_NO_WORK = Work()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text to be tried; without a `policy` the saved one counts."""

    text: str
    rating: int | None
    channel: Channel
    nm_id: int
    policy: AutoPolicy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The judgement of an item that is nowhere; `promo` is what would be offered beside it."""

    item: Interaction
    policy: AutoPolicy
    ruling: Ruling
    draft: str
    promo: str | None
    would_send: bool


def preview_answer(
    seller: SellerId,
    question: Question,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
    embedder: Embedder | None = None,
) -> Preview:
    """Judge as the pipeline does, sampling aside: which ones a person sees is no news here.

    Nobody has begun to answer what nobody has written, so that no half-written words hold it.
    """
    store, now = stores.of_seller(seller), clock.now()
    settings = read_settings(store)
    policy = question.policy or settings.auto
    item = _make_item(question, settings, Reader(clock=clock, embedder=embedder), now)
    card = store.get(Card, str(question.nm_id)) if question.nm_id else None
    signature = settings.signature or settings.shop_name
    text = write_template(item, card.value if card else None, signature)
    claims = check_claims(text, card.value if card else None, question.text)
    facts = _find_facts(store, item, settings, now, claims_hold(claims))
    ruling = judge_item(item, text, replace(policy, sample=0), facts, judge)
    code = choose_code(settings.promo_codes, item.channel, question.nm_id, facts.due_at)
    offers = policy.promo and (item.channel is Channel.CHAT or bool(ruling.code))
    return Preview(
        item=item,
        policy=policy,
        ruling=ruling,
        draft=text,
        promo=paragraph_of(code) if code and offers else None,
        would_send=settings.auto.is_live and ruling.outcome is Outcome.SEND,
    )


def _find_facts(
    store: Store,
    item: Interaction,
    settings: SellerSettings,
    now: datetime,
    holds: bool | None,  # noqa: FBT001 - three answers, none of them a mode
) -> Facts:
    """A text that nobody has written is newer than anything, and the day's first."""
    return Facts(
        due_at=now + settings.undo_of(Author.SYSTEM),
        connected_at=item.source.created_at - timedelta(days=1),
        sent_today=0,
        said=(),
        wall=read_wall(store, item.source.product.nm_id, item.id, now),
        checked=holds,
        codes=settings.promo_codes,
    )


def _make_item(
    question: Question, settings: SellerSettings, reader: Reader, now: datetime
) -> Interaction:
    """The text as it would arrive, and be read."""
    source, channel, bare = _make_source(question, now), question.channel, Understanding()
    item = Interaction(
        id=interaction_id(channel.value, _NAME),
        channel=channel,
        source=source,
        ai=bare,
        queue=queue_state(channel, source, bare, _NO_WORK, settings, now),
        occurred_at=now,
        changed_at=now,
    )
    reader.hear([item])
    return change_item(item, settings, now, ai=reader.read(channel, source, bare))


def _make_source(question: Question, now: datetime) -> Source:
    is_chat = question.channel is Channel.CHAT
    chat = ChatTail(
        last_text=question.text, last_sender=Sender.CLIENT, last_at=now, waiting_since=now
    )
    return Source(
        external_id=_NAME,
        created_at=now,
        observed_at=now,
        content_hash="",
        product=Product(nm_id=question.nm_id),
        rating=question.rating if question.channel is Channel.REVIEW else None,
        text="" if is_chat else question.text,
        chat=chat if is_chat else None,
    )
