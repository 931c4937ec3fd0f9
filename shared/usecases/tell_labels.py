"""The seller tells which order the labels on sold things belong to: proofs WB does not give."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import SellerId, hash_key
from shared.domain.interaction import Interaction
from shared.domain.linking.customers import KEEP
from shared.domain.linking.keys import clean_key, label_key_of
from shared.domain.linking.labels import OrderLabel, label_id
from shared.domain.settings import SETTINGS_KEY, SellerSettings
from shared.ports import (
    Clock,
    Create,
    Patch,
    Put,
    Query,
    Store,
    Stored,
    Stores,
    TaskQueue,
    Where,
    Write,
)
from shared.usecases.read_label_versions import read_label_versions

MOST_LABELS = 200
_TRIES = 3
# As many values as Firestore compares in one query.
_AT_ONCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many labels were new or other than before, and how many reviews they may tie."""

    changed: int
    queued: int


def tell_labels(
    seller: SellerId,
    labels: Mapping[int, str],
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
) -> Told:
    """Keep the labels and link again whom they are about; what is repeated changes nothing.

    The reviews are queued whether a label is new or not, so that a request that was cut off is
    made good by its repetition. A task is named by the stored label's version: a label that is
    corrected back is not what it was before.
    """
    store = stores.of_seller(seller)
    named = {shk: key for shk, written in labels.items() if (key := clean_key(written))}
    changed = _keep_labels(store, named, clock.now())
    versions = read_label_versions(store, named)
    queued = 0
    for review in _find_reviews(store, sorted(named)):
        basis = hash_key("label", versions.get(review.source.order.shk or 0, ""))
        payload = {"seller": seller, "interaction": review.id}
        queue.enqueue("link", payload, key=f"link:{seller}:{review.id}:{basis}")
        queued += 1
    return Told(changed=changed, queued=queued)


def _keep_labels(store: Store, named: Mapping[int, str], now: datetime) -> int:
    wanted = [
        OrderLabel(id=label_id(shk), shk=shk, order_key=key, expires_at=now + KEEP)
        for shk, key in named.items()
    ]
    for _ in range(_TRIES):
        known = store.get_many(OrderLabel, [label.id for label in wanted])
        news = [label for label in wanted if not _is_known(label, known)]
        writes: list[Write] = [Put(label) for label in news]
        if wanted:
            writes += _open_labels(store)
        try:
            store.commit(writes)
        except (AlreadyExists, Stale):
            continue
        return len(news)
    raise Stale("the settings keep changing")


def _is_known(label: OrderLabel, known: Mapping[str, Stored[OrderLabel]]) -> bool:
    return label.id in known and known[label.id].value.order_key == label.order_key


def _open_labels(store: Store) -> list[Write]:
    """From the first label on, reviews' labels are looked up at all."""
    stored = store.get(SellerSettings, SETTINGS_KEY)
    if stored is None:
        return [Create(SellerSettings(order_labels=True))]
    if stored.value.order_labels:
        return []
    fields = {"order_labels": True}
    return [Patch(SellerSettings, (SETTINGS_KEY,), fields, version=stored.version)]


def _find_reviews(store: Store, shks: list[int]) -> Iterable[Interaction]:
    for first in range(0, len(shks), _AT_ONCE):
        some = [label_key_of(shk) for shk in shks[first : first + _AT_ONCE]]
        where = (Where("lookup.keys", "array_contains_any", some),)
        query = Query(kind=Interaction, where=where)
        yield from (stored.value for stored in store.find(query))
