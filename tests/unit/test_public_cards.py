"""Which public files are read, and from where."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.baskets import is_allowed_host, table_hosts
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.public_files import LARGEST_FILE_BYTES, PublicFiles
from shared.domain.errors import Rejected, Unavailable
from shared.domain.products.card import Characteristic, Picture
from tests.card_network import (
    CARD,
    FOLDER,
    NM,
    NOON,
    PHOTO,
    PICTURE,
    Network,
    host_map,
    read_by,
    unheard,
)
from tests.wb_recorder import answering


def test_a_card_is_read_from_the_host_of_the_live_map() -> None:
    place = f"rest-basket-9.wbcontent.net{FOLDER}/info/ru/card.json"
    network = Network({place: CARD}, host_map("rest-basket-9.wbcontent.net", branch="origin"))

    card = network.cards().fetch(NM)

    assert card is not None
    assert (card.nm_id, card.name, card.brand) == (NM, "Футболка хлопковая", "Пример")
    assert (card.subject, card.description) == ("Футболки", "Мягкая.")
    assert card.characteristics == (
        Characteristic(name="Состав", value="хлопок 95%"),
        Characteristic(name="Пол", value="Женский"),
        Characteristic(name="Комплектация", value="футболка 1 шт"),
        Characteristic(name="Цвет", value="белый"),
    )
    assert card.photo == f"https://rest-basket-9.wbcontent.net{FOLDER}/images/big/1.webp"
    assert network.asked[:2] == ["cdn.wbbasket.ru/api/v3/upstreams", place]
    assert {address.partition("/")[0] for address in network.asked[1:]} == {
        "rest-basket-9.wbcontent.net"
    }


def test_no_request_carries_a_token() -> None:
    network = Network({}, host_map("basket-40.wbbasket.ru"))

    network.cards().fetch(NM)

    assert all("authorization" not in request.headers for request in network.recorder.requests)
    assert all(request.url.scheme == "https" for request in network.recorder.requests)


@pytest.mark.parametrize("neighbour", ["41", "39"])
def test_the_table_serves_while_the_map_is_silent_and_tries_neighbours(neighbour: str) -> None:
    network = Network({f"basket-{neighbour}.wbbasket.ru{FOLDER}/info/ru/card.json": CARD})

    card = network.cards().fetch(NM)

    assert card is not None
    assert network.asked[1:3] == [
        f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json",
        f"basket-41.wbbasket.ru{FOLDER}/info/ru/card.json",
    ]


def test_a_neighbour_serves_while_the_host_of_the_table_is_down() -> None:
    network = Network({f"basket-41.wbbasket.ru{FOLDER}/info/ru/card.json": CARD})
    network.files[f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json"] = httpx.Response(503)

    assert network.cards().fetch(NM) is not None


@pytest.mark.parametrize(
    ("volume", "host"),
    [
        (0, "01"),
        (143, "01"),
        (144, "02"),
        (9498, "40"),
        (14_213, "46"),
        (14_214, "47"),
        (15_000, "48"),
    ],
)
def test_the_table_knows_its_bounds(volume: int, host: str) -> None:
    assert table_hosts(volume)[0] == f"basket-{host}.wbbasket.ru"


@pytest.mark.parametrize(
    "live_map",
    [
        [],
        {"recommend": []},
        {"recommend": {"mediabasket_route_map": {}}},
        {"recommend": {"mediabasket_route_map": [{"method": "modulo", "hosts": []}]}},
        host_map("basket-40.wbbasket.ru", low=0, high=1),
        host_map("basket-40.wbbasket.ru", low="0"),  # type: ignore[arg-type]
    ],
)
def test_an_odd_map_stops_nothing(live_map: Any) -> None:
    network = Network({f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json": CARD}, live_map)

    assert network.cards().fetch(NM) is not None


@pytest.mark.parametrize(
    "host",
    [
        "wbbasket.ru.evil.example",
        "evilwbbasket.ru",
        "127.0.0.1",
        "basket-40.wbbasket.ru/../x",
        "basket-40.wbbasket.ru:8080",
        "a@basket-40.wbbasket.ru",
    ],
)
def test_a_foreign_host_in_the_map_is_never_asked(host: str) -> None:
    network = Network({f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json": CARD}, host_map(host))

    card = network.cards().fetch(NM)

    assert card is not None
    assert network.asked[1] == f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json"
    assert not is_allowed_host(host)
    assert network.foreign == [host]


def test_a_map_full_of_foreign_hosts_is_reported_in_few_words() -> None:
    hosts = [
        {"vol_range_from": n, "vol_range_to": n, "host": f"{n}{'x' * 200}.example"}
        for n in range(50)
    ]
    live_map = {"origin": {"mediabasket_route_map": [{"method": "range", "hosts": hosts * 2}]}}
    network = Network({}, live_map)

    network.cards().fetch(NM)

    assert len(network.foreign) == 10
    assert all(len(host) == 100 for host in network.foreign)


def test_the_map_is_kept_for_a_day_and_survives_a_silence() -> None:
    clock = FixedClock(NOON)
    network = Network({}, host_map("basket-99.wbbasket.ru"))
    cards = network.cards(clock)

    cards.fetch(NM)
    clock.advance(timedelta(hours=23, minutes=59))
    cards.fetch(NM)
    assert network.asked.count("cdn.wbbasket.ru/api/v3/upstreams") == 1
    network.live_map = None
    clock.advance(timedelta(minutes=1))
    cards.fetch(NM)

    assert network.asked.count("cdn.wbbasket.ru/api/v3/upstreams") == 2
    assert network.asked[-1] == f"basket-99.wbbasket.ru{FOLDER}/info/ru/card.json"


def test_a_map_that_fails_is_asked_again_after_a_while() -> None:
    clock = FixedClock(NOON)
    network = Network()
    cards = network.cards(clock)

    for _ in range(2):
        cards.fetch(NM)
    clock.advance(timedelta(minutes=11))
    cards.fetch(NM)

    assert network.asked.count("cdn.wbbasket.ru/api/v3/upstreams") == 2


@pytest.mark.parametrize("nm_id", [0, -1, 10**12, True, "1/../2"])
def test_only_an_article_number_becomes_a_path(nm_id: Any) -> None:
    network = Network()
    cards = network.cards()

    assert cards.fetch(nm_id) is None
    with pytest.raises(Rejected):
        cards.photo_url(nm_id)
    assert network.asked == []


@pytest.mark.parametrize(
    "odd",
    [
        httpx.Response(404),
        httpx.Response(403),
        httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(200, content="<html>"),
        httpx.Response(200, json=[CARD]),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"imt_name": 5, "subj_name": " "}),
        httpx.Response(200, content=b" " * (LARGEST_FILE_BYTES + 1)),
    ],
)
def test_a_card_that_cannot_be_read_is_no_card(odd: httpx.Response) -> None:
    assert (
        PublicCards(FixedClock(NOON), transports=answering(odd), report=unheard).fetch(NM) is None
    )


@pytest.mark.parametrize(
    "broken",
    [
        httpx.Response(429),
        httpx.Response(503),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
    ],
)
def test_a_failing_network_is_unavailable(broken: Any) -> None:
    cards = PublicCards(FixedClock(NOON), transports=answering(broken), report=unheard)

    with pytest.raises(Unavailable):
        cards.fetch(NM)


def test_a_card_without_much_is_still_a_card() -> None:
    bare = {"subj_name": "Футболки", "media": {"photo_count": 0}, "selling": None}
    cards = read_by(httpx.Response(200, json=bare))

    card = cards.fetch(NM)

    assert card is not None
    assert (card.name, card.photo, card.characteristics) == ("Футболки", "", ())


def test_an_endless_card_is_cut_to_what_a_document_holds() -> None:
    options = [{"name": f"Свойство {n}", "value": "x" * 5000} for n in range(300)]
    endless = CARD | {"description": "я" * 50_000, "options": options}
    cards = read_by(httpx.Response(200, json=endless))

    card = cards.fetch(NM)

    assert card is not None
    assert len(card.description) == 10_000
    assert len(card.characteristics) == 100
    assert len(card.characteristics[0].value) == 1000


def test_a_simulator_serves_every_file() -> None:
    network = Network(
        {
            f"127.0.0.1{FOLDER}/info/ru/card.json": CARD,
            "127.0.0.1/vol700/part70000/70000001/photos/fs.webp": httpx.Response(
                200, content=PICTURE
            ),
        },
        host_map("basket-77.wbcontent.net"),
    )
    base = "http://127.0.0.1:8090"
    cards = PublicCards(FixedClock(NOON), base, network.recorder, report=unheard)

    card = cards.fetch(NM)
    picture = cards.fetch_photo(PHOTO)

    assert card is not None
    assert picture == Picture(content=PICTURE, content_type="image/webp")
    assert {request.url.netloc for request in network.recorder.requests} == {b"127.0.0.1:8090"}
    assert cards.photo_url(NM).startswith("https://basket-77.wbcontent.net/")


def test_a_simulator_must_be_on_this_machine() -> None:
    with pytest.raises(Rejected):
        PublicCards(FixedClock(NOON), "http://10.0.0.5:8090", report=unheard)


def test_files_are_asked_of_no_other_host() -> None:
    network = Network()
    files = PublicFiles(FixedClock(NOON), None, network.recorder, unheard)

    with pytest.raises(Rejected):
        files.read("evil.example", "/x.webp", until=60)

    assert network.asked == []
