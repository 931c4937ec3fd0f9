"""Limits that WB states in prose, asserted by hand on every request the connector makes."""

import json
from io import BytesIO
from typing import Any

import httpx
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

MEBIBYTE = 1024 * 1024
MOST_TAKEN = {
    "/api/v1/feedbacks": 5000,
    "/api/v1/feedbacks/archive": 5000,
    "/api/v1/questions": 10_000,
}
MOST_SKIPPED = {
    "/api/v1/feedbacks": 199_990,
    "/api/v1/feedbacks/archive": 199_990,
    "/api/v1/questions": 10_000,
}
QUESTIONS_REACH = 10_000
MILLISECONDS = 1_000_000_000_000
FILE_TYPES = ("image/jpeg", "image/png", "application/pdf")


def check_limits(request: httpx.Request) -> None:
    """Fails on a request that WB's OpenAPI allows and WB's words do not."""
    path, params = request.url.path, request.url.params
    if request.method == "GET":
        check_page(path, params)
    if path == "/api/v1/seller/events" and "next" in params:
        assert int(params["next"]) >= MILLISECONDS, "the cursor counts milliseconds"
    if path == "/api/v1/claims":
        assert 1 <= int(params["limit"]) <= 200
        assert int(params.get("offset", "0")) >= 0
    if path == "/api/v1/feedbacks/answer":
        check_text(json.loads(request.content)["text"])
    if path == "/api/v1/questions" and request.method == "PATCH":
        check_question(json.loads(request.content))
    if path == "/api/v1/seller/message":
        check_message(*read_form(request))


def check_page(path: str, params: httpx.QueryParams) -> None:
    if path not in MOST_TAKEN:
        return
    take, skip = int(params["take"]), int(params["skip"])
    assert 1 <= take <= MOST_TAKEN[path]
    assert 0 <= skip <= MOST_SKIPPED[path]
    assert path != "/api/v1/questions" or take + skip <= QUESTIONS_REACH


def check_text(text: str) -> None:
    assert 2 <= len(text) <= 5000


def check_question(body: dict[str, Any]) -> None:
    """One shape, and never the one that hides the question from buyers."""
    assert set(body) == {"id", "answer", "state"}
    assert body["state"] == "wbRu"
    check_text(body["answer"]["text"])


def check_message(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> None:
    assert set(form) <= {"replySign", "message"}
    assert 1 <= len(form["replySign"]) <= 255
    assert len(form.get("message", "")) <= 1000
    assert form.get("message") or files
    assert set(files) <= {"file"}
    sizes = [len(file.stream.read()) for file in files.getlist("file")]
    assert all(0 < size <= 5 * MEBIBYTE for size in sizes)
    assert sum(sizes) <= 30 * MEBIBYTE
    assert all(file.mimetype in FILE_TYPES for file in files.getlist("file"))
    assert all(file.filename for file in files.getlist("file"))


def read_form(
    request: httpx.Request,
) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    kind, options = parse_options_header(request.headers["Content-Type"])
    assert kind == "multipart/form-data"
    content = request.read()
    parser = FormDataParser(lambda *_, **__: BytesIO(), max_form_memory_size=None)
    _, form, files = parser.parse(BytesIO(content), kind, len(content), options)
    return form, files
