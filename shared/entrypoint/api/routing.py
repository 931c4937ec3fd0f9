"""What one row of the route table says, and how a request finds its row."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.routing import Map, Rule

from shared.domain.dataclass import dataclass
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Answer, Nothing, Request

B = TypeVar("B", bound=Request)
Q = TypeVar("Q", bound=Request)

PREFIX = "/api"
# No document and no signed word looks different, so nothing else is ever looked up.
_PATTERNS = {
    "id": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "other": re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "token": re.compile(r"[A-Za-z0-9_.-]{1,4096}"),
}


class Access(StrEnum):
    """Who may call a route."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


class Kind(StrEnum):
    """What a route answers with."""

    JSON = "json"
    PICTURE = "picture"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row: how to call it, what it takes, what it gives, and which refusals are its own.

    `later` is the second success status of a route that may answer before the work is done. A route
    that `takes_file` takes a form with one file instead of JSON. One that is `guarded` changes only
    what the client has seen, named by If-Match.
    """

    method: str
    path: str
    says: str
    handler: Callable[[Call[Any, Any]], Result]
    body: type[Request]
    query: type[Request]
    answer: type[Answer] | None
    status: int
    access: Access
    later: int | None = None
    cached: bool = False
    kind: Kind = Kind.JSON
    takes_file: bool = False
    guarded: bool = False

    @property
    def name(self) -> str:
        """The handler's name names the operation."""
        return self.handler.__name__


def route(
    method: str,
    path: str,
    handler: Callable[[Call[B, Q]], Result],
    says: str,
    *,
    body: type[B] = Nothing,  # type: ignore[assignment]
    query: type[Q] = Nothing,  # type: ignore[assignment]
    answer: type[Answer] | None = None,
    status: int = 200,
    access: Access = Access.SIGNED_IN,
    later: int | None = None,
    cached: bool = False,
    kind: Kind = Kind.JSON,
    takes_file: bool = False,
    guarded: bool = False,
) -> Route:
    """Make a row whose handler fits its shapes, as the type checker sees."""
    return Route(
        method=method,
        path=path,
        says=says,
        handler=handler,
        body=body,
        query=query,
        answer=answer,
        status=status,
        access=access,
        later=later,
        cached=cached,
        kind=kind,
        takes_file=takes_file,
        guarded=guarded,
    )


def build_map(routes: Iterable[Route]) -> Map:
    """Let werkzeug tell paths (404) and methods (405) apart."""
    rules = [
        Rule(
            PREFIX + re.sub(r"{(\w+)}", r"<string:\1>", row.path),
            methods=[row.method],
            endpoint=row,
        )
        for row in routes
    ]
    return Map(rules, strict_slashes=True, merge_slashes=False, redirect_defaults=False)


def find_route(routes: Map, method: str, path: str) -> tuple[Route, Mapping[str, str]]:
    """Match by path and method alone: whatever the Host header claims plays no part."""
    row, arguments = routes.bind("inbox").match(path, method=method)
    for name, value in arguments.items():
        if not _PATTERNS[name].fullmatch(value):
            raise Refusal(code="not_found")
    return row, arguments
