"""What every task queue promises, on the one in memory and on Cloud Tasks' own protocol."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

import jwt
import pytest
from google.api_core import exceptions
from google.auth.exceptions import TransportError

from shared.adapters.cloud_tasks.queue import CloudTasksQueue, TaskRoute, connect_tasks
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.errors import RetryLater
from shared.ports import TaskQueue
from tests.tasks_emulator.slow_link import slow_link
from tests.tasks_emulator.support import (
    ACCOUNT,
    PROJECT,
    REGION,
    Answer,
    Emulator,
    Target,
    run_emulator,
    serve_target,
)

if TYPE_CHECKING:
    from google.cloud.tasks_v2 import CloudTasksClient

Payload = Mapping[str, str]
QUEUES = ("fast", "retry")


class Bench(Protocol):
    """A queue with a handler behind it."""

    queue: TaskQueue

    def fail_once(self, queue: str) -> None:
        """Make the next delivery from a queue fail."""

    def calls_after(self, queue: str, wait: timedelta) -> list[Payload]:
        """Let time pass and return what the handler of a queue got in all."""

    def await_calls(self, queue: str, count: int) -> list[Payload]:
        """Wait, as long as it takes within reason, for so many calls in all."""


@dataclass
class HandClock:
    """A clock that moves when told."""

    moment: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def name(self) -> str:
        return "test"

    def wait(self, pause: timedelta) -> None:
        self.moment += pause

    def monotonic(self) -> float:
        return self.moment.timestamp()


class MemoryBench:
    """The queue in memory, driven by hand."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.memory = MemoryTaskQueue(self.clock)
        self.queue: TaskQueue = self.memory
        self.got: dict[str, list[Payload]] = {queue: [] for queue in QUEUES}
        self.failing: set[str] = set()

    def fail_once(self, queue: str) -> None:
        self.failing.add(queue)

    def calls_after(self, queue: str, wait: timedelta) -> list[Payload]:
        self.clock.moment += wait
        self.memory.run_due({name: self._handler(name) for name in QUEUES})
        return self.got[queue]

    def await_calls(self, queue: str, count: int) -> list[Payload]:
        while len(self.got[queue]) < count and self.memory.next_due() is not None:
            self.calls_after(queue, timedelta(seconds=1))
        return self.got[queue]

    def _handler(self, queue: str) -> Callable[[Payload], None]:
        def handle(payload: Payload) -> None:
            self.got[queue].append(payload)
            if queue in self.failing:
                self.failing.remove(queue)
                raise RetryLater("not now")

        return handle


@dataclass
class CloudBench:
    """The real client, the local queues, a real handler."""

    target: Target
    prefix: str
    queue: TaskQueue

    def fail_once(self, queue: str) -> None:
        self.target.script(f"{self.prefix}/{queue}", Answer(code=500), Answer())

    def calls_after(self, queue: str, wait: timedelta) -> list[Payload]:
        time.sleep(wait.total_seconds())
        return [json.loads(got.body) for got in self.target.on(f"{self.prefix}/{queue}")]

    def await_calls(self, queue: str, count: int) -> list[Payload]:
        received = self.target.wait_for(f"{self.prefix}/{queue}", count)
        return [json.loads(got.body) for got in received]


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with serve_target() as running:
        yield running


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with run_emulator(tmp_path_factory.mktemp("queues")) as running:
        yield running


def routes_to(target: Target, prefix: str) -> dict[str, TaskRoute]:
    return {
        queue: TaskRoute(
            url=f"{target.url}{prefix}/{queue}",
            service_account_email=ACCOUNT,
            deadline=timedelta(seconds=60),
        )
        for queue in QUEUES
    }


@pytest.fixture(params=["memory", pytest.param("cloud", marks=pytest.mark.stack)])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "memory":
        return MemoryBench()
    emulator: Emulator = request.getfixturevalue("emulator")
    target: Target = request.getfixturevalue("target")
    # One process serves all tests, so each has names and paths of its own.
    prefix = f"/{hashlib.sha256(request.node.name.encode()).hexdigest()[:8]}"
    routes = routes_to(target, prefix)
    return CloudBench(target, prefix, CloudTasksQueue(emulator.client, routes, PROJECT, REGION))


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)


def test_a_call_arrives_with_its_payload(bench: Bench, key: str) -> None:
    payload = {"page": "1", "seller": "продавец"}

    assert bench.queue.enqueue("fast", payload, key=key)

    assert bench.await_calls("fast", 1) == [payload]


