"""The OpenAPI 3.1 document, made from the route table and the shapes."""

import re
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.entrypoint.api.guards import SAFE_METHODS
from shared.entrypoint.api.problems import KINDS, PROBLEM_TYPE
from shared.entrypoint.api.routing import PREFIX, Access, Kind, Route
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.problems import Problem

_REF = "#/components/schemas/{model}"
_TITLE = "Unified Inbox API"
_VERSION = "1.0.0"
_OWN_PAGE = {"$ref": "#/components/parameters/RequestedWith"}
_SEEN = {"$ref": "#/components/parameters/IfMatch"}
_PICTURE = {"image/*": {"schema": {"type": "string", "contentMediaType": "image/*"}}}
_FORM = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "string", "contentMediaType": "*/*"}},
            "required": ["file"],
            "additionalProperties": False,
        }
    }
}
_FILE = {"*/*": {"schema": {"type": "string", "contentMediaType": "*/*"}}}
_MEDIA = {Kind.PICTURE: _PICTURE, Kind.FILE: _FILE}
_EVERYWHERE = (400, 404, 405, 422, 429, 500, 503)
_WITH_BODY = (403, 413, 415)
_SIGNED_IN = (401,)
_DESCRIPTIONS = {200: "Done", 201: "Made", 202: "Accepted; the work goes on", 204: "Done"}


def make_document(routes: Iterable[Route]) -> dict[str, Any]:
    """Describe every route: what it takes, what it gives, how it refuses."""
    rows = tuple(routes)
    schemas = _schemas(rows)
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, schemas)
    queries = {row.query.__name__ for row in rows}
    return {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "version": _VERSION},
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": {name: body for name, body in schemas.items() if name not in queries},
            "responses": {_problem_name(status): _problem(status) for status in _statuses()},
            "parameters": {"RequestedWith": _requested_with(), "IfMatch": _if_match()},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"}
            },
        },
    }


def _schemas(rows: tuple[Route, ...]) -> dict[str, Any]:
    wanted: dict[tuple[type[BaseModel], Literal["validation", "serialization"]], None] = {
        (Problem, "serialization"): None
    }
    for row in rows:
        wanted[row.query, "validation"] = None
        if not row.takes_file:
            wanted[row.body, "validation"] = None
        if row.answer is not None:
            wanted[row.answer, "serialization"] = None
    _, document = models_json_schema(list(wanted), ref_template=_REF)
    definitions: dict[str, Any] = document["$defs"]
    return definitions


def _operation(row: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": row.name,
        "summary": row.says,
        "parameters": [*_path_parameters(row), *_query_parameters(row, schemas)],
        "responses": _responses(row),
        "security": [{"session": []}] if row.access is Access.SIGNED_IN else [],
    }
    if row.method not in SAFE_METHODS:
        operation["parameters"].append(_OWN_PAGE)
    if row.guarded:
        operation["parameters"].append(_SEEN)
    if row.takes_file:
        operation["requestBody"] = {"required": True, "content": _FORM}
    elif row.body is not Nothing:
        operation["requestBody"] = {
            "required": bool(schemas[row.body.__name__].get("required")),
            "content": {"application/json": {"schema": _ref(row.body)}},
        }
    return operation


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _path_parameters(row: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", row.path)
    ]


def _query_parameters(row: Route, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    schema = schemas[row.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in schema.get("properties", {}).items()
    ]


def _responses(row: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {str(row.status): _success(row)}
    if row.later is not None:
        responses[str(row.later)] = {"description": _DESCRIPTIONS[row.later]}
    if row.cached:
        responses["304"] = {"description": "Nothing has changed"}
    statuses = [*_EVERYWHERE, 502] if row.method == "PUT" else list(_EVERYWHERE)
    if row.method not in SAFE_METHODS:
        statuses += [*_WITH_BODY, 409]
    if row.access is Access.SIGNED_IN or row.name == "login":
        statuses += _SIGNED_IN
    if row.guarded:
        statuses.append(412)
    if row.kind in _MEDIA:
        statuses.append(502)
    if row.kind is Kind.FILE:
        statuses.append(451)
    for status in sorted(statuses):
        responses[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    return responses


def _success(row: Route) -> dict[str, Any]:
    success: dict[str, Any] = {"description": _DESCRIPTIONS[row.status]}
    if row.cached or row.guarded:
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    if row.answer is not None:
        success["content"] = {"application/json": {"schema": _ref(row.answer)}}
    if row.kind in _MEDIA:
        success["content"] = _MEDIA[row.kind]
    return success


def _statuses() -> list[int]:
    return sorted({kind.status for kind in KINDS.values()})


def _problem_name(status: int) -> str:
    return f"Problem{status}"


def _problem(status: int) -> dict[str, Any]:
    codes = [code for code, kind in KINDS.items() if kind.status == status]
    return {
        "description": ", ".join(f"`{code}`" for code in codes),
        "content": {PROBLEM_TYPE: {"schema": _ref(Problem)}},
    }


def _requested_with() -> dict[str, Any]:
    return {
        "name": "X-Requested-With",
        "in": "header",
        "required": True,
        "description": "With `Origin`, proof that the app's own page asks.",
        "schema": {"const": "inbox", "type": "string"},
    }


def _if_match() -> dict[str, Any]:
    return {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of what was seen; without it, or with an older one, 412.",
        "schema": {"type": "string"},
    }
