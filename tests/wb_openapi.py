"""The official OpenAPI of the WB communications API, as published and tightened.

The published schemas mark almost nothing as required, so an empty object passes most of them.
The strict form requires every documented property except a short list, allows no others, and
enforces the limits that the documentation states in prose.
"""

import copy
import json
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

ROOT = Path(__file__).resolve().parents[1]
FILE = "09-communications.derived-2026-10.yaml"
BASE = "http://wb.test"
PROBLEM = "application/problem+json"
METHODS = ("get", "post", "patch", "delete")
# Documented properties that a correct answer may leave out.
OPTIONAL = (
    "responseFeedback.orderStatus",
    "GET /api/v1/feedback 200.data.orderStatus",
    "Event.isNewChat",
    "Event.message",
    "Event.message.attachments",
    "Event.source",
    "Event.replySign",
    "Event.clientName",
    "EventAttachments.*",
    "MessageResponse.result.sign",
    "openapi.PinReviewItemResult.data.pinId",
    "openapi.PinReviewItemResult.data.errors",
    "openapi.PinnedReviewItemResult.unpinnedCause",
    "openapi.ResultErr.detail",
    "respond.ResultErr.detail",
    "GET /api/feedbacks/v1/pins 200.next",
    "responseFeedbackQuestionErr.requestId",
)
QUERY_LIMITS = {
    ("/api/v1/feedbacks", "take"): (1, 5000),
    ("/api/v1/feedbacks", "skip"): (0, 199_990),
    ("/api/v1/feedbacks/archive", "take"): (1, 5000),
    ("/api/v1/feedbacks/archive", "skip"): (0, 199_990),
    ("/api/v1/questions", "take"): (1, 10_000),
    ("/api/v1/questions", "skip"): (0, 10_000),
}
Schema = dict[str, Any]


