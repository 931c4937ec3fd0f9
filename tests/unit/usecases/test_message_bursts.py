"""Five messages of a chat in a row are answered by one draft, and the next one makes it old."""

from collections.abc import Mapping
from datetime import timedelta

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.drafting import basis_of
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.sync.category import Category
from shared.ports import Query
from shared.usecases.draft_reply import draft_reply
from shared.usecases.request_draft import has_fresh_draft
from tests.builders import SELLER
from tests.sync_bench import SyncBench

BURST = ("Добрый день", "Пришёл плед", "Он другого цвета", "Заказывала синий", "Что делать?")


def write_one(bench: SyncBench, payload: Mapping[str, str]) -> None:
    draft_reply(
        SELLER,
        InteractionId(payload["interaction"]),
        stores=bench.stores,
        writers=[TemplateWriter()],
        cards=MemoryCards(),
        clock=bench.clock,
    )


def sync(bench: SyncBench) -> None:
    """Read WB and store what it says; drafts wait in their queue."""
    bench.clock.advance(timedelta(seconds=30))
    bench.sync(Category.CHAT)
    ingest = bench.handlers["ingest"]
    for task in [one for one in bench.queue.waiting if one.queue == "ingest"]:
        ingest(task.payload)


def write_drafts(bench: SyncBench) -> None:
    for payload in bench.queued("draft"):
        write_one(bench, payload)


def drafts_of(bench: SyncBench, item: Interaction) -> list[Draft]:
    return [one.value for one in bench.store.find(Query(kind=Draft, within=(item.id,)))]


def test_a_burst_gives_one_draft_whether_it_comes_in_one_reading_or_in_five() -> None:
    for readings in (1, 5):
        bench = SyncBench()
        chat = bench.cabinet.open_chat(text=BURST[0])
        for words in BURST[1:]:
            if readings > 1:
                sync(bench)
            bench.cabinet.say(chat, words)
        sync(bench)

        write_drafts(bench)

        item = bench.item(Channel.CHAT, chat)
        (draft,) = drafts_of(bench, item)
        assert draft.basis == basis_of(item)
        assert has_fresh_draft(item)


def test_the_next_message_makes_the_draft_old_and_another_one_is_written() -> None:
    bench = SyncBench()
    chat = bench.cabinet.open_chat(text=BURST[0])
    sync(bench)
    write_drafts(bench)
    assert has_fresh_draft(bench.item(Channel.CHAT, chat))

    bench.cabinet.say(chat, BURST[-1])
    sync(bench)
    assert not has_fresh_draft(bench.item(Channel.CHAT, chat))
    write_drafts(bench)

    item = bench.item(Channel.CHAT, chat)
    assert has_fresh_draft(item)
    assert [one.id for one in drafts_of(bench, item)] == ["1", "2"]
