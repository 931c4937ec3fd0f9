"""Find good reviews that the system may answer and has not looked at, whoever got lost before."""

from shared.domain.automatic.eligibility import may_automate
from shared.domain.automatic.journal import AutoEntry, entry_id, is_final
from shared.domain.automatic.policy import AutoPolicy, policy_hash
from shared.domain.drafts.drafting import basis_of
from shared.domain.errors import RetryLater
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction, View
from shared.ports import Clock, Order, Query, Store, Stored, Stores, TaskQueue, Where
from shared.usecases.list_query import TARGET
from shared.usecases.read_settings import read_settings

MOST_ITEMS = 200
_QUEUE = "draft"


def sweep_praise(seller: SellerId, *, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    """Queue each once an hour; a policy that was turned on meets what waits already."""
    store = stores.of_seller(seller)
    policy = read_settings(store).auto
    if not policy.enabled:
        return 0
    hour = int(clock.now().timestamp() // 3600)
    queued = 0
    for item in _find_waiting(store, policy):
        payload = {"seller": seller, "interaction": item.id}
        try:
            queued += queue.enqueue(_QUEUE, payload, key=f"auto:{seller}:{item.id}:{hour}")
        except RetryLater:
            return queued
    return queued


def _find_waiting(store: Store, policy: AutoPolicy) -> list[Interaction]:
    query = Query(
        kind=Interaction,
        where=(Where("queue.view", "==", View.ATTENTION), Where("channel", "in", [Channel.REVIEW])),
        order=(Order(TARGET),),
        limit=MOST_ITEMS,
    )
    items = [one.value for one in store.find(query) if may_automate(one.value)]
    names = [entry_id(item.id) for item in items]
    known = store.get_many(AutoEntry, names) if names else {}
    name = policy_hash(policy)
    return [item for item in items if not _is_decided(item, known.get(entry_id(item.id)), name)]


def _is_decided(item: Interaction, entry: Stored[AutoEntry] | None, policy: str) -> bool:
    return entry is not None and is_final(entry.value, item, basis_of(item), policy)
