"""A handler to deliver to, and the real process of the queues."""

import contextlib
import http.server
import json
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from google.cloud import tasks_v2

from shared.adapters.cloud_tasks.queue import connect_tasks

ROOT = Path(__file__).resolve().parents[2]
PROJECT, REGION = "inbox-local", "europe-west1"
LOCATION = f"projects/{PROJECT}/locations/{REGION}"
ACCOUNT = f"sync-channel@{PROJECT}.iam.gserviceaccount.com"
PATIENCE_S = 10.0


def queue_settings(**changes: float) -> dict[str, Any]:
    """A queue that is fast and gives up late, but for the given settings."""
    return {
        "function": "sync_channel",
        "max_dispatches_per_second": 500,
        "max_concurrent_dispatches": 100,
        "max_attempts": 20,
        "min_backoff_s": 0.1,
        "max_backoff_s": 0.4,
        "max_doublings": 5,
        **changes,
    }


TABLE = {
    "region": REGION,
    "functions": {"sync_channel": {"trigger": "task", "queue": "fast"}},
    "queues": {
        "fast": queue_settings(),
        "retry": queue_settings(max_attempts=4, min_backoff_s=0.2, max_backoff_s=0.4),
        "steady": queue_settings(max_dispatches_per_second=5),
        "narrow": queue_settings(max_concurrent_dispatches=2),
        "paused": queue_settings(),
        "listed": queue_settings(),
        "throttled": queue_settings(max_dispatches_per_second=100),
        "durable": queue_settings(max_dispatches_per_second=40, max_concurrent_dispatches=10),
    },
    "schedules": {
        "plan-sync": {"function": "plan_sync", "cron": "* * * * *", "attempt_deadline_s": 60},
        "report-quality": {"function": "report_quality", "cron": "7 * * * *"},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the handler answers, and after how long."""

    code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that reached the handler."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


class Target:
    """A handler that answers as told, path by path, and remembers what it got."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.most_at_once: dict[str, int] = defaultdict(int)
        self._at_once: dict[str, int] = defaultdict(int)
        self._received: list[Received] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self._changed = threading.Condition()

    def script(self, path: str, *answers: Answer) -> None:
        """Answer the next calls of a path so; the last answer stays."""
        self._answers[path] = list(answers)

    def on(self, path: str) -> list[Received]:
        """What a path got until now."""
        with self._changed:
            return [one for one in self._received if one.path == path]

    def wait_for(self, path: str, count: int, patience_s: float = PATIENCE_S) -> list[Received]:
        """Wait until a path has had so many calls."""
        deadline = time.monotonic() + patience_s
        with self._changed:
            while True:
                found = [one for one in self._received if one.path == path]
                left = deadline - time.monotonic()
                if len(found) >= count or left <= 0:
                    assert len(found) >= count, f"{path}: {len(found)} of {count} calls"
                    return found
                self._changed.wait(left)

    def take(self, received: Received) -> Answer:
        """Note one call and choose its answer."""
        with self._changed:
            self._received.append(received)
            path = received.path
            self._at_once[path] += 1
            self.most_at_once[path] = max(self.most_at_once[path], self._at_once[path])
            self._changed.notify_all()
            answers = self._answers[path]
            if not answers:
                return Answer()
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def leave(self, path: str) -> None:
        """Note that an answer is about to go out."""
        with self._changed:
            self._at_once[path] -= 1


class _TargetServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 200


@contextlib.contextmanager
def serve_target() -> Iterator[Target]:
    """Run a handler on a free port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = target.take(
                Received(
                    method=self.command,
                    path=self.path,
                    headers=dict(self.headers),
                    body=body,
                    at=time.time(),
                )
            )
            time.sleep(answer.delay_s)
            target.leave(self.path)
            # The caller may have hung up at its deadline.
            with contextlib.suppress(ConnectionError):
                self.send_response(answer.code)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                self.wfile.flush()

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = _TargetServer(("127.0.0.1", 0), Handler)
    target = Target(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield target
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A running process of the queues."""

    process: subprocess.Popen[str]
    address: str
    side: str
    client: tasks_v2.CloudTasksClient

    def create(self, queue: str, url: str, name: str = "", **fields: Any) -> tasks_v2.Task:
        """Create a task whose request goes to `url`."""
        parent = f"{LOCATION}/queues/{queue}"
        request = {"url": url, **fields.pop("http_request", {})}
        task = {"http_request": request, **fields}
        if name:
            task["name"] = f"{parent}/tasks/{name}"
        return self.client.create_task(request={"parent": parent, "task": task})

    def look(self, path: str) -> Any:
        """Read from the side port."""
        return httpx.get(f"{self.side}{path}", trust_env=False).raise_for_status().json()

    def switch(self, path: str, body: Any = None) -> Any:
        """Change something through the side port."""
        answer = httpx.post(f"{self.side}{path}", json=body, trust_env=False)
        return answer.raise_for_status().json()

    def kill(self) -> None:
        """End the process as a crash would."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


@contextlib.contextmanager
def run_emulator(folder: Path, *options: str) -> Iterator[Emulator]:
    """Start the process with its files in `folder` and end it when done."""
    table = folder / "table.json"
    table.write_text(json.dumps(TABLE))
    command = [
        *(sys.executable, "-m", "infra.local.tasks", "--port", "0", "--http-port", "0"),
        *("--database", str(folder / "tasks.sqlite"), "--key", str(folder / "key.pem")),
        *("--table", str(table), "--scheduler", "off", "--watch-stdin", *options),
    ]
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        ready, grpc_part, http_part = process.stdout.readline().split()
        assert ready == "ready"
        address = grpc_part.removeprefix("grpc=")
        side = f"http://{http_part.removeprefix('http=')}"
        try:
            with connect_tasks(address) as client:
                yield Emulator(process=process, address=address, side=side, client=client)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def wait_until(condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Wait for something that gives no signal."""
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
