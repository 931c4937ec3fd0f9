"""The chapters of the route table: each row is found by the first word of its path."""

import subprocess
import sys

import pytest
from werkzeug.exceptions import HTTPException

from shared.entrypoint.api.chapters import find_row
from shared.entrypoint.api.problems import Refusal, as_refusal
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import PREFIX, Route

_LOADED = """
import sys
from shared.entrypoint.api.serve import handle_request
print(*(name for name in sys.modules if name.endswith("_routes") or ".handlers." in name))
"""


def path_of(row: Route) -> str:
    path = row.path.replace("{id}", "one").replace("{other}", "two").replace("{token}", "three")
    return PREFIX + path


@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row.method} {row.path}")
def test_every_row_is_found_in_its_chapter(row: Route) -> None:
    found, _ = find_row(row.method, path_of(row))

    assert found is row


def refusal_of(method: str, path: str) -> str:
    with pytest.raises((Refusal, HTTPException)) as refused:
        find_row(method, path)
    refusal = as_refusal(refused.value)
    assert refusal is not None
    return refusal.code


@pytest.mark.parametrize("path", ["/", "", PREFIX, f"{PREFIX}/", f"{PREFIX}//inbox", "/inbox"])
def test_what_no_chapter_answers_is_not_found(path: str) -> None:
    assert refusal_of("GET", path) == "not_found"


@pytest.mark.parametrize(
    "path",
    ["sys", "__init__", "../inbox", "inbox/../auth/login", "inbox/", "Inbox", "inbox.py", "auth"],
)
def test_a_path_names_no_module_and_no_other_chapter(path: str) -> None:
    assert refusal_of("GET", f"{PREFIX}/{path}") == "not_found"
    assert refusal_of("POST", f"{PREFIX}/{path}") == "not_found"


@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row.method} {row.path}")
def test_a_method_that_nobody_answers_is_told_from_a_path(row: Route) -> None:
    assert refusal_of("TRACE", path_of(row)) == "method_not_allowed"


def test_no_chapter_is_loaded_before_its_first_request() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []
