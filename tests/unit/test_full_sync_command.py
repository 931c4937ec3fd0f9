"""The operators' command for a full sync."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from infra.full_sync import NoStack, main, open_cloud, open_local, start
from shared.adapters.cloud_tasks.queue import QueueOpenedLater
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from tests.builders import NOON, SELLER


def test_each_command_is_a_job_of_its_own_however_soon_the_first_was_done() -> None:
    queue = MemoryTaskQueue(FixedClock(NOON))

    first, again = (start(SELLER, queue, NOON + timedelta(seconds=n)) for n in (1, 30))

    assert first != again
    assert [dict(task.payload) for task in queue.waiting] == [
        {"seller": SELLER, "job": first, "kind": "full_sync"},
        {"seller": SELLER, "job": again, "kind": "full_sync"},
    ]


def test_without_a_stack_or_a_seller_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoStack):
        open_local(tmp_path)

    assert main(["", "--data", str(tmp_path)]) == 1
    assert main([SELLER, "--data", str(tmp_path)]) == 1
    assert "make dev" in capsys.readouterr().out


def test_a_cloud_needs_its_functions_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUNCTION_URL", raising=False)

    with pytest.raises(NoStack):
        open_cloud("project-1")


def test_the_running_stack_is_found_by_its_data(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text(json.dumps({"origin": "http://127.0.0.1:8080"}))

    queue = open_local(tmp_path)

    assert isinstance(queue, QueueOpenedLater)
    assert queue._queue._routes["jobs"].url == "http://127.0.0.1:8085/report_quality/call"
