"""What has had its day goes, in every store, whether or not the store does it by itself."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.store.belongings import load_kinds, seller_belongings
from shared.adapters.store.kinds import Scope, key_of
from shared.domain.accounts.account import Seller
from shared.domain.accounts.export import Export, part_name
from shared.domain.accounts.retention import KEEP_INTERACTIONS
from shared.domain.drafts.draft import Draft
from shared.domain.interaction import Interaction, Message, Sender
from shared.domain.jobs import JobKind, new_job
from shared.domain.raw_items import ParsedItem
from shared.domain.replies.reply import Reply
from shared.domain.settings import SETTINGS_KEY, SellerSettings
from shared.domain.summary import InboxSummary
from shared.domain.sync.arrivals import Arrival, is_forgotten
from shared.ports import Create, Put, Query, Stores
from shared.usecases.erase_account import erasure_worker
from shared.usecases.move_item import summary_writes
from shared.usecases.purge_expired import GRACE, purge_expired
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.contract.documents import reply
from tests.contract.samples import make_sample

KINDS_THAT_END = [*seller_belongings().expiring, *seller_belongings().shared]
OVERDUE, STILL_GOOD = NOON - GRACE, NOON - GRACE + timedelta(seconds=1)


def purge(stores: Stores, now: datetime = NOON, files: MemoryFiles | None = None) -> int:
    return purge_expired(
        stores=stores,
        files=files or MemoryFiles(),
        clock=FixedClock(now),
        belongings=seller_belongings(),
    )


def keep(stores: Stores, value: Any) -> None:
    shared = load_kinds()[type(value)].scope is Scope.SHARED
    (stores.shared() if shared else stores.of_seller(SELLER)).commit([Create(value)])


def is_kept(stores: Stores, value: Any) -> bool:
    shared = load_kinds()[type(value)].scope is Scope.SHARED
    store = stores.shared() if shared else stores.of_seller(SELLER)
    return store.get(type(value), *key_of(value)) is not None


def sign_up(stores: Stores) -> None:
    keep(stores, Seller(id=SELLER, name="", email="", created_at=NOON))


@pytest.mark.parametrize("kind", KINDS_THAT_END, ids=lambda kind: kind.__name__)
def test_a_document_goes_a_day_after_its_last_and_not_before(stores: Stores, kind: type) -> None:
    sign_up(stores)
    dice = random.Random(1)
    old, young = (
        _belonging(replace(make_sample(kind, dice), expires_at=moment))
        for moment in (OVERDUE, STILL_GOOD)
    )
    keep(stores, old)
    if key_of(young) != key_of(old):
        keep(stores, young)

    purge(stores)

    assert not is_kept(stores, old)
    assert kind is Export or key_of(young) == key_of(old) or is_kept(stores, young)


def _belonging(value: Any) -> Any:
    return replace(value, seller=SELLER) if hasattr(value, "seller") else value


def test_an_item_nobody_touched_for_long_goes_with_all_below_it(stores: Stores) -> None:
    sign_up(stores)
    old, young = make_chat("1:old"), make_item(external_id="young")
    old = replace(old, changed_at=NOON - KEEP_INTERACTIONS)
    message = Message(id="m", interaction=old.id, sender=Sender.CLIENT, sent_at=NOON, text="?")
    draft = replace(
        make_sample(Draft, random.Random(2)), id="1", interaction=old.id, expires_at=None
    )
    answer = replace(reply(1), interaction=old.id)
    store = stores.of_seller(SELLER)
    moves: list[tuple[Interaction | None, Interaction | None]] = [(None, old), (None, young)]
    values = (old, young, message, draft, answer)
    store.commit([*(Create(value) for value in values), *summary_writes(moves)])

    assert purge(stores) >= 4

    left = [type(value) for value in values if is_kept(stores, value)]
    summary = store.get(InboxSummary, "inbox")
    assert left == [Interaction]
    assert is_kept(stores, young)
    assert summary is not None
    assert sum(sum(row.values()) for row in summary.value.views.values()) == 1
    assert purge(stores) == 0


def test_what_was_forgotten_is_not_brought_back_by_a_comparison(stores: Stores) -> None:
    sign_up(stores)
    old = replace(make_item(external_id="old"), changed_at=NOON - KEEP_INTERACTIONS)
    stores.of_seller(SELLER).commit([Create(old), *summary_writes([(None, old)])])

    purge(stores)

    settings = stores.of_seller(SELLER).get(SellerSettings, SETTINGS_KEY)
    assert settings is not None
    before = settings.value.forgotten_before
    assert before == NOON - KEEP_INTERACTIONS
    ancient = replace(old.source, created_at=before)
    for source, forgotten in ((ancient, True), (old.source, False)):
        arrival = Arrival.of(ParsedItem(channel=old.channel, source=source))
        assert is_forgotten(arrival, before) == forgotten
    assert not is_forgotten(arrival, None)


def test_an_export_s_bytes_go_on_its_last_day(stores: Stores) -> None:
    sign_up(stores)
    files = MemoryFiles()
    files.keep(SELLER, part_name("job", 0), b"line")
    keep(stores, Export(job="job", made_at=NOON, expires_at=NOON, parts=1, size=4))

    purge(stores, files=files)

    assert files.names(SELLER) == []


def test_an_erasure_leaves_no_kind_of_document(stores: Stores) -> None:
    sign_up(stores)
    item = make_item()
    kinds = seller_belongings()
    store, files = stores.of_seller(SELLER), MemoryFiles()
    files.keep(SELLER, "a", b"bytes")
    store.commit([Create(item)])
    for kind in (*kinds.flat, *kinds.nested):
        sample = make_sample(kind, random.Random(3))
        if kind is not Interaction:
            changes = {"interaction": item.id} if kind in kinds.nested else {}
            store.commit([Put(_belonging(replace(sample, **changes)))])
    job = new_job("erase", JobKind.ERASURE, {"user": "u"}, NOON)
    store.commit([Put(job)])
    work = erasure_worker(stores=stores, files=files, belongings=kinds)

    over = False
    while not over:
        part = work(SELLER, job, lambda: True)
        job, over = replace(job, checkpoint=part.checkpoint, done=part.done), part.is_over

    left = {kind.__name__: store.count(Query(kind=kind)) for kind in kinds.flat}
    left |= {
        kind.__name__: len(store.find(Query(kind=kind, within=(item.id,)))) for kind in kinds.nested
    }
    assert not any(left.values()), left
    assert files.names(SELLER) == []
    assert stores.shared().get(Seller, SELLER) is None
    assert Reply.__name__ in left
