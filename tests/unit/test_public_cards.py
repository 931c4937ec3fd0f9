"""Which public files are read, and from where."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.baskets import is_allowed_host, table_hosts
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.public_files import LARGEST_FILE_BYTES, PublicFiles
from shared.domain.errors import Rejected, Unavailable
from shared.domain.marketplace import Characteristic, Picture
from tests.wb_recorder import Recorder, answering, serving

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NM = 949_889_001
FOLDER = "/vol9498/part949889/949889001"
CARD: dict[str, Any] = {
    "imt_id": 1,
    "nm_id": NM,
    "imt_name": "Футболка хлопковая",
    "subj_name": "Футболки",
    "description": "Мягкая.",
    "options": [
        {"name": "Состав", "value": "хлопок 95%"},
        {"name": "Пол", "value": "Женский"},
        {"name": "Пустое", "value": ""},
        {"name": "Число", "value": 5},
        "odd",
    ],
    "compositions": [{"name": "хлопок"}, {"name": None}],
    "contents": "футболка 1 шт",
    "nm_colors_names": "белый",
    "selling": {"brand_name": "Пример"},
    "media": {"photo_count": 3},
}
PHOTO = "https://feedback01.wbbasket.ru/vol700/part70000/70000001/photos/fs.webp"
WEBP = {"Content-Type": "image/webp; charset=binary"}


def host_map(host: str, low: int = 0, high: int = 20_000, branch: str = "recommend") -> Any:
    hosts = [{"vol_range_from": low, "vol_range_to": high, "host": host}]
    return {branch: {"mediabasket_route_map": [{"method": "range", "hosts": hosts}]}}


class Network:
    """A file network by host and path; what is not there is 404."""

    def __init__(self, files: dict[str, Any] | None = None, live_map: Any = None) -> None:
        self.files = dict(files or {})
        self.live_map = live_map
        self.recorder = serving(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v3/upstreams":
            if self.live_map is None:
                return httpx.Response(503)
            return httpx.Response(200, content=json.dumps(self.live_map))
        found = self.files.get(f"{request.url.host}{request.url.path}")
        if found is None:
            return httpx.Response(404)
        return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

    @property
    def asked(self) -> list[str]:
        return [f"{request.url.host}{request.url.path}" for request in self.recorder.requests]

    def cards(self, clock: FixedClock | None = None) -> PublicCards:
        return PublicCards(clock or FixedClock(NOON), transports=self.recorder)


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
    assert card.photo == f"https://rest-basket-9.wbcontent.net{FOLDER}/images/c516x688/1.webp"
    assert network.asked == ["cdn.wbbasket.ru/api/v3/upstreams", place]


def test_no_request_carries_a_token() -> None:
    network = Network({}, host_map("basket-40.wbbasket.ru"))

    network.cards().fetch(NM)

    assert all("authorization" not in request.headers for request in network.recorder.requests)
    assert all(request.url.scheme == "https" for request in network.recorder.requests)


def test_the_table_serves_while_the_map_is_silent_and_tries_the_neighbour() -> None:
    network = Network({f"basket-41.wbbasket.ru{FOLDER}/info/ru/card.json": CARD})

    card = network.cards().fetch(NM)

    assert card is not None
    assert network.asked[1:] == [
        f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json",
        f"basket-41.wbbasket.ru{FOLDER}/info/ru/card.json",
    ]


@pytest.mark.parametrize(
    ("volume", "host"),
    [(0, "01"), (143, "01"), (144, "02"), (9498, "40"), (14_213, "46"), (14_214, "47")],
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


def test_the_map_is_kept_for_hours_and_survives_a_silence() -> None:
    clock = FixedClock(NOON)
    network = Network({}, host_map("basket-99.wbbasket.ru"))
    cards = network.cards(clock)

    cards.fetch(NM)
    cards.fetch(NM)
    network.live_map = None
    clock.advance(timedelta(hours=7))
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
    assert PublicCards(FixedClock(NOON), transports=answering(odd)).fetch(NM) is None


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
    cards = PublicCards(FixedClock(NOON), transports=answering(broken))

    with pytest.raises(Unavailable):
        cards.fetch(NM)


def test_a_card_without_much_is_still_a_card() -> None:
    bare = {"subj_name": "Футболки", "media": {"photo_count": 0}, "selling": None}
    cards = PublicCards(FixedClock(NOON), transports=answering(httpx.Response(200, json=bare)))

    card = cards.fetch(NM)

    assert card is not None
    assert (card.name, card.photo, card.characteristics) == ("Футболки", "", ())


def test_an_endless_card_is_cut_to_what_a_document_holds() -> None:
    options = [{"name": f"Свойство {n}", "value": "x" * 5000} for n in range(300)]
    endless = CARD | {"description": "я" * 50_000, "options": options}
    cards = PublicCards(FixedClock(NOON), transports=answering(httpx.Response(200, json=endless)))

    card = cards.fetch(NM)

    assert card is not None
    assert len(card.description) == 10_000
    assert len(card.characteristics) == 100
    assert len(card.characteristics[0].value) == 1000


def test_a_simulator_serves_every_file() -> None:
    recorder = serving(
        lambda request: (
            httpx.Response(200, json=CARD)
            if request.url.path.endswith("card.json")
            else httpx.Response(200, content=b"picture", headers=WEBP)
        )
    )
    cards = PublicCards(FixedClock(NOON), "http://127.0.0.1:8090", recorder)

    card = cards.fetch(NM)
    picture = cards.fetch_photo(PHOTO)

    assert card is not None
    assert picture == Picture(content=b"picture", content_type="image/webp")
    assert [str(request.url) for request in recorder.requests] == [
        f"http://127.0.0.1:8090{FOLDER}/info/ru/card.json",
        "http://127.0.0.1:8090/vol700/part70000/70000001/photos/fs.webp",
    ]


def test_a_simulator_must_be_on_this_machine() -> None:
    with pytest.raises(Rejected):
        PublicCards(FixedClock(NOON), "http://10.0.0.5:8090")


def test_files_are_asked_of_no_other_host() -> None:
    network = Network()

    with pytest.raises(Rejected):
        PublicFiles(FixedClock(NOON), None, network.recorder).read("evil.example", "/x.webp")

    assert network.asked == []


def picture_from(recorder: Recorder, url: str = PHOTO) -> Picture:
    return PublicCards(FixedClock(NOON), transports=recorder).fetch_photo(url)


def test_a_buyers_photo_is_read_from_its_own_host() -> None:
    recorder = answering(httpx.Response(200, content=b"picture", headers=WEBP))

    picture = picture_from(recorder, PHOTO + "?size=1")

    assert picture == Picture(content=b"picture", content_type="image/webp")
    assert [str(request.url) for request in recorder.requests] == [PHOTO + "?size=1"]


def test_a_products_photo_follows_the_product_to_its_present_host() -> None:
    photo = httpx.Response(200, content=b"picture", headers=WEBP)
    place = f"basket-77.wbcontent.net{FOLDER}/images/c516x688/1.webp"
    network = Network({place: photo}, host_map("basket-77.wbcontent.net"))
    cards = network.cards()

    guessed = cards.photo_url(NM)
    picture = cards.fetch_photo(guessed)

    assert guessed == f"https://basket-40.wbbasket.ru{FOLDER}/images/c516x688/1.webp"
    assert picture.content == b"picture"


@pytest.mark.parametrize(
    "url",
    [
        "http://feedback01.wbbasket.ru/x.webp",
        "https://feedback01.wbbasket.ru:8443/x.webp",
        "https://user@feedback01.wbbasket.ru/x.webp",
        "https://wbbasket.ru/x.webp",
        "https://feedback01.wbbasket.ru.evil.example/x.webp",
        "https://evil.example/x.webp#.wbbasket.ru",
        "https://evil.example\\.wbbasket.ru/x.webp",
        "https://127.0.0.1/x.webp",
        "https://[::1]/x.webp",
        "//feedback01.wbbasket.ru/x.webp",
        "file:///etc/passwd",
        "https://feedback01.wbbasket.ru:99999999/x",
        "https://feedback01.wbbasket.ru/\x00",
        "",
    ],
)
def test_pictures_come_from_wbs_file_networks_only(url: str) -> None:
    recorder = answering(httpx.Response(200, content=b"picture", headers=WEBP))

    with pytest.raises(Rejected):
        picture_from(recorder, url)

    assert recorder.requests == []


@pytest.mark.parametrize(
    "odd",
    [
        httpx.Response(404),
        httpx.Response(301, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(200, content=b"<svg/>", headers={"Content-Type": "image/svg+xml"}),
        httpx.Response(200, content=b"<html>", headers={"Content-Type": "text/html"}),
        httpx.Response(200, content=b"unnamed"),
        httpx.Response(200, content=b" " * (LARGEST_FILE_BYTES + 1), headers=WEBP),
    ],
)
def test_only_small_pictures_are_let_through(odd: httpx.Response) -> None:
    with pytest.raises(Rejected):
        picture_from(answering(odd))


def test_a_picture_that_drips_for_ever_is_given_up() -> None:
    clock = FixedClock(NOON)

    def drip() -> Any:
        for _ in range(100):
            clock.advance(timedelta(seconds=1))
            yield b"."

    recorder = serving(lambda request: httpx.Response(200, content=drip(), headers=WEBP))

    with pytest.raises(Unavailable):
        PublicCards(clock, transports=recorder).fetch_photo(PHOTO)
