"""What releases and pilots ask of a running product, asked of the one that runs here."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from infra.local.driver import RunningStack, start_stack
from infra.pilot_qa.__main__ import main as try_pilot
from infra.smoke import check_site
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

# A sync may be asked for once a minute, which here is over after a few seconds.
SPEED = 6
LISTS = {"kind": "status", "status": 503, "operation": "GET /api/v1/feedbacks*"}
EVENTS = {"kind": "malformed", "operation": "GET /api/v1/seller/events*"}
ANSWERS = {"kind": "status", "status": 400, "operation": "POST /api/v1/feedbacks/answer*"}


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    world = f"--simulator=--speed {SPEED} --items 60 --set moderation_seconds=6"
    env = {"CLOCK_SPEED": str(SPEED)}
    running = start_stack(folder / "data", next(PORT_ROWS), world, env=env)
    over = Event()
    ticking = Thread(target=tick, args=(running.state["queues"], over), daemon=True)
    ticking.start()
    yield running
    over.set()
    ticking.join()
    running.stop()


def tick(queues: str, over: Event) -> None:
    """A minute of the product's clock is shorter than one of the scheduler's."""
    while not over.wait(60 / SPEED):
        for job in ("plan-sync", "watch-deadlines"):
            httpx.post(f"{queues}/schedules/{job}/run", trust_env=False)


def test_the_running_product_is_well(stack: RunningStack) -> None:
    faults = [
        check for check in check_site(stack.state["origin"]) if check.fault and not check.skipped
    ]

    assert faults == []


@pytest.fixture
def pilot(stack: RunningStack, seller: Seller, tmp_path: Path) -> Iterator[Any]:
    """Runs the matrix and gives its exit code and its lines by step."""

    def run(*options: str) -> tuple[int, dict[str, str]]:
        report = tmp_path / "report.md"
        code = try_pilot([stack.state["origin"], "--out", str(report), *options])
        lines = [line.split(" | ") for line in report.read_text().splitlines()[6:]]
        return code, {line[0].removeprefix("| "): line[1] for line in lines}

    yield run
    seller.wb.delete("/_control/faults").raise_for_status()


def is_quiet(seller: Seller) -> bool:
    """What the first sync brought has been worked off."""
    told = seller.get("/pipeline")
    parts = [*told["functions"], *told["queues"], *told["jobs"]]
    waiting = sum(seller.queue(name)["depth"] for name in ("ingest", "link", "draft"))
    return not waiting and not any(part["state"] == "bad" for part in parts)


def test_a_pilot_goes(pilot: Any, seller: Seller) -> None:
    wait_for(lambda: seller.counts()["attention"]["review"] and is_quiet(seller), 150)

    code, verdicts = pilot()

    assert code == 0
    assert list(verdicts.values()).count("pass") >= 8
    assert verdicts["live reply"] == "skipped"


def test_a_live_reply_goes_to_the_named_item_alone(pilot: Any, seller: Seller) -> None:
    item = next(seller.rows("attention", channel="review"))["id"]

    code, verdicts = pilot("--send", "--confirm", "--allow-public", "--item", item)

    assert (code, verdicts["live reply"]) == (0, "pass")
    assert item not in {row["id"] for row in seller.rows("attention", channel="review")}


@pytest.mark.parametrize(
    ("fault", "step", "is_live"),
    [(ANSWERS, "live reply", True), (LISTS, "sync", False), (EVENTS, "sync", False)],
    ids=["answers refused", "lists fail", "events unreadable"],
)
def test_a_pilot_does_not_go(
    pilot: Any, seller: Seller, fault: dict[str, Any], step: str, is_live: bool
) -> None:
    seller.wb.post("/_control/faults", json=fault).raise_for_status()
    item = next(seller.rows("attention", channel="review"))["id"]
    live = ("--send", "--confirm", "--allow-public", "--item", item) if is_live else ()

    code, verdicts = pilot(*live)

    assert (code, verdicts[step]) == (1, "fail")
