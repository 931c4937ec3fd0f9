"""Two real processes of the API over one store: what ends in one has ended in the other."""

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tests.security.logins import PASSWORD, ask, running_api

pytestmark = [pytest.mark.emulator, pytest.mark.timeout(180)]
EMAIL = "two@example.com"
NEW = "samovar-tula-41"


@pytest.fixture(scope="module")
def urls(emulator_host: str) -> Iterator[list[str]]:
    """Where the two listen; they know of each other by the store alone."""
    shared = {
        "STORE_BACKEND": "firestore",
        "PROJECT": f"two-{os.getpid()}",
        "FIRESTORE_EMULATOR_HOST": emulator_host,
    }
    with ExitStack() as held, ThreadPoolExecutor(2) as pool:
        opening = [running_api(**shared) for _ in range(2)]
        yield list(pool.map(lambda one: held.enter_context(one)[1], opening))


@pytest.fixture(scope="module")
def account(urls: list[str]) -> str:
    with ask(urls[0], "198.51.100.1") as client:
        body = {"email": EMAIL, "password": PASSWORD, "name": "Лавка"}
        client.post("/api/auth/register", json=body).raise_for_status()
    return EMAIL


@contextmanager
def signed_in(url: str) -> Iterator[httpx.Client]:
    with ask(url, "198.51.100.2") as client:
        body = {"email": EMAIL, "password": PASSWORD}
        client.post("/api/auth/login", json=body).raise_for_status()
        yield client


def end_from_elsewhere(here: str, _: httpx.Client) -> None:
    with signed_in(here) as other:
        listed = other.get("/api/auth/sessions").raise_for_status().json()["items"]
        for one in [one for one in listed if not one["current"]]:
            other.delete(f"/api/auth/sessions/{one['id']}").raise_for_status()


def sign_out(here: str, victim: httpx.Client) -> None:
    victim.post(f"{here}/api/auth/logout").raise_for_status()


def change_password(here: str, _: httpx.Client) -> None:
    body = {"current": PASSWORD, "new": NEW}
    with signed_in(here) as other:
        other.post("/api/auth/password", json=body).raise_for_status()


@pytest.mark.parametrize("end", [end_from_elsewhere, sign_out, change_password])
def test_a_session_ended_in_one_process_is_dead_in_the_other_at_its_next_request(
    urls: list[str], account: str, end: Callable[[str, httpx.Client], None]
) -> None:
    here, there = urls
    with signed_in(there) as victim:
        cookies = dict(victim.cookies)
        assert victim.get("/api/auth/me").status_code == 200
        assert httpx.get(f"{here}/api/auth/me", cookies=cookies, trust_env=False).is_success

        end(here, victim)

        for url in (there, here):
            left = httpx.get(f"{url}/api/auth/me", cookies=cookies, trust_env=False)
            assert (left.status_code, left.json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "head",
    [
        "TRACE /api/auth/me HTTP/1.1\r\nHost: x\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n",
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n",
        (
            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            "Transfer-Encoding: chunked\r\n"
        ),
        "GET /api/auth/me HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
        "GET /api/auth/me\tHTTP/9.9\r\nHost: x\r\n",
        "GET http://169.254.169.254/ HTTP/1.1\r\nHost: x\r\n",
        f"GET /{'a' * 9000} HTTP/1.1\r\nHost: x\r\n",
        f"GET /api/auth/me HTTP/1.1\r\nHost: x\r\nCookie: {'a' * 20_000}\r\n",
    ],
    ids=lambda head: head[:24],
)
def test_odd_requests_are_refused_by_the_server_itself(urls: list[str], head: str) -> None:
    parts = urlsplit(urls[0])
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as call:
        call.sendall(f"{head}Connection: close\r\n\r\n".encode())
        status = call.recv(64).decode("latin-1")

    assert status == "" or status.split()[1].startswith("4"), status
    assert httpx.get(f"{urls[0]}/api/health", trust_env=False).status_code == 200
