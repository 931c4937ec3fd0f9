"""A chaos whose instruments see nothing would pass everything: each one is made to see."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from infra.chaos.killer import wait_stopped
from infra.chaos.ledger import Ledger, state_of, unfinished, workers_of
from infra.chaos.relay import Cut, Relay, client_ports
from infra.chaos.shop import Approved
from infra.chaos.verdict import Verdict, judge
from infra.wb_simulator.app import create_app
from infra.wb_simulator.generator.plan import Plan, fill_world
from infra.wb_simulator.world import World

TEXT = "Здравствуйте! Спасибо за ваше обращение №1, мы рады, что вы с нами."


@pytest.fixture
def world() -> World:
    made = World()
    fill_world(made, Plan(items=0))
    return made


@pytest.fixture
def wb(world: World) -> Iterator[httpx.Client]:
    transport = httpx.WSGITransport(create_app(world))
    with httpx.Client(transport=transport, base_url="http://wb.test") as client:
        yield client


def verdict_of(wb: httpx.Client, state: str, text: str = TEXT) -> Verdict:
    return judge(wb, [Approved(reply="r1", channel="chat", text=text)], lambda _: state)


def open_chat(wb: httpx.Client) -> str:
    return str(wb.post("/_control/chats", json={"text": "Где заказ?"}).json()["id"])


def say(wb: httpx.Client, chat: str, text: str) -> None:
    words = {"sender": "seller", "source": "seller-public-api", "text": text}
    wb.post(f"/_control/chats/{chat}/messages", json=words).raise_for_status()


def test_a_message_that_wb_has_twice_is_a_duplicate(wb: httpx.Client) -> None:
    chat = open_chat(wb)
    say(wb, chat, TEXT)
    assert not verdict_of(wb, "confirmed").duplicated

    say(wb, chat, TEXT)

    assert verdict_of(wb, "confirmed").duplicated
    assert verdict_of(wb, "attention").duplicated
    assert verdict_of(wb, "confirmed", "Другой ответ.").duplicated


def test_a_spent_edit_is_a_duplicate_that_left_no_second_text(
    world: World, wb: httpx.Client
) -> None:
    number = wb.post("/_control/reviews", json={"text": "Мало"}).json()["id"]
    wb.post(f"/_control/reviews/{number}/answer", json={"text": TEXT}).raise_for_status()
    assert not verdict_of(wb, "confirmed").duplicated

    reviews = world.first_seller().reviews
    review = reviews.find(number)
    assert review is not None
    reviews.edit(review, TEXT, world.clock.now())

    assert verdict_of(wb, "confirmed").duplicated


@pytest.mark.parametrize("state", ["confirmed", "failed", "answered_elsewhere", "cancelled", ""])
def test_what_never_arrived_is_lost_unless_a_person_is_asked(wb: httpx.Client, state: str) -> None:
    assert verdict_of(wb, state).lost
    assert not verdict_of(wb, "attention").lost


def test_what_is_not_final_is_stuck(wb: httpx.Client) -> None:
    assert verdict_of(wb, "unknown").stuck
    assert not verdict_of(wb, "attention").stuck


def test_the_ledger_knows_what_a_process_has_not_ended(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def app(environ: dict[str, str], _start: object) -> list[bytes]:
        seen.append(unfinished(tmp_path, "dispatch_reply", os.getpid()))
        return [environ["PATH_INFO"].encode()]

    ledger = Ledger(app, tmp_path, "dispatch_reply")
    call = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "HTTP_X_CLOUDTASKS_TASKNAME": "t7"}
    ledger(call, lambda *_: lambda _: None)
    ledger({**call, "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)

    assert seen == [["1-t7"], []]
    assert workers_of(tmp_path, "dispatch_reply") == [os.getpid()]


def test_who_has_a_dead_workers_number_is_no_worker(tmp_path: Path) -> None:
    (tmp_path / f"dispatch_reply.{os.getpid()}-1").write_text("+1-t7\n")

    assert workers_of(tmp_path, "dispatch_reply") == []
    assert unfinished(tmp_path, "dispatch_reply", os.getpid()) == []


def test_a_stopped_process_is_told_from_one_that_is_gone() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    process.send_signal(signal.SIGSTOP)
    assert wait_stopped(process.pid)

    process.kill()
    process.wait()

    assert not wait_stopped(process.pid)
    assert state_of(process.pid) == ""


class Counting(BaseHTTPRequestHandler):
    """Counts what it has answered."""

    handled: list[str]

    def do_POST(self) -> None:
        self.handled.append(self.path)
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def relay() -> Iterator[Relay]:
    Counting.handled = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = Relay(server.server_port)
    made.start()
    yield made
    server.shutdown()
    server.server_close()


def test_the_relay_loses_one_answer_after_the_server_has_handled_it(relay: Relay) -> None:
    address = f"http://127.0.0.1:{relay.port}"
    assert httpx.post(f"{address}/reply").status_code == 202
    cut = relay.lose(Cut(pattern="POST /reply "))

    assert httpx.post(f"{address}/other").status_code == 202
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{address}/reply")
    assert httpx.post(f"{address}/reply").status_code == 202

    assert Counting.handled == ["/reply", "/other", "/reply", "/reply"]
    assert cut.done.is_set()
    assert re.match("HTTP/1.. 202 ", cut.answer)
    assert relay.lost == [cut]


def test_the_relay_finds_the_connections_of_one_process(relay: Relay) -> None:
    address = ("127.0.0.1", relay.port)
    with closing(socket.create_connection(address)) as ours:
        ports = client_ports(os.getpid())
        assert ours.getsockname()[1] in ports
        cut = relay.lose(Cut(ports=ports))
        ours.sendall(b"POST /reply HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        with suppress(ConnectionResetError):
            assert ours.recv(100) == b""

    assert cut.done.is_set()
    assert Counting.handled == ["/reply"]
