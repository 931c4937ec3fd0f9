"""What product cards and pictures promise, in memory and in front of the simulator's files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

import pytest

from infra.wb_simulator.app import create_app
from infra.wb_simulator.cards import make_record
from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.baskets import is_allowed_host
from shared.adapters.wildberries.cards import PublicCards
from shared.domain.errors import Rejected, Unavailable
from shared.domain.products.card import Card, Characteristic, Picture, Price
from shared.ports import Cards, Photos
from tests.builders import NOON
from tests.wb_simulator.harness import DroppingTransport, Marketplace

NM = 949_889_001
SHIRT = Card(
    nm_id=NM,
    name="Футболка хлопковая",
    brand="Пример",
    subject="Футболки",
    description="Мягкая.",
    characteristics=(
        Characteristic(name="Пол", value="Женский"),
        Characteristic(name="Цвет", value="белый"),
    ),
)
PHOTO = "https://feedback01.wbbasket.ru/vol9498/part949889/949889001/photos/fs.webp"
PAGE = "https://basket-40.wbbasket.ru/vol9498/part949889/949889001/info/ru/card.json"
OUTAGES: dict[str, dict[str, Any]] = {
    "drop": {"kind": "drop"},
    "overload": {"kind": "status", "status": 503},
    "throttle": {"kind": "status", "status": 429},
}
NO_ARTICLES = (0, -1, 10**12, True)
FOREIGN = (
    "http://feedback01.wbbasket.ru/x.webp",
    "https://user@feedback01.wbbasket.ru/x.webp",
    "https://feedback01.wbbasket.ru:8443/x.webp",
    "https://evil.example/x.webp",
    "https://127.0.0.1/x.webp",
    "file:///etc/passwd",
    "https://feedback01.wbbasket.ru/\x00",
    "",
)


class Bench(Protocol):
    """Cards and photos with the files behind them."""

    cards: Cards
    photos: Photos

    def sell(self, card: Card) -> None:
        """Show a card to everybody."""

    def withdraw(self, card: Card) -> None:
        """Show it no more."""

    def garble(self, card: Card) -> None:
        """Spoil its bytes."""

    def show(self, url: str) -> None:
        """Put a picture there."""

    def hide(self, url: str) -> None:
        """Take the picture away."""

    def cut_off(self, outage: str) -> None:
        """Let no file come any more."""


class MemoryBench:
    """Files in memory."""

    def __init__(self) -> None:
        self.memory = MemoryCards()
        self.cards: Cards = self.memory
        self.photos: Photos = self.memory
        self.memory.add_photo(PAGE, Picture(content=b"{}", content_type="application/json"))

    def sell(self, card: Card) -> None:
        self.memory.add(card)

    def withdraw(self, card: Card) -> None:
        self.memory.remove(card.nm_id)

    def garble(self, card: Card) -> None:
        self.memory.remove(card.nm_id)

    def show(self, url: str) -> None:
        self.memory.add_photo(url, Picture(content=b"RIFF....WEBP", content_type="image/webp"))

    def hide(self, url: str) -> None:
        self.memory.add_photo(url, Picture(content=b"", content_type="text/plain"))

    def cut_off(self, outage: str) -> None:
        self.memory.is_down = True


def unheard(host: str) -> None:
    raise AssertionError(f"{host} was reported")


class SimulatedBench:
    """The real reader; the simulator shows a picture at every address that could have one."""

    def __init__(self) -> None:
        self.market = Marketplace()
        app = create_app(self.market.world)
        public = PublicCards(
            FixedClock(NOON), "https://wb.test", lambda: DroppingTransport(app), report=unheard
        )
        self.cards: Cards = public
        self.photos: Photos = public

    def sell(self, card: Card) -> None:
        product = {
            "nm": card.nm_id,
            "imt": 1,
            "name": card.name,
            "brand": card.brand,
            "subject": card.subject,
            "subject_id": 192,
            "article": "shirt",
            "description": card.description,
            "options": {line.name: line.value for line in card.characteristics},
        }
        record = make_record(product, "seller")
        record["card"]["media"] = {"photo_count": 3 if card.photo else 0}
        self.market.world.cards.put(record)

    def withdraw(self, card: Card) -> None:
        self.market.control("PATCH", f"cards/{card.nm_id}", json={"missing": True})

    def garble(self, card: Card) -> None:
        self.market.fault("malformed", "GET /cdn/card.json")

    def show(self, url: str) -> None:
        self.market.control("DELETE", "faults")

    def hide(self, url: str) -> None:
        self.market.fault("status", "GET /cdn/image", status=404)

    def cut_off(self, outage: str) -> None:
        self.market.fault(operation="GET /cdn/*", **OUTAGES[outage])


@pytest.fixture(params=[MemoryBench, SimulatedBench])
def bench(request: pytest.FixtureRequest) -> Bench:
    made: Bench = request.param()
    return made


def test_a_card_is_read_whole(bench: Bench) -> None:
    bench.sell(SHIRT)

    found = bench.cards.fetch(NM)

    assert found is not None
    assert replace(found, price=None) == SHIRT


def test_a_card_with_pictures_names_the_first(bench: Bench) -> None:
    bench.sell(replace(SHIRT, photo=bench.photos.photo_url(NM)))

    found = bench.cards.fetch(NM)

    assert found is not None
    bench.show(found.photo)
    assert bench.photos.fetch_photo(found.photo).content_type == "image/webp"


def test_a_card_tells_the_last_price_and_its_day(bench: Bench) -> None:
    price = Price(kopecks=100_000, noted_at=NOON - timedelta(days=3))
    bench.sell(replace(SHIRT, price=price))

    found = bench.cards.fetch(NM)

    assert found is not None
    assert found.price is not None
    assert 85_000 <= found.price.kopecks <= 115_000
    assert NOON - timedelta(days=60) < found.price.noted_at <= NOON


def test_a_changed_card_is_read_anew(bench: Bench) -> None:
    bench.sell(SHIRT)
    bench.cards.fetch(NM)

    bench.sell(replace(SHIRT, name="Футболка льняная"))

    found = bench.cards.fetch(NM)
    assert found is not None
    assert found.name == "Футболка льняная"


def test_a_product_without_a_card_has_none(bench: Bench) -> None:
    bench.sell(SHIRT)
    bench.withdraw(SHIRT)

    assert bench.cards.fetch(NM) is None
    assert bench.cards.fetch(NM + 1) is None


def test_a_card_that_cannot_be_read_is_no_card(bench: Bench) -> None:
    bench.sell(SHIRT)
    bench.garble(SHIRT)

    assert bench.cards.fetch(NM) is None


@pytest.mark.parametrize("nm_id", NO_ARTICLES)
def test_what_is_no_article_has_no_card_even_in_an_outage(bench: Bench, nm_id: int) -> None:
    bench.cut_off("drop")

    assert bench.cards.fetch(nm_id) is None


@pytest.mark.parametrize("nm_id", NO_ARTICLES)
def test_what_is_no_article_has_no_picture(bench: Bench, nm_id: int) -> None:
    with pytest.raises(Rejected):
        bench.photos.photo_url(nm_id)


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_is_unavailable(bench: Bench, outage: str) -> None:
    bench.sell(SHIRT)
    bench.show(PHOTO)
    bench.cut_off(outage)

    with pytest.raises(Unavailable):
        bench.cards.fetch(NM)
    with pytest.raises(Unavailable):
        bench.photos.fetch_photo(PHOTO)


def test_a_picture_comes_as_it_lies_there(bench: Bench) -> None:
    bench.show(PHOTO)

    picture = bench.photos.fetch_photo(PHOTO)

    assert picture.content_type == "image/webp"
    assert picture.content.startswith(b"RIFF")
    assert bench.photos.fetch_photo(PHOTO) == picture


def test_the_picture_of_a_product_can_be_read(bench: Bench) -> None:
    url = bench.photos.photo_url(NM)
    bench.show(url)

    assert bench.photos.fetch_photo(url).content_type == "image/webp"
    assert is_allowed_host(url.removeprefix("https://").partition("/")[0])


def test_a_missing_picture_is_rejected(bench: Bench) -> None:
    bench.show(PHOTO)
    bench.hide(PHOTO)

    with pytest.raises(Rejected):
        bench.photos.fetch_photo(PHOTO)


def test_a_file_that_is_no_picture_is_rejected(bench: Bench) -> None:
    bench.sell(SHIRT)

    with pytest.raises(Rejected):
        bench.photos.fetch_photo(PAGE)


@pytest.mark.parametrize("url", FOREIGN)
def test_an_address_elsewhere_is_rejected_even_in_an_outage(bench: Bench, url: str) -> None:
    bench.cut_off("drop")

    with pytest.raises(Rejected):
        bench.photos.fetch_photo(url)
