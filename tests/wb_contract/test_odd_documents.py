"""Whatever WB's file holds, the command ends with a verdict, its line and its report."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.wb_contract.__main__ import LINE, REPORT, main
from tests.wb_contract.documents import agreed_document, write_document

ROUNDS = 300
JUNK: tuple[Any, ...] = (None, 5, "x", [], {}, [5], [[]], {"$ref": 5}, {"$ref": "#"}, True)
WORDS = ("required", "properties", "items", "type", "enum", "allOf", "oneOf", "in", "url")
Place = tuple[str | int, ...]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INBOX_WB_OPENAPI", str(tmp_path))
    monkeypatch.delenv("WB_TOKEN", raising=False)
    return tmp_path


def check(document: Any, place: Path) -> dict[str, Any]:
    """Run the command over one document and return its line, which must agree with its verdict."""
    write_document(document, place, "09-communications.yaml")
    for kept in (REPORT, LINE):
        (place / kept).unlink(missing_ok=True)

    code = main(["--mode", "offline", "--out", str(place)])

    line: dict[str, Any] = json.loads((place / LINE).read_text("utf-8"))
    report = json.loads((place / REPORT).read_text("utf-8"))
    assert line["outcome"] == report["outcome"] == ("equal", "changed", "unchecked")[code]
    return line


def places_of(node: Any, path: Place = ()) -> Iterator[Place]:
    """Every key of a document."""
    if isinstance(node, dict | list):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            yield (*path, key)
            yield from places_of(part, (*path, key))


def replace_at(document: Any, path: Place, value: Any) -> None:
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def twist(document: Any, path: Place, word: str, value: Any) -> None:
    """Give a part of the document a word that means something there, with an odd value."""
    for key in path:
        if not isinstance(document, dict | list) or (isinstance(document, list) and not document):
            return
        document = document.get(key) if isinstance(document, dict) else document[0]
    if isinstance(document, dict):
        document[word] = value


def test_a_field_that_is_required_by_a_word_of_its_own_is_told_as_unchecked(place: Path) -> None:
    document = agreed_document()
    body = document["paths"]["/api/v1/questions"]["patch"]["requestBody"]
    body["content"]["application/json"]["schema"]["required"] = True

    line = check(document, place)

    assert (line["outcome"], line["severity"]) == ("unchecked", "ERROR")
    assert line["checks"][0]["unchecked"] == ["has an unexpected form: TypeError"]


def test_a_document_that_contains_itself_is_told_as_unchecked(place: Path) -> None:
    (place / "10-communications.yaml").write_text("paths: &all\n  /api/v1/questions: *all\n")

    assert main(["--mode", "offline", "--out", str(place)]) in (1, 2)
    assert (place / REPORT).exists()


@pytest.mark.parametrize("part", range(3))
def test_no_odd_document_ends_without_a_verdict(part: int, place: Path) -> None:
    dice = random.Random(f"odd documents {part}")
    places = list(places_of(agreed_document()))

    for _ in range(ROUNDS // 3):
        document = agreed_document()
        replace_at(document, dice.choice(places), dice.choice(JUNK))
        twist(document, dice.choice(places), dice.choice(WORDS), dice.choice(JUNK))
        line = check(document, place)
        found = [one["findings"] for one in line["checks"]]
        assert (line["outcome"] == "changed") == any(found)
