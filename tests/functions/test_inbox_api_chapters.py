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


@pytest.mark.parametrize("row", ROUTES, ids=lambda row: f"{row.method} {row.path}")
def test_every_row_is_found_in_its_chapter(row: Route) -> None:
    path = row.path.replace("{id}", "one").replace("{other}", "two").replace("{token}", "three")

    found, _ = find_row(row.method, PREFIX + path)

    assert found is row


@pytest.mark.parametrize("path", ["/", "", PREFIX, f"{PREFIX}/", f"{PREFIX}//inbox", "/inbox"])
def test_what_no_chapter_answers_is_not_found(path: str) -> None:
    with pytest.raises((Refusal, HTTPException)) as refused:
        find_row("GET", path)

    refusal = as_refusal(refused.value)
    assert refusal is not None
    assert refusal.code == "not_found"


def test_no_chapter_is_loaded_before_its_first_request() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )

    assert loaded.stdout.split() == []
