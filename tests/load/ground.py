"""A stack on the embedded store with many sellers, each signed in and with items that wait."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.local.driver import RunningStack, start_stack
from shared.adapters.memory.passwords import QuickHasher
from shared.adapters.passwords import SystemSecrets
from shared.adapters.system import SystemClock, SystemIds
from shared.ports import Stores
from shared.usecases.open_account import Registration, register_account
from tests.benchmark.lists import fill_inbox
from tests.stores import embedded_stores

# What a sync leads to; in the other queues tasks wait for their time.
_WORK = ("ingest", "link", "draft")
_QUIET_LOOKS = 5
_QUIET_WITHIN_S = 180.0


@dataclass(frozen=True, slots=True)
class Place:
    """A running stack, and where the sellers' sessions are written."""

    stack: RunningStack
    sessions: Path


@contextmanager
def stand(folder: Path, port: int, sellers: int, items: int) -> Iterator[Place]:
    """Write everything while nothing runs, then start; the stack's own seller is read first."""
    data = folder / "data"
    data.mkdir(parents=True)
    sessions = folder / "sessions.json"
    stores = embedded_stores(data / "embedded.sqlite")
    sessions.write_text(json.dumps(seed_sellers(stores, sellers, items)))
    stores.close()
    stack = start_stack(data, port, "--store", "embedded")
    try:
        await_quiet(stack.state["queues"])
        yield Place(stack, sessions)
    finally:
        stack.stop()


def await_quiet(queues: str) -> None:
    """Wait until nothing has been left to understand for some seconds; TimeoutError after long."""
    quiet, deadline = 0, time.monotonic() + _QUIET_WITHIN_S
    with httpx.Client(base_url=queues, trust_env=False, timeout=30) as client:
        while quiet < _QUIET_LOOKS:
            if time.monotonic() > deadline:
                raise TimeoutError("the stack does not come to rest")
            figures = client.get("/queues").json()
            quiet = 0 if any(figures[name]["depth"] for name in _WORK) else quiet + 1
            time.sleep(1)


def seed_sellers(stores: Stores, sellers: int, items: int) -> list[str]:
    """Accounts with a session each; an address of its own keeps each below the throttle."""
    tokens = []
    for number in range(sellers):
        signed_in = register_account(
            Registration(
                email=f"load{number}@example.com",
                password="nagruzka-2026-proba",
                name=f"Лавка {number}",
                address=f"198.51.{number // 250}.{number % 250}",
            ),
            stores=stores,
            hasher=QuickHasher(),
            secrets=SystemSecrets(),
            clock=SystemClock(),
            ids=SystemIds(),
        )
        fill_inbox(stores.of_seller(signed_in.session.seller), items)
        tokens.append(signed_in.token)
    return tokens
