"""Any process may die at any moment: nothing is lost, names stay deduplicated."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.driver import RunningStack, start_stack
from infra.local.functions_server import function_names
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS, QUICK_MODERATION

pytestmark = pytest.mark.stack


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


def previews(seller: Seller) -> set[str]:
    return {row["preview"] for row in seller.rows("attention", channel="question")}


def settled(seller: Seller) -> bool:
    waiting = seller.queues.get("/queues").raise_for_status().json()
    return all(
        row["depth"] == 0 for name, row in waiting.items() if name not in ("sync", "dispatch")
    )


@pytest.mark.parametrize("name", function_names())
def test_killing_one_function_while_work_is_under_way_loses_nothing(
    stack: RunningStack, seller: Seller, name: str
) -> None:
    texts = [f"Скажите, пожалуйста, подойдёт ли номер {name} {n}?" for n in range(8)]
    for text in texts:
        seller.wb.post("/_control/questions", json={"text": text}).raise_for_status()

    seller.sync_now()
    kill(stack, seller, name)

    def arrived() -> bool:
        seller.sync_now()
        return set(texts) <= {
            row["preview"] for row in seller.rows("attention", channel="question")
        }

    wait_for(arrived, within_s=150)
    wait_for(lambda: settled(seller), within_s=60)


def test_killing_the_queues_loses_no_task(stack: RunningStack, seller: Seller) -> None:
    texts = [f"Очередь упала, а вопрос номер {n} дошёл?" for n in range(20)]
    for text in texts:
        seller.wb.post("/_control/questions", json={"text": text}).raise_for_status()
    seller.sync_now()

    kill(stack, seller, "queues")

    def arrived() -> bool:
        seller.sync_now()
        return set(texts) <= {
            row["preview"] for row in seller.rows("attention", channel="question")
        }

    wait_for(arrived, within_s=150)
