"""What a writer of drafts is told beside the item: the answers on the card, and examples."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.drafts.brief import Brief, Example
from shared.domain.drafts.claims.published import list_published
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.earlier_answers import rank_answers
from shared.domain.drafts.variety import WALL
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.telling import words_of
from shared.domain.settings import SellerSettings
from shared.ports import Store
from shared.usecases.read_product import read_product

_MOST_READ = 30
_MOST_EXAMPLES = 3
_REACH = timedelta(days=365)


def gather_brief(
    store: Store, item: Interaction, settings: SellerSettings, now: datetime, said: str = ""
) -> Brief:
    """One query and the newest drafts of the card; nobody else's chat is looked into."""
    nm_id = item.source.product.nm_id
    near = read_product(store, nm_id, since=now - _REACH, until=now, most=_MOST_READ)
    others = [one for one in near.items if one.id != item.id]
    earlier = rank_answers(item, others, said)[:_MOST_EXAMPLES] if settings.ai.learns else ()
    return Brief(
        tone=settings.ai.tone,
        recent=_wall_of(store, item, others),
        earlier=tuple(Example(words=words_of(one.item), answer=one.text) for one in earlier),
        published=list_published(others, item),
        wish=item.ai.draft.wish if item.ai.draft else "",
        before=_before(store, item),
    )


def _before(store: Store, item: Interaction) -> str:
    """The draft that the seller wants otherwise."""
    mark = item.ai.draft
    stored = store.get(Draft, item.id, mark.id) if mark and mark.wish else None
    return stored.value.text if stored else ""


def _wall_of(store: Store, item: Interaction, others: Sequence[Interaction]) -> tuple[str, ...]:
    """Answers that are public, and drafts that soon may be; a chat stands before no wall."""
    if item.channel is Channel.CHAT:
        return ()
    texts: list[str] = []
    for one in [one for one in others if one.channel is item.channel]:
        if len(texts) == WALL:
            break
        if one.source.answer is not None:
            texts.append(one.source.answer.text)
        elif one.ai.draft is not None and one.ai.draft.basis:
            stored = store.get(Draft, one.id, one.ai.draft.id)
            texts += [stored.value.text] if stored else []
    return tuple(texts)
