"""The newest words of buyers who complain of a subject."""

import re
from collections.abc import Sequence

from shared.domain.analytics.ledger import DayLedger, unpack_rows
from shared.domain.analytics.periods import Period
from shared.domain.analytics.rows import ItemRow
from shared.domain.drafts.drafting import cut_text
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, Interaction, Source
from shared.domain.understanding import Part, Quote, Sentiment
from shared.ports import Stores

PER_TOPIC = 3
MOST_DAYS = 20
LONGEST = 160
BEFORE = 60
_STOP = re.compile(r"[.!?…\n]+")

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
    """The sentence that tells of the topic, else what the buyer names as a drawback."""
    for one in item.ai.topics:
        if one.label == topic and one.sentiment is Sentiment.NEGATIVE and one.evidence:
            return _sentence(item.source, one.evidence[0])
    return cut_text(item.source.cons or item.source.text, LONGEST)


def _sentence(source: Source, quote: Quote) -> str:
    """A word by itself says too little; of a long sentence, what begins shortly before it."""
    parts = {Part.TEXT: source.text, Part.PROS: source.pros, Part.CONS: source.cons}
    whole = parts.get(quote.part, "")
    end = quote.start + len(quote.text)
    if whole[quote.start : end] != quote.text:
        return quote.text[:LONGEST]
    begin = max((stop.end() for stop in _STOP.finditer(whole, 0, quote.start)), default=0)
    stop = _STOP.search(whole, end)
    last = stop.end() if stop else len(whole)
    words = whole[begin:last].strip()
    if len(words) <= LONGEST:
        return words
    near = _next_word(whole, max(begin, quote.start - BEFORE), quote.start)
    return cut_text(whole[near:last].strip(), LONGEST)


def _next_word(whole: str, begin: int, last: int) -> int:
    """Where the first word from `begin` on starts, at the latest at `last`."""
    if begin == 0 or whole[begin - 1].isspace():
        return begin
    space = whole.find(" ", begin, last)
    return last if space < 0 else space + 1
