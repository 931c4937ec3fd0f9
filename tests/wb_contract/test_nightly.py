"""The nightly build does what its file says: compare, and write a line, an error for a change."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.wb_contract.documents import agreed_document, write_document

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "infra" / "cloudbuild" / "wb-contract.yaml"
FILE = "09-communications.2027-01-01.yaml"
_KEPT = """#!/bin/bash
printf '%s\\n' "$@" > "$TOLD"
"""


def script_of(step: str) -> str:
    """The shell script as Cloud Build hands it over: substitutions made, `$$` a plain `$`."""
    build: Any = yaml.safe_load(BUILD.read_text(encoding="utf-8"))
    script: str = next(one for one in build["steps"] if one["id"] == step)["args"][-1]
    script = script.replace("$$", "\0").replace("${_MODE}", "offline")
    script = script.replace("${_OPENAPI}", "gs://bucket").replace("$PROJECT_ID", "project-1")
    assert "$" not in script
    return script.replace("\0", "$")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Tools that do nothing but tell what they were asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("gcloud", "make"):
        (folder / name).write_text(_KEPT.replace("$TOLD", str(tmp_path / name)))
        (folder / name).chmod(0o755)
    return folder


def run(step: str, tools: Path, **env: str) -> int:
    place = tools.parent / "workspace"
    place.mkdir()
    for name in (".venv", "infra", "shared"):
        (place / name).symlink_to(ROOT / name)
    path = f"{tools}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", script_of(step)],
        cwd=place,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(place)} | env,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize("planted", ["", "/api/v1/seller/chats"])
def test_every_night_writes_a_line_and_a_change_an_error(planted: str, tools: Path) -> None:
    document = agreed_document()
    document["paths"].pop(planted, None)
    write_document(document, tools.parent, FILE)

    code = run("compare", tools, INBOX_WB_OPENAPI=str(tools.parent))

    told = (tools.parent / "gcloud").read_text(encoding="utf-8").splitlines()
    command, subject, log, line, *options, severity = told
    assert (command, subject, log) == ("logging", "write", "wb-contract")
    assert options == ["--project", "project-1", "--payload-type=json"]
    said = (code, json.loads(line)["outcome"], severity)
    changed = (1, "changed", "--severity=ERROR")
    assert said == (changed if planted else (0, "equal", "--severity=INFO"))


def test_a_check_that_could_not_be_made_is_written_too(tools: Path) -> None:
    code = run("compare", tools, INBOX_WB_OPENAPI=str(tools.parent / "absent"))

    assert code == 2
    told = (tools.parent / "gcloud").read_text(encoding="utf-8")
    assert '"unchecked"' in told
    assert told.endswith("--severity=ERROR\n")


def test_the_file_is_fetched_to_where_it_is_looked_for(tools: Path) -> None:
    build: Any = yaml.safe_load(BUILD.read_text(encoding="utf-8"))

    assert run("openapi", tools) == 0

    told = (tools.parent / "gcloud").read_text(encoding="utf-8").split()
    assert told == ["storage", "cp", "gs://bucket/*.yaml", "build/wb-openapi/"]
    assert build["steps"][1]["env"] == ["INBOX_WB_OPENAPI=build/wb-openapi"]
