"""Which correction of the seller's labels is the last."""

from collections.abc import Iterable

from shared.domain.linking.labels import OrderLabel, label_id
from shared.ports import Store


def read_label_versions(store: Store, shks: Iterable[int]) -> dict[int, str]:
    """What is told of labels now, by label, named by what changes with every correction."""
    stored = store.get_many(OrderLabel, [label_id(shk) for shk in dict.fromkeys(shks)])
    return {one.value.shk: one.version for one in stored.values()}