def test_a_known_key_is_not_queued_again_even_after_delivery(bench: Bench, key: str) -> None:
    assert bench.queue.enqueue("fast", {"n": "1"}, key=key)
    assert not bench.queue.enqueue("fast", {"n": "2"}, key=key)
    bench.await_calls("fast", 1)

    assert not bench.queue.enqueue("fast", {"n": "3"}, key=key)

    assert bench.calls_after("fast", timedelta(seconds=0.2)) == [{"n": "1"}]


def test_the_same_key_is_free_in_another_queue(bench: Bench, key: str) -> None:
    assert bench.queue.enqueue("fast", {}, key=key)
    assert bench.queue.enqueue("retry", {}, key=key)


def test_a_delayed_call_waits(bench: Bench, key: str) -> None:
    bench.queue.enqueue("fast", {"n": "1"}, key=key, delay=timedelta(seconds=2))

    assert bench.calls_after("fast", timedelta(seconds=0.2)) == []
    assert bench.await_calls("fast", 1) == [{"n": "1"}]


def test_a_failed_call_comes_again(bench: Bench, key: str) -> None:
    bench.fail_once("retry")
    bench.queue.enqueue("retry", {"n": "1"}, key=key)

    assert bench.await_calls("retry", 2) == [{"n": "1"}] * 2


def test_keys_of_any_form_are_accepted_and_never_shown(bench: Bench, key: str) -> None:
    odd = f"отзыв/42 :: {key} {'x' * 600}"

    assert bench.queue.enqueue("fast", {}, key=odd)
    assert not bench.queue.enqueue("fast", {}, key=odd)


@pytest.mark.stack
def test_a_call_carries_the_name_deadline_and_identity_of_its_route(
    emulator: Emulator, target: Target, key: str
) -> None:
    queue = CloudTasksQueue(emulator.client, routes_to(target, "/identity"), PROJECT, REGION)

    queue.enqueue("fast", {"id": "1"}, key=key)

    (got,) = target.wait_for("/identity/fast", 1)
    token = got.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == (f"{target.url}/identity/fast", ACCOUNT)
    name = got.headers["X-CloudTasks-TaskName"]
    assert name == hashlib.sha256(key.encode()).hexdigest()
    assert got.headers["Content-Type"] == "application/json"


@pytest.mark.stack
def test_the_deadline_of_the_route_is_the_tasks(emulator: Emulator, target: Target) -> None:
    queue = CloudTasksQueue(emulator.client, routes_to(target, "/deadline"), PROJECT, REGION)
    queue.enqueue("fast", {}, key="deadline", delay=timedelta(hours=1))
    parent = f"projects/{PROJECT}/locations/{REGION}/queues/fast"

    deadlines = {task.dispatch_deadline for task in emulator.client.list_tasks(parent=parent)}

    assert deadlines == {timedelta(seconds=60)}


@pytest.mark.stack
def test_a_queue_that_is_slow_to_open_is_waited_for(
    emulator: Emulator, target: Target, key: str
) -> None:
    with slow_link(emulator.address, 1.0) as host, connect_tasks(host) as client:
        queue = CloudTasksQueue(client, routes_to(target, "/slow"), PROJECT, REGION)

        assert queue.enqueue("fast", {"n": "1"}, key=key)

    target.wait_for("/slow/fast", 1)


def test_a_queue_that_cannot_be_reached_asks_to_retry_later() -> None:
    route = TaskRoute(
        url="http://127.0.0.1:9/", service_account_email=ACCOUNT, deadline=timedelta(seconds=60)
    )
    with connect_tasks("127.0.0.1:9") as client:
        queue = CloudTasksQueue(client, {"fast": route}, PROJECT, REGION)

        with pytest.raises(RetryLater):
            queue.enqueue("fast", {}, key="a")


class BrokenClient:
    """A connection on which every call ends the same way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def create_task(self, request: object, timeout: float) -> None:
        raise self._error


@pytest.mark.parametrize(
    "make_error",
    [
        exceptions.ServiceUnavailable,
        exceptions.DeadlineExceeded,
        exceptions.TooManyRequests,
        exceptions.PermissionDenied,
        exceptions.NotFound,
        exceptions.Unknown,
        partial(exceptions.RetryError, cause=None),
        TransportError,
    ],
)
def test_whatever_goes_wrong_is_to_be_tried_again(make_error: Callable[[str], Exception]) -> None:
    route = TaskRoute(
        url="http://127.0.0.1:9/", service_account_email=ACCOUNT, deadline=timedelta(seconds=60)
    )
    client = cast("CloudTasksClient", BrokenClient(make_error("broken")))
    queue = CloudTasksQueue(client, {"fast": route}, PROJECT, REGION)

    with pytest.raises(RetryLater):
        queue.enqueue("fast", {}, key="a")
