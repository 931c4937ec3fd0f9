"""What an answer's facts are held against: the kept card, and what was published before."""

from datetime import datetime, timedelta

from shared.domain.drafts.claims.findings import Ground
from shared.domain.drafts.claims.published import list_published, states_anything
from shared.domain.guard.answering import situation_of
from shared.domain.interaction import Interaction
from shared.domain.products.card import card_or_name
from shared.domain.queue import waiting_since
from shared.ports import Store
from shared.usecases.find_card import read_card
from shared.usecases.read_product import read_product

_MOST_READ = 30
_REACH = timedelta(days=365)


def read_ground(store: Store, item: Interaction, text: str, now: datetime) -> Ground:
    """One document, and one query where the text says anything that could be denied."""
    said = situation_of(item).words
    nm_id = item.source.product.nm_id
    near = (
        read_product(store, nm_id, since=now - _REACH, until=now, most=_MOST_READ).items
        if states_anything(text, said)
        else []
    )
    return Ground(
        channel=item.channel,
        said=said,
        waits=waiting_since(item.channel, item.source) is not None,
        card=card_or_name(read_card(store, nm_id), item.source.product),
        published=list_published(near, item),
    )
