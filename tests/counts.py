"""The inbox's counts, taken from scratch and read one by one."""

from shared.domain.interaction import Channel, Interaction, View
from shared.domain.summary import SUMMARY_KEY, InboxSummary, places_of
from shared.ports import Stores
from tests.builders import SELLER


def count_items(items: list[Interaction]) -> InboxSummary:
    """Count as a repair would."""
    views: dict[str, dict[str, int]] = {}
    for item in items:
        for place in places_of(item):
            row = views.setdefault(place, {})
            row[item.channel.value] = row.get(item.channel.value, 0) + 1
    return InboxSummary(views=views)


def count_of(summary: InboxSummary, view: View | str, channel: Channel | None = None) -> int:
    """One count; without a channel, the sum over all."""
    row = summary.views.get(str(view), {})
    return row.get(channel.value, 0) if channel else sum(row.values())


def summary_of(stores: Stores) -> InboxSummary:
    """The stored counts of the seller whom builders know."""
    stored = stores.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    assert stored is not None
    return stored.value
