"""The API's reference as one Markdown page, made from the same routes as the OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from shared.entrypoint.api.openapi import make_document
from shared.entrypoint.api.routes import ROUTES

_METHODS = ("get", "put", "post", "patch", "delete")
_HEAD = """# {title}: reference

Made by `make generate` from the routes and their shapes.
`GET /api/openapi.json` says the same to programs.
All paths begin with `/api`.
A browser's session cookie says who calls.
Whatever changes anything also needs the header `X-Requested-With` and the app's own `Origin`.
Refusals are problem documents (RFC 9457) of the shape [Problem](#problem).
"""


def make_api_page(_: str) -> str:
    """Every operation by its first part, then every shape that they speak of."""
    document = make_document(ROUTES)
    schemas = document["components"]["schemas"]
    lines = [_HEAD.format(title=document["info"]["title"])]
    lines += _groups(document["paths"])
    lines.append("## Shapes\n")
    for name in sorted(schemas):
        lines += _shape(name, schemas[name])
    return "\n".join(lines)


def _groups(paths: dict[str, Any]) -> Iterator[str]:
    by_part: dict[str, list[str]] = {}
    for path, operations in paths.items():
        rows = by_part.setdefault(path.split("/")[1], [])
        rows += [_row(path, name, operations[name]) for name in _METHODS if name in operations]
    for part, rows in sorted(by_part.items()):
        yield f"## {part}\n"
        yield "| Call | Does | Takes | Answers |\n|---|---|---|---|"
        yield from rows
        yield ""


def _row(path: str, method: str, operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    query = [
        f"`{one['name']}` {_type(one['schema'])}{'' if one.get('required') else '?'}"
        for one in operation.get("parameters", [])
        if one.get("in") == "query"
    ]
    takes = "; ".join([*query, *([_contents(body)] if body else [])])
    good = [
        f"{status} {_contents(answer.get('content', {}))}".strip()
        for status, answer in sorted(operation["responses"].items())
        if status.startswith("2")
    ]
    call = f"`{method.upper()} {path}`"
    return f"| {call} | {_say(operation.get('summary', ''))} | {takes} | {'; '.join(good)} |"


def _contents(content: dict[str, Any]) -> str:
    return ", ".join(
        _type(one["schema"]) if kind == "application/json" and "schema" in one else f"`{kind}`"
        for kind, one in content.items()
    )


def _shape(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}\n"
    if schema.get("description"):
        yield f"{_say(schema['description'])}\n"
    if not (fields := schema.get("properties", {})):
        yield f"{_type(schema)}\n"
        return
    needed = set(schema.get("required", []))
    yield "| Field | Type |\n|---|---|"
    for field, part in fields.items():
        yield f"| `{field}`{'' if field in needed else '?'} | {_type(part)} |"
    yield ""


def _type(schema: dict[str, Any]) -> str:
    """A shape in a few words, with links to those that have names."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(_type(one) for one in schema[several])
    return _plain_type(schema)


def _plain_type(schema: dict[str, Any]) -> str:
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema.get('items', {}))}"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"map to {_type(schema['additionalProperties'])}"
        case "string" if "format" in schema:
            return str(schema["format"])
        case str(kind):
            return kind
    return f"`{schema['const']}`" if "const" in schema else "anything"


def _say(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
