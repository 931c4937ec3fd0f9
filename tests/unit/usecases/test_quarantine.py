"""Items that nobody can read: kept, told, counted, and tried again after a fix."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest

from shared.domain.errors import Malformed, Rejected
from shared.domain.ids import SellerId, interaction_id
from shared.domain.interaction import Channel, Message
from shared.domain.jobs import JobKind, Slice, new_job
from shared.domain.raw_items import ParsedItem, RawItem
from shared.domain.sync.category import Category
from shared.domain.sync.pages import KEEP_QUARANTINE, Page, Quarantine
from shared.domain.sync.parcels import unpack_raw
from shared.domain.sync.state import SyncRun
from shared.entrypoint.alarms import log_refused
from shared.entrypoint.logs import set_tenant
from shared.ports import Patch, Query, Store, Stores, Write
from shared.usecases.retry_quarantine import ITEMS_PER_SLICE, quarantine_worker
from tests.builders import NOON, SELLER
from tests.sync_bench import HookedMarketplaces, SyncBench

REVIEW = Channel.REVIEW
BAD = {"createdDate": "2026-11-22T12:00:00"}


class OlderRelease:
    """The same WB, read by a release that does not understand reviews of novelties."""

    def __init__(self, newer: HookedMarketplaces) -> None:
        self.newer = newer
        self.open = newer.open
        self.read_token = newer.read_token
        self.read_answer = newer.read_answer

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        if raw.get("subjectName") == "Новинки":
            raise Malformed("ReviewShape: subjectName")
        return self.newer.parse_item(channel, raw, observed_at)


def downgrade(bench: SyncBench) -> HookedMarketplaces:
    """Let the older release read; give back the newer one."""
    newer, older = bench.wb, OlderRelease(bench.wb)
    bench.wb = cast("HookedMarketplaces", older)
    return newer


def kept(bench: SyncBench) -> list[Quarantine]:
    return [stored.value for stored in bench.store.find(Query(kind=Quarantine))]


def retry(bench: SyncBench, name: str = "job", **place: Any) -> Slice:
    job = new_job(name, JobKind.QUARANTINE, {}, bench.clock.now())
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)
    return worker(SELLER, replace(job, **place), lambda: True)


def settled_with_a_broken_one(bench: SyncBench) -> str:
    good = bench.cabinet.add_review(text="Хорошо", rating=5)
    bench.cabinet.add_review(text="Плохо", rating=1, subjectName="Новинки")
    bench.later(seconds=1)
    bench.settle()
    return good


@pytest.mark.parametrize(
    "broken",
    [
        BAD,
        {"createdDate": None},
        {"createdDate": "вчера"},
        {"id": None},
        {"productDetails": None},
        {"productValuation": 7},
        {"createdDate": "9999-12-31T23:59:59Z"},
        {"createdDate": "0001-01-01T00:00:00Z"},
        {"lastOrderShkId": 2**63},
        {"lastOrderShkId": -(2**63) - 1},
        {"productDetails": {"nmId": 2**63}},
        {"productDetails": {"nmId": 1, "imtId": 2**64}},
        {"text": "ы" * 300_000},
        {"bables": ["качество"] * 40_000},
    ],
)
def test_a_poison_item_is_kept_and_counted_and_holds_up_nothing(broken: dict[str, Any]) -> None:
    bench = SyncBench()
    good = bench.cabinet.add_review(text="Хорошо", rating=5)
    bench.cabinet.add_review("bad", text="Плохо", rating=1)
    bench.cabinet.items[REVIEW, "bad"].raw.update(broken)
    bench.later(seconds=1)

    bench.settle()

    assert set(bench.items()) == {good}
    (item,) = kept(bench)
    assert unpack_raw(item.body) == bench.cabinet.items[REVIEW, "bad"].raw
    assert item.expires_at == item.seen_at + KEEP_QUARANTINE
    runs = [stored.value for stored in bench.store.find(Query(kind=SyncRun))]
    assert sum(run.quarantined for run in runs) == 1
    assert bench.progress().last_success_at is not None


def open_chats(bench: SyncBench, count: int) -> list[str]:
    chats = [bench.cabinet.open_chat(f"1:c{n}", text=f"Вопрос {n}") for n in range(count)]
    bench.later(minutes=1)
    return chats


@pytest.mark.parametrize("broken", [{"price": 2**63}, {"nmID": 2**70}])
def test_a_poison_line_of_a_chat_holds_up_neither_its_words_nor_other_chats(
    broken: dict[str, Any],
) -> None:
    bench = SyncBench()
    chats = open_chats(bench, 5)
    line = bench.cabinet.chats[chats[0]]
    line["goodCard"] = line["goodCard"] | broken

    bench.settle(Category.CHAT)

    assert set(bench.items()) == set(chats)
    (item,) = kept(bench)
    assert unpack_raw(item.body)["chat"]["chatID"] == chats[0]
    assert "goodCard" in item.reason


def test_a_chat_that_is_poison_in_all_its_parts_holds_up_no_other() -> None:
    bench = SyncBench()
    chats = open_chats(bench, 5)
    # Its first event shows the same product card.
    bench.cabinet.chats[chats[0]]["goodCard"]["price"] = 2**63

    bench.settle(Category.CHAT)

    assert set(bench.items()) == set(chats[1:])
    assert {item.reason.partition(":")[0] for item in kept(bench)} == {"BundleShape"}
    assert len(kept(bench)) == 2


def test_a_poison_event_holds_up_no_other_words() -> None:
    bench = SyncBench()
    chats = open_chats(bench, 3)
    bench.cabinet.say(chats[0], "о" * 300_000)
    bench.cabinet.chats[chats[0]]["lastMessage"]["text"] = "о" * 300
    bench.later(minutes=1)

    bench.settle(Category.CHAT)

    assert set(bench.items()) == set(chats)
    (item,) = kept(bench)
    assert len(unpack_raw(item.body)["events"]) == 1
    messages = bench.store.find(Query(kind=Message, within=(interaction_id("chat", chats[0]),)))
    assert [stored.value.text for stored in messages] == ["Вопрос 0"]


class PickyStores:
    """A store that refuses whatever speaks of one forbidden thing, as Firestore may."""

    def __init__(self, stores: Stores, word: str) -> None:
        self._stores = stores
        self._word = word

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return cast("Store", PickyStore(self._stores.of_seller(seller), self._word))


class PickyStore:
    """Quarantine and pages hold packed bytes, so that only what is unpacked is refused."""

    def __init__(self, store: Store, word: str) -> None:
        self._store = store
        self._word = word

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, writes: Sequence[Write]) -> None:
        if self._word in str(writes):
            raise Rejected("Firestore refuses this")
        self._store.commit(writes)


def test_what_only_the_store_refuses_is_found_and_put_aside() -> None:
    bench = SyncBench()
    good = {bench.cabinet.add_review(text="Хорошо", rating=5) for _ in range(20)}
    bench.cabinet.add_review("bad", text="Негодное", rating=1)
    bench.later(seconds=1)
    bench.stores = PickyStores(bench.stores, "Негодное")

    bench.settle()

    assert set(bench.items()) == good
    (item,) = kept(bench)
    assert unpack_raw(item.body)["id"] == "bad"
    (refused,) = [one for report in bench.ingested for one in report.refused]
    assert (refused.id, refused.reason) == (item.id, "Firestore refuses this")
    assert sum(report.created for report in bench.ingested) == 20


def test_of_a_chat_only_the_words_that_the_store_refuses_are_put_aside() -> None:
    bench = SyncBench()
    chats = open_chats(bench, 3)
    for text in ("Ещё", "Негодное", "Последнее"):
        bench.cabinet.say(chats[1], text)
        bench.later(seconds=1)
    bench.stores = PickyStores(bench.stores, "Негодное")

    bench.settle(Category.CHAT)

    assert set(bench.items()) == set(chats)
    (item,) = kept(bench)
    (event,) = unpack_raw(item.body)["events"]
    assert event["message"]["text"] == "Негодное"
    messages = bench.store.find(Query(kind=Message, within=(interaction_id("chat", chats[1]),)))
    assert {stored.value.text for stored in messages} == {"Вопрос 1", "Ещё", "Последнее"}
    line = bench.item(Channel.CHAT, chats[1]).source
    assert line.chat is not None
    assert line.chat.order_key == f"rid-{chats[1]}"


def test_what_the_store_refuses_is_stored_once_it_takes_it() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Негодное", rating=1)
    bench.later(seconds=1)
    plain = bench.stores
    bench.stores = PickyStores(plain, "Негодное")
    bench.settle()
    assert (bench.items(), len(kept(bench))) == ({}, 1)
    retry(bench, "first")
    bench.drain()
    assert len(kept(bench)) == 1
    bench.stores = plain

    retry(bench, "second")
    bench.drain()

    assert set(bench.items()) == {"bad"}
    assert kept(bench) == []


def test_a_poison_item_is_told_once_and_not_in_the_buyers_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = SyncBench()
    bench.cabinet.add_review(text="Слова покупателя", productDetails=None)
    report = bench.sync()

    set_tenant("project", SELLER)
    log_refused(report.refused)
    set_tenant("", "")

    (line,) = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert (line["event"], line["severity"]) == ("item.quarantined", "WARNING")
    assert line["channel"] == "review"
    assert line["logging.googleapis.com/labels"]["tenant"]
    assert SELLER not in str(line)
    assert line["reason"] == "ReviewShape: productDetails"
    assert line["item"] == kept(bench)[0].id
    assert "Слова" not in str(line)
    bench.later(minutes=2)
    assert bench.sync().refused == ()


def test_after_a_fix_the_item_is_ingested_and_let_go() -> None:
    bench = SyncBench()
    newer = downgrade(bench)
    good = settled_with_a_broken_one(bench)
    assert set(bench.items()) == {good}
    bench.wb = newer

    part = retry(bench)
    bench.drain()

    assert part.is_over
    assert (part.done, part.result) == (1, {"cut": 0})
    assert len(bench.items()) == 2
    assert kept(bench) == []


def test_what_is_still_unreadable_stays() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    (before,) = kept(bench)

    for name in ("first", "second"):
        retry(bench, name)
        bench.drain()

    assert kept(bench) == [before]
    assert bench.items() == {}


def test_a_repeated_slice_changes_nothing() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()

    parts = [retry(bench), retry(bench)]

    assert parts[0] == parts[1]
    pages = [stored.value for stored in bench.store.find(Query(kind=Page))]
    assert len([page for page in pages if page.retries]) == 1


def test_an_old_quarantined_reading_does_not_replace_a_newer_item() -> None:
    bench = SyncBench()
    newer = downgrade(bench)
    name = bench.cabinet.add_review("R1", text="Старое", rating=1, subjectName="Новинки")
    bench.settle()
    bench.cabinet.change_item(REVIEW, name, text="Новое", subjectName="Футболки")
    bench.later(minutes=5)
    bench.settle()
    bench.wb = newer

    retry(bench)
    bench.drain()

    assert bench.item(REVIEW, name).source.text == "Новое"
    assert kept(bench) == []


def test_what_was_too_large_to_keep_whole_is_said() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    (item,) = kept(bench)
    cut = zlib.compress('{"id": "bad", "text": "Пло'.encode())
    bench.store.commit([Patch(Quarantine, (item.id,), {"body": cut})])

    part = retry(bench)

    assert (part.done, part.result, part.is_over) == (1, {"cut": 1}, True)


def test_many_are_tried_in_slices() -> None:
    bench = SyncBench()
    for number in range(ITEMS_PER_SLICE + 5):
        bench.cabinet.add_review(f"bad-{number}", text="Плохо", productDetails=None)
    for _ in range(7):
        bench.sync(Category.FEEDBACKS)
        bench.later(minutes=2)
    assert len(kept(bench)) == ITEMS_PER_SLICE + 5

    first = retry(bench)
    second = retry(bench, checkpoint=first.checkpoint, done=first.done, result=first.result)

    assert (first.done, first.is_over) == (ITEMS_PER_SLICE, False)
    assert (second.done, second.is_over) == (ITEMS_PER_SLICE + 5, True)


def test_a_slice_without_time_goes_on_later() -> None:
    bench = SyncBench()
    bench.cabinet.add_review("bad", text="Плохо", productDetails=None)
    bench.settle()
    job = new_job("job", JobKind.QUARANTINE, {}, NOON)
    worker = quarantine_worker(stores=bench.plain, queue=bench.queue, clock=bench.clock)

    part = worker(SELLER, job, lambda: False)

    assert (part.done, part.is_over) == (0, False)
