"""WB's OpenAPI file, read as far as a comparison needs it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

Schema = dict[str, Any]
PATTERN = "*communications*.y*ml"
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


class NoFile(Exception):
    """There is no file to compare with, or it is no OpenAPI document."""


def find_file(place: Path) -> Path:
    """The file itself, or the newest of a folder by the date in its name."""
    if place.is_file():
        return place
    found = sorted(place.glob(PATTERN), key=lambda file: (_date_of(file.name), file.name))
    if not found:
        raise NoFile(f"no {PATTERN} in {place}")
    return found[-1]


def _date_of(name: str) -> tuple[int, ...]:
    """A name with a month alone stands for all of that month."""
    match = _DATE.search(name)
    return tuple(int(part or 99) for part in match.groups()) if match else ()


class Official:
    """One document; `$ref` is followed wherever it stands."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    @classmethod
    def load(cls, file: Path) -> "Official":
        """Read a file; NoFile when it is no OpenAPI document."""
        try:
            document = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as broken:
            raise NoFile(f"{file.name} cannot be read") from broken
        if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
            raise NoFile(f"{file.name} is no OpenAPI document")
        return cls(document)

    def find(self, name: str) -> "Described | None":
        """One operation by name, e.g. `GET /api/v1/feedbacks`."""
        method, path = name.split(" ")
        item = self.follow(self._document["paths"].get(path))
        operation = item.get(method.lower())
        return Described(self, item, operation) if isinstance(operation, dict) else None

    def follow(self, node: Any) -> Schema:
        """Give the object itself, whatever refers to it."""
        for _ in range(10):
            if not isinstance(node, dict):
                return {}
            reference = node.get("$ref")
            if not isinstance(reference, str):
                return node
            node = self._document
            for part in reference.removeprefix("#/").split("/"):
                name = part.replace("~1", "/").replace("~0", "~")
                node = node.get(name) if isinstance(node, dict) else None
        return {}

    def servers(self) -> list[Any]:
        """The servers of the whole document."""
        return _listed(self._document.get("servers"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be sent: where, of which type, and whether it must be."""

    place: str
    schema: Schema
    required: bool
    prose: str


@dataclass(frozen=True)
class Described:
    """One operation of the document."""

    official: Official
    item: Schema
    operation: Schema

    @property
    def prose(self) -> str:
        """What is said about it in words."""
        return str(self.operation.get("description", ""))

    @property
    def hosts(self) -> set[str]:
        """Where it answers."""
        servers = (
            _listed(self.operation.get("servers"))
            or _listed(self.item.get("servers"))
            or self.official.servers()
        )
        addresses = (str(self.official.follow(server).get("url", "")) for server in servers)
        return {host for address in addresses if (host := urlsplit(address).hostname)}

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Query and path; WB's one header is the token."""
        entries = [
            *_listed(self.item.get("parameters")),
            *_listed(self.operation.get("parameters")),
        ]
        found = (self.official.follow(entry) for entry in entries)
        return [
            Parameter(
                place=f"{entry['in']}.{entry['name']}",
                schema=self.official.follow(entry.get("schema")),
                required=bool(entry.get("required")),
                prose=str(entry.get("description", "")),
            )
            for entry in found
            if entry.get("in") in ("query", "path") and "name" in entry
        ]

    @property
    def bodies(self) -> Schema:
        """Content types of the request with their schemas."""
        content = self.official.follow(self.operation.get("requestBody")).get("content")
        return content if isinstance(content, dict) else {}

    def forms(self, status: str) -> set[str] | None:
        """The content types of one answer; None where the status is not described."""
        content = self._answers(status)
        return None if content is None else set(content)

    def success(self) -> Schema:
        """The schema of the JSON that a success carries."""
        media = (self._answers("200") or {}).get("application/json")
        return self.official.follow(self.official.follow(media).get("schema"))

    def _answers(self, status: str) -> Schema | None:
        """YAML reads an unquoted status as a number."""
        responses = self.official.follow(self.operation.get("responses"))
        described = {str(code): response for code, response in responses.items()}
        if status not in described:
            return None
        content = self.official.follow(described[status]).get("content")
        return content if isinstance(content, dict) else {}

    def alternatives(self, schema: Schema) -> Iterator[Schema]:
        """The schema, or each of those that may stand in its place."""
        for word in ("oneOf", "anyOf"):
            for one in _listed(schema.get(word)):
                yield from self.alternatives(self.official.follow(one))
        if not schema.get("oneOf") and not schema.get("anyOf"):
            yield schema

    def properties(self, schema: Schema) -> Schema:
        """Named parts of an object, those of `allOf` and `oneOf` included."""
        found: Schema = {}
        for word in ("allOf", "oneOf", "anyOf"):
            for one in _listed(schema.get(word)):
                found |= self.properties(self.official.follow(one))
        own = schema.get("properties")
        return found | own if isinstance(own, dict) else found

    def at(self, schema: Schema, path: str) -> Schema | None:
        """The schema of one path such as `data.feedbacks[].id`; None where there is none."""
        for step in path.split("."):
            name = step.removesuffix("[]")
            part = self.properties(schema).get(name)
            if part is None:
                return None
            schema = self.official.follow(part)
            if step.endswith("[]"):
                schema = self.official.follow(schema.get("items"))
        return schema


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
