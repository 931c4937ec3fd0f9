"""Generated files are up to date, and an old one is found."""

import json
import re
from pathlib import Path

import pytest

from infra import generate
from infra.api_page import make_api_page
from infra.picture import TABLE, fill_picture
from shared.entrypoint.api.routes import ROUTES


def test_generated_files_are_what_the_code_makes() -> None:
    assert generate.main(["--check"]) == 0


def test_an_old_file_is_found_and_then_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = (generate.Generated("a.txt", lambda now: f"{len(now) // 100}new"),)

    assert generate.refresh(made, tmp_path, keep=True) == ["a.txt"]
    assert not (tmp_path / "a.txt").exists()
    assert generate.refresh(made, tmp_path, keep=False) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "0new"
    assert generate.refresh(made, tmp_path, keep=True) == []


def test_the_picture_shows_every_function_and_every_queue() -> None:
    drawn = fill_picture("<!-- picture -->\n<!-- /picture -->")
    table = json.loads(TABLE.read_text(encoding="utf-8"))

    assert "inbox_api --> dispatch & draft" in drawn
    assert "clock -->|every minute| plan_sync" in drawn
    for name, row in table["functions"].items():
        assert f"{name} " in drawn
        assert (f"  {name} <==> WB" in drawn) == (row["key"] == "unwrap")
    for queue, limits in table["queues"].items():
        assert f"[/queue {queue}/] --> {limits['function']}" in drawn


def test_the_reference_names_every_operation_and_links_to_shapes_that_are_there() -> None:
    page = make_api_page("")
    shapes = {line.removeprefix("### ").lower() for line in page.splitlines() if line[:4] == "### "}

    assert all(f"`{row.method} {row.path}`" in page for row in ROUTES)
    assert set(re.findall(r"\]\(#([a-z0-9_]+)\)", page)) <= shapes
    assert "http://" not in page
    assert "https://" not in page
