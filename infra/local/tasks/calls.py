"""The requests that handlers see, header by header."""

from typing import Final

from google.cloud import tasks_v2

from infra.local.tasks.courier import Call
from infra.local.tasks.identity import Identity
from infra.local.tasks.messages import deadline_of, read_request
from infra.local.tasks.store import StoredTask

# Cloud Tasks computes these itself; what a task brings under such a name is dropped.
_OWN_HEADERS: Final = ("host", "content-length", "user-agent")
_OWN_PREFIXES: Final = ("x-google-", "x-appengine-", "x-cloudtasks-")


def make_call(task: StoredTask, identity: Identity, now: float) -> Call:
    """Build the request of a task's next attempt."""
    message = read_request(task)
    request = message.http_request
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in _OWN_HEADERS and not name.lower().startswith(_OWN_PREFIXES)
    }
    headers |= _task_headers(task)
    if request.HasField("oidc_token"):
        audience = request.oidc_token.audience or request.url
        token = identity.token(request.oidc_token.service_account_email, audience, now)
        headers["Authorization"] = f"Bearer {token}"
    return Call(
        method=_method_name(request.http_method),
        url=request.url,
        headers=headers,
        body=request.body,
        deadline_s=deadline_of(message),
    )


def _method_name(method: int) -> str:
    if method == tasks_v2.HttpMethod.HTTP_METHOD_UNSPECIFIED:
        return "POST"
    return str(tasks_v2.HttpMethod(method).name)


def _task_headers(task: StoredTask) -> dict[str, str]:
    headers = {
        "User-Agent": "Google-Cloud-Tasks",
        "X-CloudTasks-QueueName": task.queue,
        "X-CloudTasks-TaskName": task.id,
        "X-CloudTasks-TaskRetryCount": str(task.attempts),
        "X-CloudTasks-TaskExecutionCount": str(task.executions),
        "X-CloudTasks-TaskETA": f"{task.due:.6f}",
    }
    if task.last_code is not None:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(task.last_code)
    if task.last_reason is not None:
        headers["X-CloudTasks-TaskRetryReason"] = task.last_reason
    return headers
