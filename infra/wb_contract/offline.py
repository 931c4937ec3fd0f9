"""Our record against WB's OpenAPI file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.wb_contract.findings import Finding, Inspection
from infra.wb_contract.official import Described, NoFile, Official, Schema, find_file
from infra.wb_contract.prose import read_least, read_most, read_rates, read_values
from infra.wb_contract.record import Record
from infra.wb_contract.shapes import NULL_MARK

FILE = "WB's OpenAPI"
# WB rounds a third of a second down, we round it up.
_ROUNDING_MS = 1
Entry = dict[str, Any]


def inspect_file(record: Record, place: Path) -> Inspection:
    """Compare with the newest file in `place`, or say why that cannot be done."""
    try:
        file = find_file(place)
        official = Official.load(file)
    except NoFile as reason:
        return Inspection(FILE, unchecked=(str(reason),))
    return Inspection(file.name, findings=tuple(compare_file(record, official)))


def compare_file(record: Record, official: Official) -> Iterator[Finding]:
    """Every difference that matters to us, operation by operation."""
    for name, entry in record["operations"].items():
        described = official.find(name)
        if described is None:
            yield Finding(name, "operation", "is gone")
            continue
        yield from _compare_host(name, entry, described)
        yield from _compare_sent(name, entry, described)
        yield from _compare_read(name, entry, described)
        yield from _compare_rates(name, entry, described)
        yield from _compare_refusals(name, record["refusals"], described)


def _compare_host(name: str, entry: Entry, described: Described) -> Iterator[Finding]:
    if entry["host"] not in described.hosts:
        yield Finding(name, "host", "moved", entry["host"], ", ".join(sorted(described.hosts)))


def _compare_sent(name: str, entry: Entry, described: Described) -> Iterator[Finding]:
    sent = entry["sends"]
    known = {one.place: one for one in described.parameters}
    for one in described.parameters:
        if one.required and sent.get(one.place, NULL_MARK).endswith(NULL_MARK):
            yield Finding(name, one.place, "is required now", "not sent always", "required")
    for place, kind in sent.items():
        if not place.startswith(("query.", "path.")):
            continue
        if place not in known:
            yield Finding(name, place, "parameter is gone", _bare(kind), "none")
            continue
        yield from _compare_type(name, place, kind, known[place].schema, "sends")
        yield from _compare_bounds(name, place, entry, known[place].schema, known[place].prose)
        yield from _compare_words(name, place, entry, known[place].schema)
    if entry["content_type"]:
        yield from _compare_body(name, entry, described)


def _compare_body(name: str, entry: Entry, described: Described) -> Iterator[Finding]:
    media = described.bodies.get(entry["content_type"])
    if media is None:
        found = ", ".join(sorted(described.bodies))
        yield Finding(name, "body", "another content type", entry["content_type"], found)
        return
    root = "form" if entry["content_type"].startswith("multipart") else "body"
    sent = {
        place.removeprefix(f"{root}."): kind
        for place, kind in entry["sends"].items()
        if place.startswith(f"{root}.")
    }
    schema = described.official.follow(described.official.follow(media).get("schema"))
    fitting = min(
        described.alternatives(schema), key=lambda one: len(_misfits(described, one, sent))
    )
    for path, change in _misfits(described, fitting, sent):
        yield Finding(name, f"{root}.{path}", change, _bare(sent.get(path, "not sent")))
    for path, kind in sent.items():
        part = described.at(fitting, path)
        if part is not None:
            yield from _compare_type(name, f"{root}.{path}", kind, part, "sends")
            yield from _compare_bounds(name, f"{root}.{path}", entry, part, "")
            yield from _compare_words(name, f"{root}.{path}", entry, part)


def _misfits(described: Described, schema: Schema, sent: dict[str, str]) -> list[tuple[str, str]]:
    """Fields that we send and nobody knows, and those that must be there and are not."""
    unknown = [(path, "field is gone") for path in sent if described.at(schema, path) is None]
    return [*unknown, *_missing(described, schema, sent, "")]


def _missing(
    described: Described, schema: Schema, sent: dict[str, str], root: str
) -> list[tuple[str, str]]:
    required = [f"{root}{name}" for name in schema.get("required") or []]
    missing = [
        (path, "is required now")
        for path in required
        if sent.get(path, NULL_MARK).endswith(NULL_MARK)
    ]
    for name, part in described.properties(schema).items():
        if f"{root}{name}" in sent:
            inner = described.official.follow(part)
            missing += _missing(described, inner, sent, f"{root}{name}.")
    return missing


def _compare_bounds(
    name: str, place: str, entry: Entry, schema: Schema, prose: str
) -> Iterator[Finding]:
    least, most = entry["bounds"].get(place, (None, None))
    if most is not None and (found := read_most(schema, prose)) != most:
        yield Finding(name, place, "limit changed (most)", str(most), _or_none(found))
    if least is not None and (found := read_least(schema)) != least:
        yield Finding(name, place, "limit changed (least)", str(least), _or_none(found))


def _compare_words(name: str, place: str, entry: Entry, schema: Schema) -> Iterator[Finding]:
    taken = read_values(schema)
    for word in entry["words"].get(place, []):
        if taken and word not in taken:
            yield Finding(name, place, "word is not taken any more", word, ", ".join(sorted(taken)))


def _compare_read(name: str, entry: Entry, described: Described) -> Iterator[Finding]:
    success = described.success()
    gone: list[str] = []
    for path, kind in entry["reads"].items():
        if any(path.startswith((f"{root}.", f"{root}[].")) for root in gone):
            continue
        schema = described.at(success, path)
        if schema is None:
            gone.append(path)
            yield Finding(name, path, "field is gone", _bare(kind), "none")
            continue
        yield from _compare_type(name, path, kind, schema, "reads")
        if path in entry["values"]:
            yield from _compare_values(name, path, entry["values"][path], schema)


def _compare_values(name: str, path: str, known: list[str], schema: Schema) -> Iterator[Finding]:
    found = read_values(schema)
    for value in sorted(found - set(known)):
        yield Finding(name, path, "new value", ", ".join(known), value)
    if not found:
        yield Finding(name, path, "values are not listed any more", ", ".join(known), "none")


def _compare_type(name: str, place: str, kind: str, schema: Schema, use: str) -> Iterator[Finding]:
    expected, found = _bare(kind), _type_of(schema)
    if found and found != expected:
        yield Finding(name, place, "type changed", expected, found)
    if use == "reads" and not kind.endswith(NULL_MARK) and _is_nullable(schema):
        yield Finding(name, place, "may be null now", expected, f"{found} or null")


def _compare_rates(name: str, entry: Entry, described: Described) -> Iterator[Finding]:
    found = read_rates(described.prose)
    for kind, ours in entry["rates"].items():
        theirs = found.get(kind)
        if theirs is None:
            yield Finding(name, f"rate.{kind}", "limit is not stated any more", _rate(ours), "none")
        elif not _is_same_rate(ours, theirs):
            yield Finding(name, f"rate.{kind}", "limit changed", _rate(ours), _rate(theirs))


def _compare_refusals(
    name: str, refusals: dict[str, list[str]], described: Described
) -> Iterator[Finding]:
    for status, forms in refusals.items():
        found = described.forms(status)
        stated = "not stated" if found is None else ", ".join(sorted(found)) or "no body"
        if found is None or forms[0] not in found:
            yield Finding(name, f"status {status}", "form is not stated", forms[0], stated)
        for form in sorted((found or set()) - set(forms)):
            yield Finding(name, f"status {status}", "new form", ", ".join(forms), form)


def _is_same_rate(ours: dict[str, int], theirs: dict[str, int]) -> bool:
    apart = abs(ours["interval_ms"] - theirs["interval_ms"])
    return ours["burst"] == theirs["burst"] and apart <= _ROUNDING_MS


def _rate(rate: dict[str, int]) -> str:
    return f"{rate['burst']} at once, one per {rate['interval_ms']} ms"


def _type_of(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "")
    if isinstance(kind, str):
        return kind
    if "properties" in schema or "allOf" in schema:
        return "object"
    return "array" if "items" in schema else ""


def _is_nullable(schema: Schema) -> bool:
    kind = schema.get("type")
    return schema.get("nullable") is True or (isinstance(kind, list) and "null" in kind)


def _bare(kind: str) -> str:
    return kind.removesuffix(NULL_MARK)


def _or_none(value: int | None) -> str:
    return "none" if value is None else str(value)
