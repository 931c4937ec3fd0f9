"""Any process may die at any moment: nothing is lost, nothing is sent twice."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.driver import RunningStack, start_stack
from infra.local.functions_server import function_names
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS, QUICK_MODERATION

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    running = start_stack(folder / "each", next(PORT_ROWS), "--each", QUICK_MODERATION)
    yield running
    running.stop()


def kill(stack: RunningStack, seller: Seller, name: str) -> None:
    """Kill one part's whole process group and wait until it was started again."""
    pid = stack.pids[name]
    os.killpg(pid, signal.SIGKILL)
    wait_for(lambda: stack.pids[name] != pid)
    wait_for(lambda: seller.http.get("/api/health").is_success)


def ask(seller: Seller, *texts: str) -> set[str]:
    for text in texts:
        seller.wb.post("/_control/questions", json={"text": text}).raise_for_status()
    return set(texts)


def all_arrived(seller: Seller, texts: set[str]) -> bool:
    seller.sync_now()
    return texts <= {row["preview"] for row in seller.rows("attention", channel="question")}


def approve_some(seller: Seller, count: int) -> dict[str, str]:
    """Approve replies to the first reviews; texts by reply."""
    approved: dict[str, str] = {}
    for row in list(seller.rows("attention", channel="review"))[:count]:
        text = f"Здравствуйте! Спасибо за ваш отзыв №{len(approved)}, мы рады, что вы с нами."
        answer = seller.reply(seller.get(f"/interactions/{row['id']}"), text)
        assert answer.status_code == 202, answer.text
        approved[answer.json()["id"]] = text
    return approved


def test_killing_every_function_in_turn_loses_nothing(stack: RunningStack, seller: Seller) -> None:
    wait_for(lambda: len(list(seller.rows("attention", channel="review"))) > 9)
    replies = approve_some(seller, 9)
    asked: set[str] = set()
    for name in function_names():
        asked |= ask(seller, *[f"Подойдёт ли вариант {name} номер {n} на зиму?" for n in range(3)])
        seller.sync_now()
        kill(stack, seller, name)

    wait_for(lambda: all_arrived(seller, asked), within_s=150)
    wait_for(lambda: all(seller.is_confirmed(reply) for reply in replies), within_s=150)
    assert [len(seller.sendings_of(text)) for text in replies.values()] == [1] * len(replies)


def test_killing_the_queues_loses_no_task(stack: RunningStack, seller: Seller) -> None:
    asked = ask(seller, *[f"Очередь упала, а вопрос номер {n} дошёл?" for n in range(20)])
    seller.sync_now()

    kill(stack, seller, "queues")
    wait_for(lambda: seller.queues.get("/health").is_success)

    wait_for(lambda: all_arrived(seller, asked), within_s=150)
