"""One JSON line per outcome, for Cloud Logging; only listed facts ever get out."""

import json
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

Severity = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
Fact = str | int | float | bool | None

# Buyers' words and names, tokens and addresses have no name here, so they cannot be logged.
FACTS = frozenset(
    {
        "attempt",
        "audience",
        "calls",
        "card",
        "category",
        "changed",
        "channel",
        "code",
        "counted",
        "created",
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
        "linked",
        "marked",
        "messages",
        "method",
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
        "seller",
        "state",
        "status",
        "task",
        "undated",
        "writes",
    }
)

_trace: ContextVar[str] = ContextVar("trace", default="")


def set_trace(project: str, trace_id: str) -> None:
    """Tie this request's lines together; Cloud Logging knows a trace by its resource name alone."""
    _trace.set(f"projects/{project}/traces/{trace_id}" if project and trace_id else "")


def pass_trace() -> str:
    """The request's trace as a `traceparent` (W3C Trace Context) for what it sets going, or ""."""
    trace = _trace.get().rpartition("/")[2]
    return f"00-{trace}-{secrets.token_hex(8)}-01" if trace else ""


def log_event(event: str, severity: Severity = "INFO", **facts: Fact) -> None:
    """Write one line; a fact that is not on the list is left out, and its name said instead."""
    line: dict[str, Fact] = {"severity": severity, "message": event, "event": event}
    line |= {name: fact for name, fact in facts.items() if name in FACTS}
    unlisted = sorted(set(facts) - FACTS)
    _write(line | {"unlisted": ", ".join(unlisted)} if unlisted else line)


def report_foreign_host(host: str) -> None:
    """WB's live map names a host outside its own networks; it is refused, and somebody looks."""
    log_event("cards.foreign_host", "WARNING", host=host)


def log_crash(event: str, error: BaseException, **facts: Fact) -> None:
    """Write where something broke: frames and the error's class, never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    stack = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
    head = "Traceback (most recent call last):"
    log_line: dict[str, Fact] = {
        "severity": "ERROR",
        "message": event,
        "event": event,
        "error": type(error).__name__,
        "stack_trace": "\n".join([head, *stack, type(error).__name__]),
    }
    _write(log_line | {name: fact for name, fact in facts.items() if name in FACTS})


def read_trace(traceparent: str, cloud_trace: str) -> str:
    """Take the trace id of a request (W3C Trace Context, else X-Cloud-Trace-Context)."""
    parts = traceparent.split("-")
    if len(parts) == 4 and len(parts[1]) == 32:  # noqa: PLR2004 - version-trace-span-flags
        return parts[1]
    return cloud_trace.split("/", maxsplit=1)[0]


def _write(line: dict[str, Fact]) -> None:
    line["time"] = datetime.now(UTC).isoformat()
    if _trace.get():
        line["logging.googleapis.com/trace"] = _trace.get()
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
