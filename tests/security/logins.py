"""`make bench-logins`: a hundred sign-ins at once, then slow bodies, at a real process of the API.

The process runs as its image starts it. Its memory is read from the system while the sign-ins wait;
others go on reading the API all the time, and how long they wait is what counts.
"""

import os
import re
import secrets
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from infra.figures import Bar, report_figures
from infra.local.environment import INDEXES
from infra.local.screen import say
from infra.probe import free_port, probe_function, probe_settings

ROOT = Path(__file__).parents[2]
LOGINS, ROUNDS, SLOW = 100, 2, 30
CUT_WITHIN_S = 8.0
MEMORY_MB = 512
PASSWORD = "vitrina-2026"
BARS: dict[str, Bar] = {
    "logins": (">=", LOGINS * ROUNDS),
    "unanswered": ("==", 0),
    "signed_in": (">=", 1),
    "peak_mb": ("<=", MEMORY_MB),
    "others_p95_s": ("<", 1),
    "slow_bodies_cut": (">=", SLOW),
    "others_p95_beside_slow_bodies_s": ("<", 1),
    "alive": ("==", 1),
}


def main() -> int:
    """0 when nobody waited too long and the memory was enough."""
    with running_api() as (process, url):
        sign_up(url)
        with reading(url) as waits, weighing(process.pid) as weights:
            statuses = storm(url)
        first = quantile(waits)
        with reading(url) as waits, slow_bodies(url) as calls:
            cut = drop_by_drop(calls)
        figures: dict[str, float] = {
            "logins": sum(statuses.values()),
            "signed_in": statuses[200],
            "told_to_wait": statuses[429],
            "unanswered": sum(statuses.values()) - statuses[200] - statuses[429],
            "peak_mb": round(max(weights), 1),
            "others_p95_s": first,
            "slow_bodies": len(calls),
            "slow_bodies_cut": cut,
            "others_p95_beside_slow_bodies_s": quantile(waits),
            "alive": process.poll() is None,
        }
    say(f"answers to {figures['logins']:.0f} sign-ins: {dict(statuses)}")
    return 0 if report_figures("bench-logins", figures, BARS) else 1


@contextmanager
def running_api(**changes: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """The function alone, with a store in a file, as many proxies before it as in the cloud."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        env = probe_settings(port) | {
            "STORE_BACKEND": "embedded",
            "EMBEDDED_PATH": f"{folder}/store.sqlite",
            "INDEXES_PATH": str(INDEXES),
            "FILES_FOLDER": folder,
            "PROXY_HOPS": "1",
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"],
            "FUNCTION_TARGET": "inbox_api",
            **image_settings(),
            **changes,
        }
        main_file = str(ROOT / "functions" / "inbox_api" / "main.py")
        command = [str(Path(sys.executable).with_name("functions-framework")), "--source"]
        process = subprocess.Popen(
            [*command, main_file], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            probe_function("inbox_api", port, process)
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def image_settings() -> dict[str, str]:
    """What the image sets for the server itself."""
    lines = (ROOT / "infra" / "Dockerfile").read_text()
    return dict(re.findall(r"\b(THREADS|MALLOC_ARENA_MAX)=(\d+)", lines))


def ask(url: str, address: str) -> httpx.Client:
    """A browser of somebody at this address."""
    headers = {
        "Origin": "http://127.0.0.1",
        "X-Requested-With": "inbox",
        "X-Forwarded-For": address,
    }
    return httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False)


def email(number: int) -> str:
    """One of the accounts."""
    return f"seller{number}@example.com"


def sign_up(url: str) -> None:
    """A few sellers; as many others are strangers, who cost as much."""
    for number in range(4):
        with ask(url, f"198.51.100.{number}") as client:
            body = {"email": email(number), "password": PASSWORD, "name": "Лавка"}
            client.post("/api/auth/register", json=body).raise_for_status()


def storm(url: str) -> Counter[int]:
    """Everybody signs in at the same moment; whoever is told to wait has been answered."""
    statuses: Counter[int] = Counter()

    def sign_in(number: int) -> int:
        with ask(url, f"203.0.113.{number}") as client:
            body = {"email": email(number % 4), "password": PASSWORD}
            gate.wait()
            try:
                return client.post("/api/auth/login", json=body).status_code
            except httpx.HTTPError:
                return 0

    for _ in range(ROUNDS):
        gate = threading.Barrier(LOGINS)
        with ThreadPoolExecutor(LOGINS) as pool:
            statuses.update(pool.map(sign_in, range(LOGINS)))
    return statuses


@contextmanager
def reading(url: str) -> Iterator[list[float]]:
    """Somebody who reads the API without a pause."""
    waits: list[float] = []
    over = threading.Event()

    def read() -> None:
        with ask(url, "192.0.2.1") as client:
            while not over.is_set():
                waits.append(timed(lambda: client.get("/api/auth/me")))
                time.sleep(0.02)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield waits
    finally:
        over.set()
        reader.join()


@contextmanager
def slow_bodies(url: str) -> Iterator[list[socket.socket]]:
    """Requests that promise a body and send a byte of it now and then."""
    host, port = url.removeprefix("http://").split(":")
    calls = [socket.create_connection((host, int(port)), timeout=5) for _ in range(SLOW)]
    head = (
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nOrigin: http://127.0.0.1\r\n"
        "X-Requested-With: inbox\r\nContent-Type: application/json\r\n"
        f"Content-Length: 60000\r\nX-Request: {secrets.token_hex(4)}\r\n\r\n{{"
    )
    for call in calls:
        call.sendall(head.encode())
    try:
        yield calls
    finally:
        for call in calls:
            call.close()


def drop_by_drop(calls: list[socket.socket]) -> int:
    """Send a byte now and then, until the other side has had enough; count those it answered."""
    ends, left = time.monotonic() + CUT_WITHIN_S, list(calls)
    while left and time.monotonic() < ends:
        answered, _, _ = select.select(left, [], [], 0.5)
        left = [call for call in left if call not in answered]
        for call in left:
            with suppress(OSError):
                call.send(b" ")
    return len(calls) - len(left)


def timed(act: Callable[[], object]) -> float:
    """How long something took, in seconds."""
    started = time.monotonic()
    act()
    return time.monotonic() - started


def quantile(waits: list[float]) -> float:
    """What 95 of a hundred did not exceed."""
    return round(statistics.quantiles(waits, n=20)[-1], 3)


@contextmanager
def weighing(pid: int) -> Iterator[list[float]]:
    """What the process and its workers hold, in MiB; what they share counts once."""
    weights: list[float] = []
    over = threading.Event()

    def weigh() -> None:
        while not over.is_set():
            weights.append(sum(_held_kb(one) for one in [pid, *_children(pid)]) / 1024)
            time.sleep(0.1)

    scale = threading.Thread(target=weigh)
    scale.start()
    try:
        yield weights
    finally:
        over.set()
        scale.join()


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [child for one in map(int, listed) for child in (one, *_children(one))]


def _held_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main())
