"""Searches over a whole inbox: what they find, in which order, and what they read for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.store.counting import CountingStores
from shared.domain.ids import SellerId
from shared.domain.interaction import Answer, Channel, Interaction, Lookup, Message, Photo, Sender
from shared.domain.places import InboxFilter, Place
from shared.domain.search.common import COMMON
from shared.domain.search.index import COMMON_LEFT_OUT, VERSION, begin_index, index_item
from shared.domain.search.parser import parse_search
from shared.domain.search.words import RUSSIAN
from shared.domain.settings import SETTINGS_KEY, SellerSettings
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Create, Patch, Put, Stores
from shared.usecases.job_workers import make_workers
from shared.usecases.list_query import list_query
from shared.usecases.move_item import summary_writes
from shared.usecases.read_inbox import Position
from shared.usecases.rebuild_search import open_index, renew_index, start_rebuild
from shared.usecases.run_job import run_job
from shared.usecases.search_inbox import MOST_READ, MOST_SORTED, FoundPage, search_inbox
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.stores import embedded_stores

CLOCK = FixedClock(NOON + timedelta(hours=1))


def shop(*items: Interaction, ready: bool = True) -> CountingStores:
    stores = CountingStores(embedded_stores())
    if ready:
        open_index(SELLER, stores=stores)
    put(stores, *items)
    return stores


def put(stores: Stores, *items: Interaction) -> None:
    store = stores.of_seller(SELLER)
    for first in range(0, len(items), 200):
        some = items[first : first + 200]
        moves = [(None, item) for item in some]
        store.commit([*(Create(item) for item in some), *summary_writes(list(moves))])


def ago(item: Interaction, **period: float) -> Interaction:
    at = NOON - timedelta(**period)
    source = replace(item.source, created_at=at)
    queue = item.queue
    if queue.deadline:
        moved = replace(queue.deadline, target_at=at + timedelta(hours=4))
        queue = replace(queue, deadline=moved, sort_at=moved.target_at)
    return replace(item, source=source, occurred_at=at, queue=queue)


def search(
    stores: Stores, text: str, wanted: InboxFilter | None = None, **how: object
) -> FoundPage:
    known: dict[str, object] = {"limit": 50, "after": None}
    return search_inbox(
        SELLER,
        wanted or InboxFilter(),
        parse_search(text, CLOCK.now()),
        stores=stores,
        clock=CLOCK,
        **known | how,  # type: ignore[arg-type]
    )


def found(stores: Stores, text: str, wanted: InboxFilter | None = None, **how: object) -> list[str]:
    return [item.source.external_id for item in search(stores, text, wanted, **how).page.items]


def pages(stores: Stores, text: str, wanted: InboxFilter, limit: int) -> Iterator[list[str]]:
    after: Position | None = None
    while True:
        page = search(stores, text, wanted, limit=limit, after=after).page
        yield [item.source.external_id for item in page.items]
        after = page.next_after
        if after is None:
            return


def test_words_are_found_in_any_form_and_rare_ones_cost_what_they_find() -> None:
    plenty = [ago(make_item(external_id=f"R{n}", text="Всё хорошо"), minutes=n) for n in range(300)]
    gift = ago(make_item(external_id="gift", text="Брала в подарок ребёнку"), days=30)
    stores = shop(*plenty, gift)
    stores.bill.clear()

    assert found(stores, "подарка детей") == ["gift"]
    assert stores.bill.reads[Interaction] == 1
    assert found(stores, "подарка самовар") == []
    assert found(stores, "ПОДАРОК -ребенок") == []


def test_a_word_that_had_no_room_is_found_all_the_same() -> None:
    long = " ".join(f"словечко{n}нечто" for n in range(120))
    crowded = make_item(external_id="long", text=f"{long} перекраска размер")
    stores = shop(crowded, make_item(external_id="short", text="другое"))

    assert "перекраск" not in crowded.lookup.terms
    assert found(stores, "перекраски") == ["long"]
    assert found(stores, "размеру") == ["long"]
    assert found(stores, "словечко77нечто") == ["long"]


def test_a_common_word_that_had_no_room_is_found_all_the_same() -> None:
    stems = [stem for stem in COMMON if RUSSIAN.fullmatch(stem)]
    item = make_item(external_id="long", text=" ".join(["товар", *stems]))
    stores = shop(item)

    assert COMMON_LEFT_OUT in item.lookup.terms
    assert "товар" not in item.lookup.terms
    assert found(stores, "товар") == ["long"]


def test_a_chat_is_found_by_what_was_said_long_ago() -> None:
    chat = make_chat("1:c", text="Спасибо")
    said = [
        Message(id=f"m{place}", interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text=text)
        for place, text in enumerate(("Не подошёл размер, меняйте", "Размер не подошёл бы"))
    ]
    stores = shop(begin_index(replace(chat, lookup=Lookup()), said[:1]))
    stores.of_seller(SELLER).commit([Create(said[0])])

    assert found(stores, "меняете") == ["1:c"]
    assert found(stores, '"не подошел размер"') == ["1:c"]
    assert found(stores, '"размер не подошел"') == []
    assert found(stores, '-"не подошел размер" размер') == []
    assert found(stores, '"подошел слон"') == []


def test_no_chat_is_passed_over_unheard_however_much_was_said() -> None:
    chats = [ago(make_chat(f"1:c{n}", text="Спасибо"), minutes=n) for n in range(6)]
    said = {
        chat.id: [
            Message(id=f"m{n}", interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text=text)
            for n, text in enumerate(["самовар давно остыл", *["самовар пришёл давно"] * 149])
        ]
        for chat in chats
    }
    stores = shop(*(begin_index(replace(chat, lookup=Lookup()), said[chat.id]) for chat in chats))
    for messages in said.values():
        stores.of_seller(SELLER).commit([Create(message) for message in messages])
    for wanted in (InboxFilter(), InboxFilter(place=Place.ATTENTION)):
        hits = [one for page in pages(stores, '"самовар давно"', wanted, 50) for one in page]
        spared = [
            one for page in pages(stores, 'спасибо -"самовар давно"', wanted, 50) for one in page
        ]
        assert sorted(hits) == [f"1:c{n}" for n in range(6)]
        assert spared == []
    stores.bill.clear()

    search(stores, '"самовар давно"')

    assert stores.bill.reads[Interaction] + stores.bill.reads[Message] <= MOST_READ


def test_phrases_stand_as_they_were_typed() -> None:
    exact = make_item(external_id="exact", text="Размер: не подошёл!")
    loose = make_item(external_id="loose", text="не размер подошёл")
    stores = shop(exact, loose)

    assert found(stores, '"не подошел"') == ["exact"]
    assert found(stores, 'размер -"не подошел"') == ["loose"]


def test_operators_narrow_alone_and_together() -> None:
    photos = (Photo(full="a", mini="b"),)
    bad = make_item(external_id="bad", rating=1, text="Размер мал", photos=photos)
    done = make_item(external_id="done", rating=2, answer=Answer(text="Обменяем размер"))
    ask = make_item(Channel.QUESTION, "ask", text="Какой размер?", buyer_name="Алёна")
    stores = shop(ago(bad, hours=1), ago(done, days=3), ago(ask, hours=2))

    assert found(stores, "звёзды:1-2") == ["bad", "done"]
    assert found(stores, "звёзды:1 с фото") == ["bad"]
    assert found(stores, "размер без ответа") == ["bad", "ask"]
    assert found(stores, "обменяли") == ["done"]
    assert found(stores, "канал:вопрос") == ["ask"]
    assert found(stores, "покупатель:алена") == ["ask"]
    assert found(stores, "размер до:20.11") == ["done"]
    assert found(stores, "размер от:21.11.2026") == ["bad", "ask"]
    assert found(stores, "звёзды:1 звёзды:2") == []
    assert found(stores, "товар:футболки") == ["bad", "ask", "done"]
    assert found(stores, "товар:70000001 звёзды:2") == ["done"]
    assert found(stores, "артикул:70000001 звёзды:1") == ["bad"]
    assert set(found(stores, f"тема:{bad.ai.intent.label.value}")) >= {"bad"}
    assert found(stores, "не", InboxFilter(channel=Channel.CHAT)) == []


def test_filters_without_words_are_answered_too() -> None:
    bad = ago(make_item(external_id="bad", rating=1), hours=1)
    good = ago(make_item(external_id="good", rating=5), days=2)
    stores = shop(bad, good)

    assert found(stores, "", InboxFilter(rating=1)) == ["bad"]
    assert found(stores, "", InboxFilter(has_photo=True)) == []
    assert found(stores, "", InboxFilter(has_photo=False)) == ["bad", "good"]
    assert found(stores, "", InboxFilter(until=NOON - timedelta(days=1))) == ["good"]
    assert found(stores, "", InboxFilter(intent=bad.ai.intent.label, nm_id=70_000_001)) == ["bad"]


def _tagged(item: Interaction, *tags: str) -> Interaction:
    return index_item(replace(item, work=replace(item.work, tags=tags)))


def test_tags_are_found_however_they_are_spelt_and_cost_what_they_find() -> None:
    tags = [("Брак", "ждёт замены"), ("брак",), ("бракованный",), ()]
    items = [
        ago(_tagged(make_item(external_id=f"T{n}", text="Брак"), *borne), minutes=n)
        for n, borne in enumerate(tags)
    ]
    others = (ago(make_item(external_id=f"B{n}"), days=2) for n in range(300))
    stores = shop(*items, *others)
    stores.bill.clear()

    assert found(stores, "тег:БРАК") == ["T0", "T1"]
    assert stores.bill.reads[Interaction] == 2
    assert found(stores, "тег:«Ждёт  замены»") == ["T0"]
    assert found(stores, "тег:брак тег:«ждёт замены»") == ["T0"]
    assert found(stores, "", InboxFilter(tag="Бракованный")) == ["T2"]
    assert found(stores, "брак", InboxFilter(tag="брак", place=Place.ATTENTION)) == ["T1", "T0"]
    assert found(stores, "тег:опт") == []


def test_lists_by_target_stay_in_their_order_however_many_are_found() -> None:
    few = [ago(make_item(external_id=f"A{n}", rating=1, text="брак"), minutes=n) for n in range(7)]
    many = [
        ago(make_item(external_id=f"B{n}", rating=1, text="товар"), minutes=n)
        for n in range(MOST_SORTED + 20)
    ]
    stores = shop(*few, *many)
    wanted = InboxFilter(place=Place.ATTENTION)
    ranked = sorted(few, key=lambda item: item.queue.sort_at)

    assert found(stores, "самовар брак", wanted) == []
    assert [one for page in pages(stores, "брак", wanted, 3) for one in page] == [
        item.source.external_id for item in ranked
    ]
    listed = [one for page in pages(stores, "товары", wanted, 100) for one in page]
    assert listed == [f"B{n}" for n in reversed(range(MOST_SORTED + 20))]


def test_one_page_reads_a_bounded_part_and_the_cursor_goes_on() -> None:
    items = [
        ago(
            make_item(external_id=f"R{n}", text="товар редкий" if n % 150 == 7 else "товар"),
            minutes=n,
        )
        for n in range(1300)
    ]
    stores = shop(*items)
    for text in ("товары -редкий -неведомый", "товар с фото", "не"):
        seen = list(pages(stores, text, InboxFilter(place=Place.ALL), 400))
        assert len({one for page in seen for one in page}) == sum(map(len, seen))
    stores.bill.clear()

    search(stores, "товар с фото", limit=50)
    search(stores, "не", limit=50)

    assert stores.bill.reads[Interaction] <= 2 * MOST_READ
    assert [one for page in pages(stores, "редкие", InboxFilter(), 2) for one in page] == [
        f"R{n}" for n in range(7, 1300, 150)
    ]


def test_names_are_not_looked_at_where_the_seller_keeps_none() -> None:
    stores = shop(make_item(external_id="named", buyer_name="Фёкла"))

    assert found(stores, "фекла") == ["named"]
    stores.of_seller(SELLER).commit([Put(SellerSettings(store_buyer_names=False))])
    assert found(stores, "фекла") == []
    assert found(stores, "покупатель:фекла") == []


def test_an_inbox_without_an_index_is_read_through_and_says_so() -> None:
    stores = shop(make_item(external_id="old", text="Порвался рукав"), ready=False)
    bare = make_item(external_id="bare", text="Порвался шов")
    put(stores, replace(bare, lookup=Lookup()))

    page = search(stores, "порвались")

    assert not page.is_ready
    assert {item.source.external_id for item in page.page.items} == {"old", "bare"}


def run_rebuild(stores: Stores, clock: FixedClock) -> int:
    queue = MemoryTaskQueue(clock)
    job = start_rebuild(SELLER, stores=stores, queue=queue, clock=clock)
    assert start_rebuild(SELLER, stores=stores, queue=queue, clock=clock) == job
    workers = make_workers(stores=stores, queue=queue, clock=clock)
    report = run_job(SELLER, job.id, workers=workers, stores=stores, queue=queue, clock=clock)
    assert report.outcome == "done"
    return report.items


def test_a_rebuild_makes_old_items_findable_and_a_second_one_changes_nothing() -> None:
    stores = shop(ready=False)
    chat = replace(make_chat("1:c", text="Спасибо"), lookup=Lookup())
    said = Message(
        id="m", interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text="Порвался рукав"
    )
    put(
        stores,
        chat,
        *(replace(make_item(external_id=f"R{n}"), lookup=Lookup()) for n in range(150)),
    )
    stores.of_seller(SELLER).commit([Create(said)])
    assert found(stores, "рукава") == []

    assert run_rebuild(stores, FixedClock(NOON)) == 151

    assert search(stores, "рукава").is_ready
    assert found(stores, "рукава") == ["1:c"]
    stores.bill.clear()
    run_rebuild(stores, FixedClock(NOON + timedelta(days=1)))
    assert stores.bill.writes[Interaction] == 0


def test_a_rebuild_takes_away_names_that_are_kept_no_more() -> None:
    stores = shop(make_item(external_id="named", buyer_name="Фёкла"))
    stores.of_seller(SELLER).commit([Put(SellerSettings(store_buyer_names=False))])

    run_rebuild(stores, FixedClock(NOON))
    stores.of_seller(SELLER).commit(
        [Patch(SellerSettings, (SETTINGS_KEY,), {"store_buyer_names": True})]
    )

    assert found(stores, "фекла") == []
    stored = stores.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    assert stored is not None
    assert stored.value.search_version == VERSION


def test_the_hourly_round_begins_rebuilds_where_they_are_needed_alone() -> None:
    stores = shop(make_item(external_id="named", buyer_name="Фёкла"))
    clock = FixedClock(NOON)
    queue = MemoryTaskQueue(clock)

    def renew() -> bool:
        return renew_index(SELLER, stores=stores, queue=queue, clock=clock)

    assert not renew()
    stores.of_seller(SELLER).commit([Put(SellerSettings(store_buyer_names=False))])
    assert renew()
    run_rebuild(stores, clock)
    assert not renew()
    stores.of_seller(SELLER).commit([Put(SellerSettings())])
    assert not renew()
    stores.of_seller(SELLER).commit([Put(SellerSettings(store_buyer_names=False))])
    assert renew()
    assert not renew_index(SellerId("nobody"), stores=stores, queue=queue, clock=clock)


def test_an_open_index_is_opened_once() -> None:
    stores = shop()
    put(stores, make_item())
    open_index(SELLER, stores=stores)

    stored = stores.of_seller(SELLER).get(InboxSummary, SUMMARY_KEY)
    assert stored is not None
    assert stored.value.views["attention"] == {"review": 1}


def test_every_list_asks_for_all_that_it_does_not_narrow() -> None:
    now: datetime = CLOCK.now()
    everything = list_query(InboxFilter(), now)
    assert everything.where == ()
    assert len(list_query(InboxFilter(place=Place.HOT), now).where) == 3
    assert len(list_query(InboxFilter(place=Place.AUTO, since=NOON, until=now), now).where) == 5
