"""From a queue's or scheduler's call to a use case, and back to an answer the queue understands."""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar

import flask
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.datastructures import Headers

from shared.domain.errors import Conflict, Rejected, RetryLater, Unavailable
from shared.entrypoint.beats import note_beat
from shared.entrypoint.callers import Unauthorized, verify_caller
from shared.entrypoint.config.base import Settings
from shared.entrypoint.logs import Fact, Severity, log_crash, log_event, set_tenant, set_trace
from shared.entrypoint.topology import TASKS_ACCOUNT
from shared.entrypoint.traces import read_trace

SCHEDULER_ACCOUNT = "scheduler"
_EMPTY = (b"", b"{}")
# States of a reply that somebody may have to look at, or has to.
_SEVERITIES: Mapping[Fact, Severity] = {"unknown": "WARNING", "attention": "ERROR"}


class Payload(BaseModel):
    """A task's body: ids alone, so that a late task acts on what is true then.

    A field that only a later release knows is left to it: while two releases serve, and after one
    was taken back, its tasks still come here.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


P = TypeVar("P", bound=BaseModel)
Facts = Mapping[str, Fact]
Handler = Callable[[flask.Request], flask.Response]


def task(function: str, payload: type[P]) -> Callable[[Callable[[P], Facts]], Handler]:
    """Make a use case callable by Cloud Tasks; what it returns is logged.

    200 done, or hopeless and recorded as such; 500 try this one again; 503 slow everyone down.
    """

    def decorate(run: Callable[[P], Facts]) -> Handler:
        @wraps(run)
        def handle(request: flask.Request) -> flask.Response:
            return _answer(request, function, TASKS_ACCOUNT, lambda: run(_parse(payload, request)))

        return handle

    return decorate


def tick(function: str) -> Callable[[Callable[[], Facts]], Handler]:
    """Make a use case callable by Cloud Scheduler."""

    def decorate(run: Callable[[], Facts]) -> Handler:
        @wraps(run)
        def handle(request: flask.Request) -> flask.Response:
            return _answer(request, function, SCHEDULER_ACCOUNT, run)

        return handle

    return decorate


def tick_or_task(on_tick: Handler, on_task: Handler) -> Handler:
    """Serve a schedule and a queue by one function: only a queue's calls carry ids.

    Each proves its caller by itself, so that a body chooses nothing but the account to be proved.
    """

    def handle(request: flask.Request) -> flask.Response:
        carries_ids = request.get_data().strip() not in _EMPTY
        return on_task(request) if carries_ids else on_tick(request)

    return handle


def _parse(payload: type[P], request: flask.Request) -> P:
    try:
        body = payload.model_validate_json(request.get_data())
    except ValidationError as error:
        raise Rejected("the task's body is not of the expected shape") from error
    set_tenant(Settings.from_env().project, getattr(body, "seller", ""))
    return body


def _answer(
    request: flask.Request, function: str, account: str, run: Callable[[], Facts]
) -> flask.Response:
    headers = request.headers
    settings = Settings.from_env()
    given = read_trace(headers.get("traceparent", ""), headers.get("X-Cloud-Trace-Context", ""))
    set_trace(settings.project, given)
    set_tenant(settings.project, "")
    try:
        verify_caller(
            headers.get("Authorization", ""),
            audience=settings.url_of(function),
            account=settings.account_of(account),
            certs_url=settings.oidc_certs_url,
        )
    except Unauthorized:
        log_event("task.unauthorized", "WARNING", function=function)
        return flask.Response(status=401)
    except Unavailable:
        log_event("task.unverified", "WARNING", function=function)
        return flask.Response(status=503)
    return flask.Response(status=_run_once(function, headers, run))


def _run_once(function: str, headers: Headers, run: Callable[[], Facts]) -> int:
    known: dict[str, Fact] = {
        "function": function,
        "task": headers.get("X-CloudTasks-TaskName", ""),
        "retry": headers.get("X-CloudTasks-TaskRetryCount", "0"),
    }
    ticked = not known["task"]
    started = time.monotonic()
    try:
        facts = run()
    except Unavailable as error:
        note_beat(function, ok=False, ticked=ticked)
        log_event("task.unavailable", "WARNING", error=type(error).__name__, **known)
        return 503
    except (RetryLater, Conflict) as error:
        log_event("task.again", "INFO", error=type(error).__name__, **known)
        return 500
    except Rejected as error:
        log_event("task.hopeless", "WARNING", error=type(error).__name__, **known)
        return 200
    except Exception as error:  # noqa: BLE001 - the edge: whatever broke, the queue tries again
        note_beat(function, ok=False, ticked=ticked)
        log_crash("task.crashed", error, **known)
        return 500
    note_beat(function, ok=True, ticked=ticked)
    ms = round((time.monotonic() - started) * 1000)
    severity = _SEVERITIES.get(facts.get("state"), "INFO")
    log_event("task.done", severity, **{**known, **facts, "ms": ms})
    return 200
