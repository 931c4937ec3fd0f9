"""The tightened OpenAPI refuses empty answers and passes everything real."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.wb_openapi import (
    BASE,
    METHODS,
    check_data,
    check_request,
    check_response,
    official_spec,
    require_folder,
)

Example = tuple[str, str, int, str, Any]


def examples() -> Iterator[Example]:
    """Every example of an answer that the official file gives."""
    spec = official_spec()
    for path, item in spec["paths"].items():
        for method in set(METHODS) & set(item):
            for status, response in item[method]["responses"].items():
                found = resolve(spec, response)
                for kind, media in found.get("content", {}).items():
                    for value in examples_of(spec, media):
                        yield method.upper(), path, int(status), kind, value


def resolve(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = spec
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        node = found
    return node


def examples_of(spec: dict[str, Any], media: dict[str, Any]) -> Iterator[Any]:
    if "example" in media:
        yield media["example"]
    for example in media.get("examples", {}).values():
        yield resolve(spec, example)["value"]
    schema = resolve(spec, media.get("schema", {}))
    if "example" in schema and schema.get("type") == "object":
        yield schema["example"]


def test_all_official_examples_pass() -> None:
    checked = 0
    for method, path, status, kind, value in examples():
        request = httpx.Request(method, BASE + path)
        response = httpx.Response(
            status, content=json.dumps(value).encode(), headers={"Content-Type": kind}
        )
        check_response(request, response)
        checked += 1

    assert checked > 100


def test_all_real_reviews_pass() -> None:
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")
    reviews = json.loads((folder / "feedbacks-official-300.json").read_text("utf-8"))
    data = {"countUnanswered": 0, "countArchive": 300, "feedbacks": reviews}

    check_data(
        "GET /api/v1/feedbacks",
        {"data": data, "error": False, "errorText": "", "additionalErrors": None},
    )


@pytest.mark.parametrize(
    "place",
    [
        "GET /api/v1/feedbacks",
        "GET /api/v1/questions",
        "GET /api/v1/seller/chats",
        "GET /api/v1/seller/events",
        "GET /api/v1/claims",
        "GET /api/feedbacks/v1/pins",
    ],
)
def test_an_empty_answer_is_refused(place: str) -> None:
    with pytest.raises(AssertionError, match="required property"):
        check_data(place, {})


def test_an_invented_field_is_refused() -> None:
    body = {"data": 1, "error": False, "errorText": "", "additionalErrors": None, "answerText": ""}

    with pytest.raises(AssertionError, match="answerText"):
        check_data("GET /api/v1/questions/count", body)


def ask(method: str, path: str, **options: Any) -> None:
    check_request(httpx.Request(method, BASE + path, headers={"Authorization": "token"}, **options))


def test_documented_requests_pass_on_any_host() -> None:
    ask("GET", "/api/v1/feedbacks?isAnswered=false&take=5000&skip=199990&order=dateAsc")
    ask("POST", "/api/v1/feedbacks/answer", json={"id": "1", "text": "Спасибо"})
    ask("PATCH", "/api/v1/questions", json={"id": "1", "wasViewed": True})
    ask("PATCH", "/api/v1/questions", json={"id": "1", "answer": {"text": "Да"}, "state": "wbRu"})
    files: list[tuple[str, Any]] = [
        ("replySign", (None, "sign")),
        ("message", (None, "Да")),
        ("file", ("a.png", b"\x89PNG")),
        ("file", ("b.png", b"\x89PNG")),
    ]
    ask("POST", "/api/v1/seller/message", files=files)
    ask("POST", "/api/v1/seller/message", files=files[:2])
    ask("GET", "/api/v1/claims?is_archive=false&limit=200")


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/api/v1/feedbacks?isAnswered=false&take=5001&skip=0", {}),
        ("GET", "/api/v1/feedbacks?isAnswered=false&take=1", {}),
        ("GET", "/api/v1/feedbacks?isAnswered=maybe&take=1&skip=0", {}),
        ("GET", "/api/v1/seller/events?next=abc", {}),
        ("GET", "/api/v1/invented", {}),
        ("POST", "/api/v1/feedbacks/answer", {"json": {"id": "1", "text": "a"}}),
        ("POST", "/api/v1/feedbacks/answer", {"json": {"id": "1", "text": "аб", "state": "x"}}),
        ("PATCH", "/api/v1/questions", {"json": {"id": "1", "text": "Да", "state": "wbRu"}}),
        ("POST", "/api/v1/seller/message", {"files": [("message", (None, "Да"))]}),
        (
            "POST",
            "/api/v1/seller/message",
            {"files": [("replySign", (None, "s")), ("message", (None, "я" * 1001))]},
        ),
    ],
)
def test_undocumented_requests_are_refused(method: str, path: str, options: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        ask(method, path, **options)
