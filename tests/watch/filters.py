"""Reads the part of Cloud Logging's query language that our filters use.

Google documents it as "Logging query language": comparisons of fields, joined by AND, with a list
of values in parentheses behind `=`, `:` for "has", `=~` for a regular expression, and comparisons
joined by OR in parentheses.
"""

import re
from collections.abc import Mapping
from typing import Any

_COMPARISON = re.compile(
    r"^(?P<field>[\w.]+)(?P<operator>=~|!=|>=|<=|=|>|<|:)(?P<value>.+)$", re.DOTALL
)
_LIST = re.compile(r"^\((?P<values>.+)\)$")
_SEVERITIES = ("DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL")
_SPECIAL = {"severity", "logName", "trace", "labels", "httpRequest"}

Entry = Mapping[str, Any]


def matches(entry: Entry, filter_text: str) -> bool:
    """Say whether one log entry fits; ValueError for what the reader does not know."""
    return all(_holds(entry, part) for part in filter_text.split(" AND "))


def as_entry(line: Mapping[str, Any], service: str = "inbox-api") -> dict[str, Any]:
    """What Cloud Run makes of one JSON line on standard output."""
    payload = dict(line)
    return {
        "severity": payload.pop("severity", "DEFAULT"),
        "trace": payload.pop("logging.googleapis.com/trace", ""),
        "spanId": payload.pop("logging.googleapis.com/spanId", ""),
        "traceSampled": payload.pop("logging.googleapis.com/trace_sampled", False),
        "labels": payload.pop("logging.googleapis.com/labels", {}),
        "httpRequest": payload.pop("httpRequest", None),
        "logName": "projects/project/logs/run.googleapis.com%2Fstdout",
        "resource": {"type": "cloud_run_revision", "labels": {"service_name": service}},
        "jsonPayload": payload,
    }


def _holds(entry: Entry, comparison: str) -> bool:
    if either := _LIST.match(comparison.strip()):
        return any(_holds(entry, one) for one in either["values"].split(" OR "))
    found = _COMPARISON.match(comparison.strip())
    if found is None:
        raise ValueError(comparison)
    field, operator, wanted = found["field"], found["operator"], found["value"]
    if field.split(".")[0] not in _SPECIAL | {"jsonPayload", "resource"}:
        raise ValueError(field)
    value = _value(entry, field)
    if value is None:
        return False
    if listed := _LIST.match(wanted):
        return any(_compare(field, value, operator, one) for one in listed["values"].split(" OR "))
    return _compare(field, value, operator, wanted)


def _value(entry: Entry, path: str) -> Any:
    value: Any = entry
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _compare(field: str, value: Any, operator: str, wanted: str) -> bool:
    text = wanted.strip().strip('"')
    if field == "severity":
        return _order(_SEVERITIES.index(value), operator, _SEVERITIES.index(text))
    match operator:
        case ":":
            return text.lower() in str(value).lower()
        case "=~":
            return re.search(text, str(value)) is not None
        case "=":
            return str(value) == text
        case "!=":
            return str(value) != text
        case _:
            return _order(float(value), operator, float(text))


def _order(value: float, operator: str, wanted: float) -> bool:
    return {
        ">": value > wanted,
        ">=": value >= wanted,
        "<": value < wanted,
        "<=": value <= wanted,
        "=": value == wanted,
    }[operator]