def require_folder(variable: str, default: str) -> Path:
    """Skips loudly without the shared material, and fails where CI should have it."""
    folder = Path(os.environ.get(variable, ROOT / default))
    if not folder.is_absolute():
        folder = ROOT / folder
    if folder.is_dir():
        return folder
    reason = f"{variable} points to nothing: {folder}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def official_spec() -> Schema:
    """As published."""
    folder = require_folder("INBOX_WB_OPENAPI", "../shared/wb/openapi")
    spec: Schema = yaml.load((folder / FILE).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return spec


@cache
def strict_spec() -> Schema:
    """The tightened copy with one server in place of the servers of each path."""
    # A YAML alias is one object in many places; JSON makes each place its own.
    spec: Schema = json.loads(json.dumps(official_spec(), default=str))
    spec["servers"] = [{"url": BASE}]
    mend_pins(spec)
    for path, item in spec["paths"].items():
        item.pop("servers", None)
        for method in METHODS:
            if method in item:
                item[method].pop("servers", None)
                tighten_operation(path, method, item[method])
    for name, schema in spec["components"]["schemas"].items():
        tighten(schema, name)
    for name, response in spec["components"]["responses"].items():
        tighten_response(response, name)
    for body in spec["components"]["requestBodies"].values():
        close_body(body)
    return spec


def mend_pins(spec: Schema) -> None:
    """The pin answers demand an object and an array at once; keep what they describe."""
    spec["components"]["schemas"].pop("respond.SuccessResponse")
    for path, item in spec["paths"].items():
        if "/pins" not in path:
            continue
        for method in set(METHODS) & set(item):
            media = item[method]["responses"]["200"]["content"]["application/json"]
            media["schema"] = media["schema"]["allOf"][1]
    for name in ("subscription", "tariff"):
        limits = spec["components"]["schemas"]["openapi.SellerLimitsResponse"]
        limits["properties"]["data"]["properties"][name]["allOf"].pop()


def tighten_operation(path: str, method: str, operation: Schema) -> None:
    for status, response in operation["responses"].items():
        tighten_response(response, f"{method.upper()} {path} {status}")
    if "requestBody" in operation:
        close_body(operation["requestBody"])
    for parameter in operation.get("parameters", []):
        parameter.pop("allowEmptyValue", None)
        limits = QUERY_LIMITS.get((path, parameter.get("name")))
        if limits is not None:
            parameter["schema"] |= {"minimum": limits[0], "maximum": limits[1]}


def tighten_response(response: Schema, name: str) -> None:
    for media in response.get("content", {}).values():
        tighten(media.get("schema", {}), name)


def tighten(schema: Schema, place: str) -> None:
    """Require every property that is not listed as optional, and allow no others."""
    if "properties" in schema:
        names = [name for name in schema["properties"] if not is_optional(f"{place}.{name}")]
        if names:
            schema["required"] = names
        schema["additionalProperties"] = False
        for name, inner in schema["properties"].items():
            tighten(inner, f"{place}.{name}")
    if "items" in schema:
        tighten(schema["items"], place)
    for inner in schema.get("allOf", []):
        tighten(inner, place)


def is_optional(place: str) -> bool:
    return any(fnmatchcase(place, pattern) for pattern in OPTIONAL)


def close_body(body: Schema) -> None:
    """Requests keep their own required lists, but invented fields are refused."""
    for media in body.get("content", {}).values():
        for schema in (media["schema"], *media["schema"].get("oneOf", [])):
            if "properties" in schema:
                schema["additionalProperties"] = False
                bound_texts(schema)


def bound_texts(schema: Schema) -> None:
    """``minimum`` and ``maximum`` mean nothing on a string; lengths are meant."""
    for inner in schema["properties"].values():
        if inner.get("type") == "string" and "maximum" in inner:
            inner["minLength"], inner["maxLength"] = inner["minimum"], inner["maximum"]


@cache
def strict_openapi() -> OpenAPI:
    config = Config(extra_media_type_deserializers={PROBLEM: json.loads})
    return OpenAPI.from_dict(copy.deepcopy(strict_spec()), config=config)


class OpenAPIRequest:
    """An httpx request as openapi-core sees it, whatever host it was sent to."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        query = parse_qsl(request.url.query.decode(), keep_blank_values=True)
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(query),
            header=Headers(list(request.headers.items())),
            cookie=ImmutableMultiDict(),
        )

    @property
    def host_url(self) -> str:
        return BASE

    @property
    def path(self) -> str:
        return self._request.url.path

    @property
    def method(self) -> str:
        return self._request.method.lower()

    @property
    def body(self) -> bytes | None:
        return self._request.read() or None

    @property
    def content_type(self) -> str:
        return str(self._request.headers.get("content-type", ""))


class OpenAPIResponse:
    """An httpx response as openapi-core sees it."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    @property
    def data(self) -> bytes | None:
        return self._response.read() or None

    @property
    def status_code(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Headers:
        return Headers(list(self._response.headers.items()))

    @property
    def content_type(self) -> str:
        return str(self._response.headers.get("content-type", ""))


def check_request(request: httpx.Request) -> None:
    """Fails unless the request is one that the documentation describes."""
    errors = list(strict_openapi().iter_request_errors(OpenAPIRequest(request)))
    assert not errors, describe(request, errors)


def check_response(request: httpx.Request, response: httpx.Response) -> None:
    """Fails unless status, content type and body are documented for the operation."""
    errors = list(
        strict_openapi().iter_response_errors(OpenAPIRequest(request), OpenAPIResponse(response))
    )
    assert not errors, describe(request, errors)


def check_data(place: str, value: Any) -> None:
    """Validate one value against the schema of a 200 answer, e.g. ``GET /api/v1/feedbacks``."""
    method, path = place.split(" ")
    request = httpx.Request(method, BASE + path, headers={"Authorization": "token"})
    check_response(request, httpx.Response(200, json=value))


def describe(request: httpx.Request, errors: list[Exception]) -> str:
    lines = [f"{request.method} {request.url.path}"]
    for error in errors:
        lines.append(repr(error))
        lines += [repr(cause) for cause in causes_of(error)]
    return "\n".join(lines)


def causes_of(error: BaseException) -> Iterator[object]:
    """The JSON paths are hidden in the schema errors of the cause."""
    cause = error.__cause__
    while cause is not None:
        yield cause
        for schema_error in getattr(cause, "schema_errors", ()):
            yield f"{schema_error.json_path}: {schema_error.message}"
        cause = cause.__cause__
