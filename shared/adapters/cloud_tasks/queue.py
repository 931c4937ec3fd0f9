"""Hands work to other functions through Cloud Tasks."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from shared.domain.dataclass import dataclass
from shared.domain.errors import RetryLater

if TYPE_CHECKING:
    from google.cloud.tasks_v2 import CloudTasksClient

ATTEMPT_DEADLINE: Final = timedelta(seconds=60)

_ANSWER_WITHIN_S: Final = 5.0
# Without these a client waits up to two minutes before it tries a restarted emulator again. The
# least is gRPC's name for how long one connection may take to open, and a busy machine is slow.
_QUICK_RECONNECT: Final = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", int(_ANSWER_WITHIN_S * 1000)),
    ("grpc.max_reconnect_backoff_ms", 1000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRoute:
    """Who works off a queue: the function's address, its caller's account, one attempt's limit."""

    url: str
    service_account_email: str
    deadline: timedelta


def _wall_time() -> datetime:
    return datetime.now(UTC)


def _no_trace() -> str:
    return ""


class CloudTasksQueue:
    """Names each task after a hash of its key, because ordered names slow Cloud Tasks down.

    Delays are counted on the real clock even where the product's clock has been moved or runs
    faster, by `speed`: the queue itself knows no other. `trace` tells what the task belongs to, as
    a `traceparent` of W3C Trace Context, or nothing.
    """

    def __init__(
        self,
        client: "CloudTasksClient",
        routes: Mapping[str, TaskRoute],
        project: str,
        region: str,
        wall_time: Callable[[], datetime] = _wall_time,
        speed: float = 1.0,
        trace: Callable[[], str] = _no_trace,
    ) -> None:
        self._client = client
        self._routes = routes
        self._location = f"projects/{project}/locations/{region}"
        self._wall_time = wall_time
        self._speed = speed
        self._trace = trace

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        """Queue one call; False may also mean that an earlier try of ours did arrive."""
        from google.api_core import exceptions
        from google.auth.exceptions import TransportError

        parent = f"{self._location}/queues/{queue}"
        task = self._make_task(parent, self._routes[queue], payload, key)
        if delay > timedelta(0):
            task["schedule_time"] = self._wall_time() + delay / self._speed
        try:
            self._client.create_task(
                request={"parent": parent, "task": task}, timeout=_ANSWER_WITHIN_S
            )
        except exceptions.AlreadyExists:
            return False
        except (exceptions.GoogleAPICallError, exceptions.RetryError, TransportError) as error:
            # Callers have often committed before: even what only an operator can mend is no crash.
            raise RetryLater(f"queue {queue} did not take the task") from error
        return True

    def _make_task(
        self, parent: str, route: TaskRoute, payload: Mapping[str, str], key: str
    ) -> dict[str, Any]:
        trace = self._trace()
        body = json.dumps(dict(payload), ensure_ascii=False, separators=(",", ":"))
        return {
            "name": f"{parent}/tasks/{hashlib.sha256(key.encode()).hexdigest()}",
            "dispatch_deadline": route.deadline,
            "http_request": {
                "url": route.url,
                "headers": {
                    "Content-Type": "application/json",
                    **({"traceparent": trace} if trace else {}),
                },
                "body": body.encode(),
                "oidc_token": {
                    "service_account_email": route.service_account_email,
                    "audience": route.url,
                },
            },
        }


class QueueOpenedLater:
    """Connects with the first task: most requests queue none, and nobody waits for what is idle."""

    def __init__(self, connect: Callable[[], CloudTasksQueue]) -> None:
        self._connect = connect

    @cached_property
    def _queue(self) -> CloudTasksQueue:
        return self._connect()

    def enqueue(
        self,
        queue: str,
        payload: Mapping[str, str],
        *,
        key: str,
        delay: timedelta = timedelta(0),
    ) -> bool:
        """Queue one call, as the queue behind does."""
        return self._queue.enqueue(queue, payload, key=key, delay=delay)


def connect_tasks(emulator: str | None) -> "CloudTasksClient":
    """Make the client; `emulator` is the host and port of local queues, None means Google's."""
    from google.cloud import tasks_v2

    if emulator is None:
        return tasks_v2.CloudTasksClient()

    import grpc
    from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

    channel = grpc.insecure_channel(emulator, options=_QUICK_RECONNECT)
    return tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))


def open_queue(
    *,
    emulator: str | None,
    project: str,
    region: str,
    urls: Mapping[str, str],
    account: str,
    speed: float = 1.0,
    trace: Callable[[], str] = _no_trace,
) -> "QueueOpenedLater":
    """Name one route per queue; every attempt has the same minute."""
    routes = {
        queue: TaskRoute(url=url, service_account_email=account, deadline=ATTEMPT_DEADLINE)
        for queue, url in urls.items()
    }

    def connect() -> CloudTasksQueue:
        client = connect_tasks(emulator)
        return CloudTasksQueue(client, routes, project, region, speed=speed, trace=trace)

    return QueueOpenedLater(connect)
