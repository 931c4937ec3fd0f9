"""The newest words of buyers who complain of a subject."""

from collections.abc import Sequence

from shared.domain.analytics.ledger import DayLedger, unpack_rows
from shared.domain.analytics.periods import Period
from shared.domain.analytics.rows import ItemRow
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction
from shared.domain.understanding import Sentiment
from shared.ports import Stores

PER_TOPIC = 3
MOST_DAYS = 20
LONGEST = 160

Quotes = dict[str, list[tuple[str, str]]]


def read_quotes(
    seller: SellerId,
    period: Period,
    topics: Sequence[str],
    *,
    channel: Channel | None,
    stores: Stores,
) -> Quotes:
    """Up to three items with their words per topic, of the period's last days."""
    if not topics:
        return {}
    store = stores.of_seller(seller)
    days = [day.isoformat() for day in reversed(list(period.each_day()))][:MOST_DAYS]
    ledgers = store.get_many(DayLedger, days)
    named: dict[str, list[str]] = {topic: [] for topic in topics}
    for day in days:
        rows = unpack_rows(ledgers[day].value.body).values() if day in ledgers else ()
        for row in sorted(rows, key=lambda one: (one.at, one.id), reverse=True):
            if isinstance(row, ItemRow) and channel in (None, row.channel):
                _note(named, row)
    wanted = sorted({name for names in named.values() for name in names})
    items = store.get_many(Interaction, wanted)
    found = {
        topic: [(name, _words(items[name].value, topic)) for name in names if name in items]
        for topic, names in named.items()
    }
    return {topic: [one for one in quotes if one[1]] for topic, quotes in found.items()}


def _note(named: dict[str, list[str]], row: ItemRow) -> None:
    for label, feeling in row.topics:
        names = named.get(label)
        if names is not None and feeling == Sentiment.NEGATIVE and len(names) < PER_TOPIC:
            names.append(row.id)


def _words(item: Interaction, topic: str) -> str:
    """The words that tell of the topic, else what the buyer names as a drawback."""
    for one in item.ai.topics:
        if one.label == topic and one.sentiment is Sentiment.NEGATIVE and one.evidence:
            return one.evidence[0].text[:LONGEST]
    return (item.source.cons or item.source.text)[:LONGEST]
