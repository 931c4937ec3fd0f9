"""One reply, one trace: what the click set going is found by its id, in every function's log."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.driver import RunningStack, start_stack
from infra.local.functions_server import function_names
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS, QUICK_MODERATION

pytestmark = [pytest.mark.stack, pytest.mark.timeout(540)]
TRACES = [f"4bf92f3577b34da6a3ce929d0e0e473{last}" for last in range(3)]
STEPS = {"inbox_api", "dispatch_reply", "sync_channel", "ingest_items", "link_thread"}
SEVERITIES = {
    "task.again": "INFO",
    "task.hopeless": "WARNING",
    "task.unauthorized": "WARNING",
    "task.unavailable": "WARNING",
    "task.unverified": "WARNING",
    "item.quarantined": "WARNING",
    "cards.foreign_host": "WARNING",
}
# What the server and the libraries below it write before anything is ours.
SERVER = re.compile(r"\[\d{4}-|[IWEF]\d{4} |WARNING: All log messages before absl")


@pytest.fixture(scope="module")
def each(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A process per function, as in the cloud."""
    folder = tmp_path_factory.mktemp("each") / "data"
    running = start_stack(folder, next(PORT_ROWS), QUICK_MODERATION, "--each")
    yield running
    running.stop()


def test_a_trace_finds_every_step_from_the_click_to_the_receipt(each: RunningStack) -> None:
    with Seller(each) as seller:
        rows = wait_for(lambda: list(seller.rows("attention", channel="chat")))
        # Where a planned sync brings the receipt first, that step belongs to the plan.
        whole = any(
            _steps_of_a_reply(each, seller, row, trace) >= STEPS
            for row, trace in zip(rows, TRACES, strict=False)
        )

    assert whole


def _steps_of_a_reply(
    each: RunningStack, seller: Seller, row: dict[str, Any], trace: str
) -> set[str]:
    item = seller.get(f"/interactions/{row['id']}")
    seller.http.headers["traceparent"] = f"00-{trace}-00f067aa0ba902b7-01"
    answer = seller.reply(item, "Здравствуйте! Посмотрели ваш вопрос, размер подойдёт.")
    del seller.http.headers["traceparent"]
    assert answer.status_code == 202, answer.text
    wait_for(lambda: seller.is_confirmed(answer.json()["id"]), within_s=150)
    lines = _traced(each, trace)
    states = [line.get("state") for line in lines if line.get("reply")]
    assert states[-1] == "confirmed"
    # An API line names its route, a task's line its function.
    return {str(line.get("function", "inbox_api")) for line in lines}


def test_every_line_of_every_function_can_be_read(each: RunningStack) -> None:
    lines = [line for log in _logs(each) for line in log.read_text().splitlines()]
    written = [json.loads(line) for line in lines if not SERVER.match(line)]

    assert written
    for entry in written:
        assert entry["severity"] == severity_of(entry), entry
        assert entry["message"] == entry["event"]
        assert datetime.fromisoformat(entry["time"]).utcoffset() == timedelta(0)


def severity_of(entry: dict[str, Any]) -> str:
    """By what happened, and by what became of a reply or a request."""
    if entry["event"] == "task.done":
        return {"unknown": "WARNING", "attention": "ERROR"}.get(entry.get("state", ""), "INFO")
    if entry["event"] == "api.request":
        return "WARNING" if entry["status"] >= 500 else "INFO"
    return SEVERITIES[entry["event"]]


def _logs(stack: RunningStack) -> list[Path]:
    return [stack.data / "logs" / f"{name}.log" for name in function_names()]


def _traced(stack: RunningStack, trace: str) -> list[dict[str, Any]]:
    lines = [line for log in _logs(stack) for line in log.read_text().splitlines()]
    entries = [json.loads(line) for line in lines if line.startswith("{") and trace in line]
    return sorted(entries, key=lambda entry: str(entry["time"]))
