"""The WB connector over real sockets: the simulator, and servers that misbehave below HTTP."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from waitress.server import create_server  # type: ignore[import-untyped]

from infra.wb_simulator.app import create_app
from infra.wb_simulator.clock import Clock
from infra.wb_simulator.generator.plan import Plan, fill_world
from infra.wb_simulator.tokens import DEFAULT_SCOPES, mint_token
from infra.wb_simulator.world import World
from shared.adapters.system import SystemClock
from shared.adapters.wildberries.cards import PublicCards
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.errors import Unavailable
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing, Verdict
from shared.ports import Marketplace

TOKEN = "header.payload.signature"
REVIEW = Outgoing(channel=Channel.REVIEW, target="r", text="Спасибо!")


@contextmanager
def served(world: World) -> Iterator[str]:
    server = create_server(create_app(world), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)


@contextmanager
def hanging_up(first_words: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A server that hears every request out, says its words and hangs up."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    open_still = True

    def listen() -> None:
        while open_still:
            try:
                caller, _ = listener.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(0.3)
                said = b""
                while True:
                    try:
                        more = caller.recv(65_536)
                    except TimeoutError:
                        break
                    if not more:
                        break
                    said += more
                heard.append(said)
                caller.sendall(first_words)

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        open_still = False
        thread.join(timeout=5)
        listener.close()


def opened(base: str, token: str = TOKEN) -> tuple[WildberriesMarketplaces, Marketplace]:
    marketplaces = WildberriesMarketplaces(WBHosts.at(base))
    return marketplaces, marketplaces.open(token)


@pytest.fixture(scope="module")
def world() -> World:
    world = World(Clock())
    fill_world(world, Plan(items=60))
    world.apply_settings({"limits": False})
    return world


@pytest.fixture(scope="module")
def base(world: World) -> Iterator[str]:
    with served(world) as address:
        yield address


@pytest.fixture
def cabinet(world: World, base: str) -> Iterator[Marketplace]:
    sid = world.first_seller().sid
    scopes = list(DEFAULT_SCOPES)
    token = mint_token(
        sid, time.time(), kind="service", scopes=scopes, read_only=False, expires_in=3600
    )
    marketplaces, cabinet = opened(base, token)
    yield cabinet
    marketplaces.close()


def test_every_generated_item_is_understood(cabinet: Marketplace) -> None:
    reader = WildberriesMarketplaces()
    now = SystemClock().now()
    found = {Channel.REVIEW: 0, Channel.QUESTION: 0}

    for channel in found:
        for answered in (False, True):
            page = cabinet.list_items(ListRequest(channel=channel, answered=answered))
            for raw in page.items:
                reader.parse_item(channel, raw, now)
                reader.read_answer(channel, raw)
                found[channel] += 1
    chats = {chat["chatID"]: chat for chat in cabinet.list_chats()}
    events = cabinet.list_events(None).items
    for chat_id, chat in chats.items():
        own = [event for event in events if event["chatID"] == chat_id]
        item = reader.parse_item(Channel.CHAT, {"chat": chat, "events": own}, now)
        assert item.source.product.nm_id > 0
    reader.close()

    assert min(found.values()) > 0
    assert chats


def test_an_answer_travels_there_and_back(cabinet: Marketplace) -> None:
    reader = WildberriesMarketplaces()
    for channel in (Channel.REVIEW, Channel.QUESTION):
        target = cabinet.list_items(ListRequest(channel=channel, answered=False)).items[0]["id"]
        text = " Здравствуйте!\r\nЁ «й» й 👩‍👩‍👧 "

        outcome = cabinet.send_reply(Outgoing(channel=channel, target=target, text=text))
        raw = cabinet.read_item(channel, target)

        assert outcome.verdict is Verdict.ACCEPTED
        assert raw is not None
        assert reader.read_answer(channel, raw).found == text
    reader.close()


def test_cards_and_pictures_come_from_the_simulator(world: World, base: str) -> None:
    cards = PublicCards(SystemClock(), base, report=print)
    record = next(one for one in world.cards.everything() if not one["missing"])

    card = cards.fetch(record["nm"])
    picture = cards.fetch_photo(cards.photo_url(record["nm"]))

    assert card is not None
    assert card.name == record["card"]["imt_name"]
    assert card.characteristics
    assert picture.content_type == "image/webp"
    assert cards.fetch(1) is None


def test_a_port_where_nobody_listens_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    marketplaces, cabinet = opened(f"http://127.0.0.1:{port}")

    assert cabinet.send_reply(REVIEW).verdict is Verdict.NOT_SENT
    with pytest.raises(Unavailable):
        cabinet.list_chats()
    marketplaces.close()


def test_failed_encryption_is_not_sent() -> None:
    with hanging_up(b"HTTP/1.1 400 Bad Request\r\n\r\n") as (port, heard):
        marketplaces, cabinet = opened(f"https://127.0.0.1:{port}")

        outcome = cabinet.send_reply(REVIEW)

    marketplaces.close()
    assert outcome.verdict is Verdict.NOT_SENT
    assert TOKEN.encode() not in b"".join(heard)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
        b"HTTP/1.1 204 No",
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ],
)
def test_a_server_that_hangs_up_is_asked_once_and_leaves_doubt(words: bytes) -> None:
    with hanging_up(words) as (port, heard):
        marketplaces, cabinet = opened(f"http://127.0.0.1:{port}")

        outcome = cabinet.send_reply(REVIEW)

    marketplaces.close()
    assert outcome.verdict is Verdict.UNKNOWN
    assert len(heard) == 1
    assert heard[0].startswith(b"POST /api/v1/feedbacks/answer HTTP/1.1\r\n")
    assert f"Authorization: {TOKEN}\r\n".encode() in heard[0]
