"""A local stack on the embedded store with an account that holds many interactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.local.driver import start_stack
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.search.index import VERSION
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.ports import Create, Write
from shared.usecases.move_item import summary_writes
from tests.search_bench import PER_COMMIT, make_inbox
from tests.stores import embedded_stores

EMAIL = "many@example.com"
PASSWORD = "gora-obrashcheniy-2026"
HEADERS = {"X-Requested-With": "inbox"}


@dataclass(frozen=True)
class Place:
    """A running stack, and the cookie of the account with many items."""

    origin: str
    cookie: str


@contextmanager
def stand(folder: Path, port: int, items: int) -> Iterator[Place]:
    """Start, register, fill the store while nothing runs, and start again."""
    options = ("--store", "embedded")
    stack = start_stack(folder, port, *options)
    origin = stack.state["origin"]
    try:
        body = {"email": EMAIL, "password": PASSWORD, "name": "Много обращений"}
        me = _post(origin, "/api/auth/register", body).json()
    finally:
        stack.stop()
    _fill(folder, SellerId(me["seller"]["id"]), items)
    stack = start_stack(folder, port, *options)
    try:
        yield Place(origin, sign_in(origin, EMAIL, PASSWORD))
    finally:
        stack.stop()


def sign_in(origin: str, email: str, password: str) -> str:
    """The session's cookie."""
    answer = _post(origin, "/api/auth/login", {"email": email, "password": password})
    return str(answer.cookies["session"])


def _post(origin: str, path: str, body: dict[str, str]) -> httpx.Response:
    headers = HEADERS | {"Origin": origin}
    return httpx.post(origin + path, json=body, headers=headers, timeout=60).raise_for_status()


def _fill(folder: Path, seller: SellerId, count: int) -> None:
    stores = embedded_stores(folder / "embedded.sqlite")
    store = stores.of_seller(seller)
    if store.get(InboxSummary, SUMMARY_KEY) is None:
        store.commit([Create(InboxSummary(search_version=VERSION))])
    batch: list[Write] = []
    for item in make_inbox(count):
        batch += _writes(item)
        if len(batch) >= PER_COMMIT:
            store.commit(batch)
            batch = []
    if batch:
        store.commit(batch)
    stores.close()


def _writes(item: Interaction) -> list[Write]:
    return [Create(item), *summary_writes([(None, item)])]
