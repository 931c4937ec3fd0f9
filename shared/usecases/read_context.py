"""What is known around one interaction's product: its figures, and answers that may serve again."""

from datetime import timedelta

from shared.domain.dataclass import dataclass
from shared.domain.drafts.earlier_answers import EarlierAnswer, rank_answers
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.products.facts import ProductFacts, sum_product
from shared.ports import Clock, Stores
from shared.usecases.read_interaction import find_item
from shared.usecases.read_product import read_product

# All figures of a product come from one reading of so many of its newest items.
MOST_READ = 150
PERIOD = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The item, what its product's reviews say together, and earlier answers."""

    item: Interaction
    facts: ProductFacts
    answers: tuple[EarlierAnswer, ...]


def read_context(
    seller: SellerId, interaction: InteractionId, *, stores: Stores, clock: Clock
) -> Context:
    """Read the newest of a year about the product, whatever the size of the inbox."""
    store = stores.of_seller(seller)
    item = find_item(store, interaction)
    now, nm_id = clock.now(), item.source.product.nm_id
    near = read_product(store, nm_id, since=now - PERIOD, until=now, most=MOST_READ)
    alike = [one for one in near.items if one.source.origin is item.source.origin]
    oldest = min((one.occurred_at for one in alike), default=now)
    facts = sum_product(alike, now=now, is_cut=near.is_cut, covered_since=oldest)
    return Context(item=item, facts=facts, answers=rank_answers(item, alike))
