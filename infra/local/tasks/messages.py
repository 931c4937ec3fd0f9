"""Between Google's messages and stored tasks: what is accepted, and how it reads back."""

import math
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from google.cloud import tasks_v2
from google.protobuf import timestamp_pb2

from infra.local.tasks.names import Names, make_task_id
from infra.local.tasks.store import StoredTask
from infra.local.tasks.table import QueueLimits

TaskMessage: Final[Any] = tasks_v2.Task.pb()
QueueMessage: Final[Any] = tasks_v2.Queue.pb()

LARGEST_TASK_BYTES: Final = 100 * 1024
FARTHEST_SCHEDULE_S: Final = 30 * 24 * 3600.0
DEFAULT_DEADLINE_S: Final = 600.0
_SHORTEST_DEADLINE_S, _LONGEST_DEADLINE_S = 15.0, 1800.0
_LONGEST_URL: Final = 2083
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH", "HTTP_METHOD_UNSPECIFIED"})


class InvalidTaskError(Exception):
    """Cloud Tasks would refuse this task with INVALID_ARGUMENT."""


class UnsupportedTaskError(Exception):
    """Cloud Tasks would take this task, but the local queues do not have the feature."""


def accept_task(message: Any, queue: str, names: Names, now: float) -> StoredTask:
    """Check a new task as Cloud Tasks does and fill in what the service fills in."""
    _check_target(message)
    _check_limits(message, now)
    task_id = make_task_id()
    if message.name:
        named_queue, task_id = names.read_task(message.name)
        if named_queue != queue:
            raise InvalidTaskError("The task's name belongs to another queue than its parent.")
    due = max(_seconds(message.schedule_time), now)
    stored = TaskMessage()
    stored.http_request.CopyFrom(message.http_request)
    if message.HasField("dispatch_deadline"):
        stored.dispatch_deadline.CopyFrom(message.dispatch_deadline)
    return StoredTask(
        queue=queue, id=task_id, due=due, created=now, request=stored.SerializeToString()
    )


def read_request(task: StoredTask) -> Any:
    """The task's own HTTP request and deadline, as they were created."""
    return TaskMessage.FromString(task.request)


def deadline_of(message: Any) -> float:
    """How long one attempt may take."""
    if not message.HasField("dispatch_deadline"):
        return DEFAULT_DEADLINE_S
    return _seconds(message.dispatch_deadline)


def show_task(task: StoredTask, names: Names, view: int) -> Any:
    """A task as the API returns it; only the full view has body and headers."""
    full = view == tasks_v2.Task.View.FULL
    message = read_request(task)
    if not full:
        message.http_request.ClearField("body")
    message.name = names.task_name(task.queue, task.id)
    message.view = tasks_v2.Task.View.FULL if full else tasks_v2.Task.View.BASIC
    message.schedule_time.CopyFrom(_timestamp(task.due))
    message.create_time.CopyFrom(_timestamp(task.created))
    message.dispatch_deadline.FromNanoseconds(int(deadline_of(message) * 1e9))
    message.dispatch_count = task.attempts + int(task.leased)
    message.response_count = task.responses
    if task.last_dispatch is not None:
        _show_attempts(task, message)
    return message


def show_started(task: StoredTask, names: Names, view: int) -> Any:
    """A task right after its dispatch."""
    return show_task(replace(task, leased=True), names, view)


def show_queue(name: str, limits: QueueLimits, burst: int, state: int) -> Any:
    """A queue as the API returns it."""
    queue = QueueMessage(name=name, state=state)
    queue.rate_limits.max_dispatches_per_second = limits.max_dispatches_per_second
    queue.rate_limits.max_burst_size = burst
    queue.rate_limits.max_concurrent_dispatches = limits.max_concurrent_dispatches
    queue.retry_config.max_attempts = limits.max_attempts
    queue.retry_config.max_doublings = limits.max_doublings
    queue.retry_config.min_backoff.FromNanoseconds(int(limits.min_backoff_s * 1e9))
    queue.retry_config.max_backoff.FromNanoseconds(int(limits.max_backoff_s * 1e9))
    queue.retry_config.max_retry_duration.FromNanoseconds(int(limits.max_retry_duration_s * 1e9))
    return queue


def _check_target(message: Any) -> None:
    if message.HasField("app_engine_http_request"):
        raise UnsupportedTaskError("The local queues dispatch http_request only.")
    if message.HasField("retry_config"):
        raise UnsupportedTaskError("The local queues take retry settings from their table only.")
    request = message.http_request
    if request.HasField("oauth_token"):
        raise UnsupportedTaskError("The local queues issue OIDC tokens only.")
    if not request.url:
        raise InvalidTaskError("HttpRequest.url is required.")
    if urlsplit(request.url).scheme not in {"http", "https"} or len(request.url) > _LONGEST_URL:
        raise InvalidTaskError("HttpRequest.url must be an http or https address.")
    method = tasks_v2.HttpMethod(request.http_method).name
    if request.body and method not in _WITH_BODY:
        raise InvalidTaskError(f"A body is not allowed with {method}.")
    if not (request.url.isascii() and all(map(_is_ascii, request.headers.items()))):
        raise InvalidTaskError("HttpRequest.url and its headers must be ASCII.")
    if request.HasField("oidc_token") and not request.oidc_token.service_account_email:
        raise InvalidTaskError("OidcToken.service_account_email is required.")


def _is_ascii(header: tuple[str, str]) -> bool:
    name, value = header
    return name.isascii() and value.isascii()


def _check_limits(message: Any, now: float) -> None:
    if message.ByteSize() > LARGEST_TASK_BYTES:
        raise InvalidTaskError("Task size too large.")
    if _seconds(message.schedule_time) > now + FARTHEST_SCHEDULE_S:
        raise InvalidTaskError("The schedule_time may be at most 30 days in the future.")
    deadline = deadline_of(message)
    if not _SHORTEST_DEADLINE_S <= deadline <= _LONGEST_DEADLINE_S:
        raise InvalidTaskError("The dispatch_deadline must be between [15s, 30m].")


def _show_attempts(task: StoredTask, message: Any) -> None:
    first, last = message.first_attempt, message.last_attempt
    if task.first_dispatch is not None and task.first_due is not None:
        first.dispatch_time.CopyFrom(_timestamp(task.first_dispatch))
        first.schedule_time.CopyFrom(_timestamp(task.first_due))
    if task.last_dispatch is not None and task.last_due is not None:
        last.dispatch_time.CopyFrom(_timestamp(task.last_dispatch))
        last.schedule_time.CopyFrom(_timestamp(task.last_due))
    if task.last_response is not None and task.last_code is not None:
        last.response_time.CopyFrom(_timestamp(task.last_response))
    last.response_status.code = task.last_rpc_code or 0
    last.response_status.message = task.last_reason or ""


def _seconds(message: Any) -> float:
    return float(message.seconds) + float(message.nanos) / 1e9


def _timestamp(moment: float) -> Any:
    whole = math.floor(moment)
    return timestamp_pb2.Timestamp(seconds=whole, nanos=int((moment - whole) * 1e9))
