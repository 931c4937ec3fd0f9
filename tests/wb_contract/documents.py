"""An OpenAPI document that says exactly what our record relies on, to plant changes in."""

import copy
import json
from pathlib import Path
from typing import Any

from infra.wb_contract.record import Record, load_record

Schema = dict[str, Any]
_TITLES = {
    "personal": "Персональный",
    "service": "Сервисный",
    "base_secret": "Базовый с секретом",
    "base": "Базовый",
}


def agreed_document(record: Record | None = None) -> Schema:
    """One path per operation, everything in place, nothing referred to."""
    known = record or load_record()
    paths: Schema = {}
    for name, entry in known["operations"].items():
        method, path = name.split(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(entry, known["refusals"])
    document: Schema = copy.deepcopy({"openapi": "3.0.1", "paths": paths})
    return document


def write_document(document: Schema, folder: Path, name: str) -> Path:
    """JSON is YAML too."""
    file = folder / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def schema_at(operation: Schema, path: str) -> Schema:
    """The schema of one path of the answer, to change it."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for step in path.split("."):
        schema = schema["properties"][step.removesuffix("[]")]
        if step.endswith("[]"):
            schema = schema["items"]
    return schema


def _operation(entry: Schema, refusals: dict[str, list[str]]) -> Schema:
    operation: Schema = {
        "servers": [{"url": f"https://{entry['host']}"}],
        "description": _rate_table(entry["rates"]),
        "parameters": _parameters(entry),
        "responses": {"200": _content("application/json", _answer(entry))},
    }
    for status, forms in refusals.items():
        operation["responses"][status] = {"content": {form: {} for form in forms}}
    if entry["content_type"]:
        operation["requestBody"] = _content(entry["content_type"], _body(entry))
    return operation


def _rate_table(rates: dict[str, dict[str, int]]) -> str:
    rows = [
        f"| {_TITLES[kind]} | 1 сек | 3 запроса | {rate['interval_ms']} мс | {rate['burst']} зап. |"
        for kind, rate in rates.items()
    ]
    return "\n".join(["| Тип | Период | Лимит | Интервал | Всплеск |", *rows])


def _parameters(entry: Schema) -> list[Schema]:
    found = []
    for place, kind in entry["sends"].items():
        where, name = place.split(".")[:2]
        if where in ("query", "path"):
            most = entry["bounds"].get(place, [None, None])[1]
            found.append(
                {
                    "in": where,
                    "name": name,
                    "required": not kind.endswith("?"),
                    "description": f"max. {most}" if most else "",
                    "schema": {"type": kind.rstrip("?")},
                }
            )
    return found


def _body(entry: Schema) -> Schema:
    root: Schema = {"type": "object", "properties": {}, "required": []}
    for place, kind in entry["sends"].items():
        where, _, path = place.partition(".")
        if where in ("body", "form"):
            least, most = entry["bounds"].get(place, [None, None])
            leaf: Schema = {"type": kind.rstrip("?"), "minLength": least, "maxLength": most}
            leaf = {name: value for name, value in leaf.items() if value is not None}
            _put(root, path, leaf, required=not kind.endswith("?"))
    return root


def _answer(entry: Schema) -> Schema:
    root: Schema = {"type": "object", "properties": {}}
    for path, kind in entry["reads"].items():
        leaf: Schema = {"type": kind.rstrip("?"), "nullable": kind.endswith("?")}
        if path in entry["values"]:
            leaf["description"] = "\n".join(f"- `{value}` — так" for value in entry["values"][path])
        _put(root, path, leaf, required=False)
    return root


def _put(root: Schema, path: str, leaf: Schema, *, required: bool) -> None:
    *parents, last = path.split(".")
    schema = root
    for step in parents:
        schema = schema["properties"].setdefault(step.removesuffix("[]"), {"type": "object"})
        if step.endswith("[]"):
            schema = schema.setdefault("items", {"type": "object"})
        schema.setdefault("properties", {})
    schema.setdefault("properties", {})[last] = leaf
    if required:
        schema.setdefault("required", []).append(last)


def _content(kind: str, schema: Schema) -> Schema:
    return {"content": {kind: {"schema": schema}}}
