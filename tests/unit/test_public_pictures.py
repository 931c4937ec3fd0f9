"""Pictures come small, from WB's own hosts, and by what their bytes say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.cards import LONGEST_CARD_SECONDS, PublicCards
from shared.adapters.wildberries.public_files import LARGEST_FILE_BYTES
from shared.domain.errors import Rejected, Unavailable
from shared.domain.products.card import Picture, Price
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
from tests.wb_recorder import Recorder, answering, serving

WEBP = {"Content-Type": "image/webp; charset=binary"}


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
