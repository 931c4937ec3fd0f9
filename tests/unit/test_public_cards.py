"""Which public files are read, and from where."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.baskets import is_allowed_host, table_hosts
from shared.adapters.wildberries.cards import LONGEST_CARD_SECONDS, PublicCards
from shared.adapters.wildberries.public_files import LARGEST_FILE_BYTES, PublicFiles
from shared.domain.errors import Rejected, Unavailable
from shared.domain.marketplace import Characteristic, Picture, Price
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
PICTURE = b"RIFF\x10\x00\x00\x00WEBPVP8 "


def host_map(host: str, low: int = 0, high: int = 20_000, branch: str = "recommend") -> Any:
    hosts = [{"vol_range_from": low, "vol_range_to": high, "host": host}]
    return {branch: {"mediabasket_route_map": [{"method": "range", "hosts": hosts}]}}


def unheard(host: str) -> None:
    raise AssertionError(f"{host} was reported")


def read_by(*answers: httpx.Response) -> PublicCards:
    return PublicCards(FixedClock(NOON), transports=answering(*answers), report=unheard)


class Network:
    """A file network by host and path; what is not there is 404."""

    def __init__(self, files: dict[str, Any] | None = None, live_map: Any = None) -> None:
        self.files = dict(files or {})
        self.live_map = live_map
        self.foreign: list[str] = []
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
        return PublicCards(
            clock or FixedClock(NOON), transports=self.recorder, report=self.foreign.append
        )


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


def picture_from(recorder: Recorder, url: str = PHOTO) -> Picture:
    return PublicCards(FixedClock(NOON), transports=recorder, report=unheard).fetch_photo(url)


def test_a_buyers_photo_is_read_from_its_own_host() -> None:
    recorder = answering(httpx.Response(200, content=PICTURE, headers=WEBP))

    picture = picture_from(recorder, PHOTO + "?size=1")

    assert picture == Picture(content=PICTURE, content_type="image/webp")
    assert [str(request.url) for request in recorder.requests] == [PHOTO + "?size=1"]


def test_a_products_photo_follows_the_product_to_its_present_host() -> None:
    photo = httpx.Response(200, content=PICTURE, headers=WEBP)
    place = f"basket-77.wbcontent.net{FOLDER}/images/c246x328/1.webp"
    network = Network({place: photo}, host_map("basket-77.wbcontent.net"))
    cards = network.cards()

    guessed = cards.photo_url(NM)
    picture = cards.fetch_photo(guessed)

    assert guessed == f"https://basket-40.wbbasket.ru{FOLDER}/images/c246x328/1.webp"
    assert picture.content == PICTURE


def test_a_viewer_does_not_wait_for_the_map_of_what_the_table_finds() -> None:
    photo = httpx.Response(200, content=PICTURE, headers=WEBP)
    place = f"basket-40.wbbasket.ru{FOLDER}/images/c246x328/1.webp"
    network = Network({place: photo})
    cards = network.cards()

    assert cards.fetch_photo(cards.photo_url(NM)).content == PICTURE
    assert network.asked == [place]


def test_a_viewer_waits_a_second_for_the_map_when_nothing_is_found() -> None:
    network = Network()
    cards = network.cards()
    with pytest.raises(Rejected):
        cards.fetch_photo(cards.photo_url(NM))

    (asked,) = [one for one in network.recorder.requests if one.url.path == "/api/v3/upstreams"]
    assert set(asked.extensions["timeout"].values()) == {1.0}


def test_a_card_is_given_up_in_time_whatever_hangs() -> None:
    clock = FixedClock(NOON)

    def hang(request: httpx.Request) -> httpx.Response:
        clock.advance(timedelta(seconds=max(request.extensions["timeout"].values())))
        raise httpx.ReadTimeout("slow")

    started, recorder = clock.monotonic(), serving(hang)
    cards = PublicCards(clock, transports=recorder, report=unheard)
    with pytest.raises(Unavailable):
        cards.fetch(NM)

    assert clock.monotonic() - started <= LONGEST_CARD_SECONDS
    assert len(recorder.requests) == 4


def test_a_card_that_came_late_does_without_its_price() -> None:
    clock = FixedClock(NOON)

    def dawdle(request: httpx.Request) -> httpx.Response:
        clock.advance(timedelta(seconds=9))
        return httpx.Response(200, json=CARD if "card.json" in request.url.path else [])

    cards = PublicCards(clock, transports=serving(dawdle), report=unheard)
    card = cards.fetch(NM)

    assert card is not None
    assert card.price is None


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
    recorder = answering(httpx.Response(200, content=PICTURE, headers=WEBP))

    with pytest.raises(Rejected):
        picture_from(recorder, url)

    assert recorder.requests == []


@pytest.mark.parametrize(
    "odd",
    [
        httpx.Response(404),
        httpx.Response(301, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(200, content=b"<svg/>", headers={"Content-Type": "image/svg+xml"}),
        httpx.Response(200, content=b"<script>alert(1)</script>", headers=WEBP),
        httpx.Response(200, content=b"", headers=WEBP),
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
        PublicCards(clock, transports=recorder, report=unheard).fetch_photo(PHOTO)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"\x00\x00\x00\x1cftypavif", "image/avif"),
    ],
)
def test_a_picture_is_what_its_bytes_say(head: bytes, kind: str) -> None:
    wrong = {"Content-Type": "text/html"}
    answer = httpx.Response(200, content=head + b"rest", headers=wrong)

    assert picture_from(answering(answer)).content_type == kind


def test_a_packed_file_is_refused_unread() -> None:
    bomb = httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(b"x"))

    with pytest.raises(Rejected):
        picture_from(answering(bomb))


def test_nothing_is_told_to_the_file_networks() -> None:
    headers = {"Set-Cookie": "who=seller; Domain=wbbasket.ru; Path=/", **WEBP}
    recorder = answering(httpx.Response(200, content=PICTURE, headers=headers))
    cards = PublicCards(FixedClock(NOON), transports=recorder, report=unheard)

    for _ in range(2):
        cards.fetch_photo(PHOTO)

    told = {name for request in recorder.requests for name in request.headers}
    assert told == {"accept", "accept-encoding", "connection", "host", "user-agent"}
    assert all(one.headers["accept-encoding"] == "identity" for one in recorder.requests)


def test_a_missing_picture_is_not_asked_for_again_at_once() -> None:
    clock = FixedClock(NOON)
    recorder = answering(httpx.Response(404))
    cards = PublicCards(clock, transports=recorder, report=unheard)

    for wait in (0, 599, 2):
        clock.advance(timedelta(seconds=wait))
        with pytest.raises(Rejected):
            cards.fetch_photo(PHOTO)

    assert len(recorder.requests) == 2


def test_a_host_that_is_down_is_left_alone_for_a_while() -> None:
    clock = FixedClock(NOON)
    recorder = answering(httpx.ConnectTimeout("slow"))
    cards = PublicCards(clock, transports=recorder, report=unheard)

    for wait in (0, 29, 2):
        clock.advance(timedelta(seconds=wait))
        with pytest.raises(Unavailable):
            cards.fetch_photo(PHOTO)

    assert len(recorder.requests) == 2


@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 100_000])
def test_a_bottomless_file_is_no_card(deep: bytes) -> None:
    assert read_by(httpx.Response(200, content=deep)).fetch(NM) is None


def price_of(history: Any) -> Price | None:
    network = Network({f"basket-40.wbbasket.ru{FOLDER}/info/ru/card.json": CARD})
    network.files[f"basket-40.wbbasket.ru{FOLDER}/info/price-history.json"] = history
    card = network.cards().fetch(NM)
    assert card is not None
    return card.price


def test_the_price_is_the_newest_of_the_history() -> None:
    history = [
        {"dt": 1_790_000_000, "price": {"RUB": 123_450}},
        {"dt": 1_780_000_000, "price": {"RUB": 99_900}},
        {"dt": 1_795_000_000, "price": {"BYN": 1}},
    ]

    price = price_of(history)

    assert price == Price(kopecks=123_450, noted_at=datetime.fromtimestamp(1_790_000_000, tz=UTC))


@pytest.mark.parametrize(
    "history",
    [
        httpx.Response(404),
        httpx.Response(503),
        httpx.Response(200, content=b"["),
        {"dt": 1},
        [],
        [{"dt": 10**30, "price": {"RUB": 1}}, {"dt": 1, "price": {"RUB": 0}}],
        [{"dt": True, "price": {"RUB": 5}}, {"dt": 1, "price": {"RUB": "5"}}, {"dt": 1}, 7],
    ],
)
def test_a_card_does_without_a_price(history: Any) -> None:
    assert price_of(history) is None
