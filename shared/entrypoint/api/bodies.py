"""Read a request's JSON and query strictly: small, flat, plain, and exactly of the shape asked."""

import json
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any, TypeVar

import flask
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_options_header

from shared.entrypoint.api.field_words import field_message
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Request
from shared.entrypoint.api.shapes.service import FieldProblem

R = TypeVar("R", bound=Request)

MOST_BYTES = 64 * 1024
BODY_SECONDS = 5.0
MOST_DEPTH = 20
MOST_KEYS = 200
_EXPECTED_OPTIONS: tuple[dict[str, str], ...] = ({}, {"charset": "utf-8"})


def read_body(request: flask.Request, model: type[R]) -> R:
    """Read a body; none at all is an empty object."""
    raw = read_bytes(request, MOST_BYTES, BODY_SECONDS)
    if not raw:
        return _validate_json(b"{}", model)
    _require_json(request)
    _require_plain(raw)
    return _validate_json(raw, model)


def read_query(arguments: MultiDict[str, str], model: type[R]) -> R:
    """Read a query string, in which nothing may be said twice."""
    doubled = sorted(name for name in arguments if len(arguments.getlist(name)) > 1)
    if doubled:
        raise Refusal(code="invalid", errors=[_field_problem(doubled[0], "doubled")])
    given = arguments.to_dict()
    if not all(_is_text(part) for pair in given.items() for part in pair):
        raise Refusal(code="malformed")
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        raise as_invalid(error) from error


def read_bytes(request: flask.Request, most: int, seconds: float) -> bytes:
    """At most so many bytes, within so many seconds; what is more or later is refused."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refusal(code="unsupported_media_type")
    # A body without a declared length is cut at the limit, not refused: one byte more tells.
    request.max_content_length = most + 1
    try:
        with _within(request, seconds):
            raw = request.get_data(cache=False)
    finally:
        # The framework drains what is left of the request before it answers.
        request.max_content_length = None
    if len(raw) > most:
        raise Refusal(code="too_large")
    return raw


@contextmanager
def _within(request: flask.Request, seconds: float) -> Iterator[None]:
    """A body that comes in drops holds its thread for so long and no longer."""
    connection = request.environ.get("gunicorn.socket")
    if connection is None:
        yield
        return
    timer = Timer(seconds, _stop_reading, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _stop_reading(connection: socket.socket) -> None:
    """The reader sees a body that has ended too soon."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


def _require_json(request: flask.Request) -> None:
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    lowered = {name: value.lower() for name, value in options.items()}
    if kind.lower() != "application/json" or lowered not in _EXPECTED_OPTIONS:
        raise Refusal(code="unsupported_media_type")


def _require_plain(raw: bytes) -> None:
    """Refuse what parsers disagree about: depth, repeated keys, NaN, odd numbers and characters."""
    try:
        text = raw.decode("utf-8")
        if _depth(text) > MOST_DEPTH:
            raise Refusal(code="malformed")
        parsed = json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except ValueError as error:
        raise Refusal(code="malformed") from error
    if not isinstance(parsed, dict) or _count_keys(parsed) > MOST_KEYS:
        raise Refusal(code="malformed")
    if not all(_is_plain(leaf) for leaf in _leaves(parsed)):
        raise Refusal(code="malformed")


def _depth(text: str) -> int:
    depth = deepest = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = not escaped and character == "\\"
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is repeated")
    return made


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _leaves(value: Any) -> Iterable[Any]:
    match value:
        case dict():
            for key, part in value.items():
                yield key
                yield from _leaves(part)
        case list():
            for part in value:
                yield from _leaves(part)
        case _:
            yield value


def _count_keys(value: Any) -> int:
    match value:
        case dict():
            return len(value) + sum(_count_keys(part) for part in value.values())
        case list():
            return sum(_count_keys(part) for part in value)
    return 0


def _is_plain(leaf: Any) -> bool:
    match leaf:
        case str():
            return _is_text(leaf)
        case bool():
            return True
        case int():
            return -(2**63) <= leaf < 2**63
        case float():
            return leaf not in (float("inf"), float("-inf"))
    return True


def _is_text(text: str) -> bool:
    """Neither NUL nor half of a surrogate pair: no store and no marketplace takes them."""
    return not any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text)


def _validate_json(raw: bytes, model: type[R]) -> R:
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise as_invalid(error) from error


def as_invalid(error: ValidationError) -> Refusal:
    """Say field by field what a shape does not take."""
    found = error.errors(include_url=False, include_input=False)
    if any(part["type"] == "json_invalid" for part in found):
        return Refusal(code="malformed")
    problems = [
        _field_problem(_name_of(part["loc"]), part["type"], part.get("ctx")) for part in found[:20]
    ]
    return Refusal(code="invalid", errors=problems)


def _name_of(location: tuple[int | str, ...]) -> str:
    # An unknown field's name is the client's own text, so it is cut.
    return ".".join(str(part) for part in location)[:100]


def _field_problem(name: str, code: str, context: Mapping[str, Any] | None = None) -> FieldProblem:
    return FieldProblem(field=name, code=code, message=field_message(code, context or {}))
