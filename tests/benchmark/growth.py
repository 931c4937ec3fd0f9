"""What a thousand interactions cost, and what an account weighs as it grows."""

from itertools import islice

from infra.index_entries import count_entries
from shared.adapters.store.codec import encode_document
from tests.benchmark.costs import Used, load_prices, price_use
from tests.benchmark.numbers import Figures, take_share
from tests.search_bench import TERMS, make_inbox
from tests.stores import DECLARED

SAMPLE = 500
GIB = 2**30
# Firestore's documentation, "Storage size calculations": per document and per index entry.
DOCUMENT_BYTES, ENTRY_BYTES = 32, 96
# Assumed of a seller with two hundred interactions a day: a third is answered from here, half is
# opened, and each day brings a thousand rounds of sync that find nothing.
ANSWERED, OPENED, QUIET_RUNS = 0.35, 0.5, 5.0
# Assumed of the functions: tasks, seconds of a processor in each, and the memory held meanwhile.
TASKS_PER_ITEM, TASKS_PER_REPLY = 2.05, 2.0
SECONDS_PER_TASK, GIB_HELD = 0.1, 0.5
READS_TO_OPEN, READS_PER_QUIET_RUN = 25.0, 4.0


def tell_costs(counted: Figures) -> Figures:
    """Dollars of Google's list prices per thousand interactions, from counted operations."""
    prices = load_prices()
    arrival = Used(
        document_write=counted["writes_per_item_with_sync"] + counted["link_writes"] / 2,
        document_read=counted["reads_per_item_with_sync"] + counted["link_reads"],
    )
    draft = Used(document_write=counted["draft_writes"], document_read=counted["draft_reads"])
    reply = Used(document_write=counted["reply_writes"], document_read=counted["reply_reads"])
    look = Used(document_read=READS_TO_OPEN, request=2)
    quiet = Used(document_write=counted["quiet_sync_writes"], document_read=READS_PER_QUIET_RUN)
    tasks = TASKS_PER_ITEM + TASKS_PER_REPLY * ANSWERED + QUIET_RUNS
    work = Used(
        task=tasks,
        request=tasks,
        vcpu_second=tasks * SECONDS_PER_TASK,
        gib_second=tasks * SECONDS_PER_TASK * GIB_HELD,
    )
    one = arrival + draft + reply.times(ANSWERED) + look.times(OPENED) + quiet.times(QUIET_RUNS)
    return {
        "cost_per_1000_usd": round(price_use((one + work).times(1000), prices), 4),
        "cost_per_1000_firestore_usd": round(price_use(one.times(1000), prices), 4),
    }


def tell_growth() -> Figures:
    """Bytes of an interaction with its index entries, and what storing a year of them costs."""
    sizes, entries = [], []
    for item in islice(make_inbox(SAMPLE), SAMPLE):
        plain = encode_document(item)
        counted = count_entries(plain, "interactions", DECLARED, TERMS)
        sizes.append(float(len(str(plain).encode())))
        entries.append(float(counted.others + counted.terms))
    document, indexed = take_share(sizes, 0.5), take_share(entries, 0.5)
    weight = document + DOCUMENT_BYTES + indexed * ENTRY_BYTES
    prices = load_prices()
    stored = Used(stored_gib_month=weight * 1_000_000 / GIB)
    return {
        "item_bytes": document,
        "item_index_entries": indexed,
        "item_bytes_with_indexes": weight,
        "million_items_month_usd": round(price_use(stored, prices), 2),
    }
