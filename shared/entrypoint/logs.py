"""One JSON line per outcome, for Cloud Logging; only listed facts ever get out."""

import hashlib
import hmac
import json
import secrets
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Literal

from shared.entrypoint.traces import Trace

Severity = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
Fact = str | int | float | bool | None

# Buyers' words and names, tokens and addresses have no name here, so they cannot be logged.
FACTS = frozenset(
    {
        "age_s",
        "attempt",
        "audience",
        "bar_pct",
        "calls",
        "card",
        "category",
        "changed",
        "channel",
        "code",
        "counted",
        "created",
        "doubt_s",
        "doubtful",
        "due",
        "error",
        "fetched",
        "function",
        "host",
        "interaction",
        "item",
        "items",
        "job",
        "kind",
        "late_s",
        "linked",
        "marked",
        "messages",
        "method",
        "model",
        "ms",
        "outcome",
        "page",
        "pid",
        "point",
        "purged",
        "quarantined",
        "queue",
        "queued",
        "reads",
        "reason",
        "recovered",
        "repaired",
        "reply",
        "retry",
        "route",
        "settled_s",
        "state",
        "status",
        "stuck",
        "task",
        "undated",
        "untaken",
        "waited_s",
        "writes",
    }
)

_SPECIAL = "logging.googleapis.com/"
_TENANT_DIGITS = 16
_trace: ContextVar[Mapping[str, Fact]] = ContextVar("trace", default=MappingProxyType({}))
_tenant: ContextVar[str] = ContextVar("tenant", default="")


def set_trace(project: str, trace: Trace) -> None:
    """Tie this request's lines together; Cloud Logging knows a trace by its resource name alone."""
    known: dict[str, Fact] = {}
    if project and trace.id:
        known["trace"] = f"projects/{project}/traces/{trace.id}"
        known |= {"spanId": trace.span} if trace.span else {}
        known |= {} if trace.sampled is None else {"trace_sampled": trace.sampled}
    _trace.set(known)


def set_tenant(project: str, seller: str) -> None:
    """Label this request's lines with a digest of the seller's id, or with "" of nobody's."""
    digest = hmac.new(project.encode(), seller.encode(), hashlib.sha256).hexdigest()
    _tenant.set(digest[:_TENANT_DIGITS] if seller else "")


def pass_trace() -> str:
    """The request's trace as a `traceparent` (W3C Trace Context) for what it sets going, or ""."""
    trace = str(_trace.get().get("trace", "")).rpartition("/")[2]
    flag = "00" if _trace.get().get("trace_sampled") is False else "01"
    return f"00-{trace}-{secrets.token_hex(8)}-{flag}" if trace else ""


def log_event(event: str, severity: Severity = "INFO", **facts: Fact) -> None:
    """Write one line; a fact that is not on the list is left out, and its name said instead."""
    _write(_make_line(event, severity, facts))


def log_request(route: str, status: int, ms: int, code: str, error: str = "") -> None:
    """Write the line of one API request; `route` is a method and a template, without ids.

    `error` names the classes of what was wrong on our side, as `name_causes` gives them.
    """
    severity: Severity = "WARNING" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "INFO"
    facts: dict[str, Fact] = {"route": route, "status": status, "code": code, "ms": ms}
    facts |= {"error": error} if error else {}
    method, _, template = route.partition(" ")
    named = {"requestMethod": method, "requestUrl": template} if template else {}
    request = {**named, "status": status, "latency": f"{ms / 1000:.3f}s"}
    _write({**_make_line("api.request", severity, facts), "httpRequest": request})


def name_causes(error: BaseException) -> str:
    """Name an error's class and those of what it came from, outermost first, without a word."""
    names = [type(error).__name__]
    while error.__cause__ is not None:
        error = error.__cause__
        names.append(type(error).__name__)
    return " < ".join(names)


def report_foreign_host(host: str) -> None:
    """WB's live map names a host outside its own networks; it is refused, and somebody looks."""
    log_event("cards.foreign_host", "WARNING", host=host)


def log_crash(event: str, error: BaseException, **facts: Fact) -> None:
    """Write where something broke: frames and the error's class, never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    stack = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
    head = "Traceback (most recent call last):"
    known = _make_line(event, "ERROR", facts)
    words = "\n".join([head, *stack, type(error).__name__])
    _write({**known, "error": type(error).__name__, "stack_trace": words})


def _make_line(event: str, severity: Severity, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    line: dict[str, Fact] = {"severity": severity, "message": event, "event": event}
    line |= {name: fact for name, fact in facts.items() if name in FACTS}
    unlisted = sorted(set(facts) - FACTS)
    return line | {"unlisted": ", ".join(unlisted)} if unlisted else line


def _write(line: Mapping[str, object]) -> None:
    special: dict[str, object] = dict(_trace.get())
    if _tenant.get():
        special["labels"] = {"tenant": _tenant.get()}
    whole = {
        **line,
        "time": datetime.now(UTC).isoformat(),
        **{f"{_SPECIAL}{name}": value for name, value in special.items()},
    }
    sys.stdout.write(json.dumps(whole, ensure_ascii=False) + "\n")
    sys.stdout.flush()
