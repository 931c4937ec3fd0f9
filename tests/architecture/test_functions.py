"""What imports cannot say of the functions: thin, exact, equal to their table."""

import ast
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.cloud_tasks.queue import ATTEMPT_DEADLINE
from shared.entrypoint.logs import FACTS
from shared.entrypoint.topology import QUEUE_FUNCTIONS
from tests.architecture.imports import ROOT, distributions_of, reachable_names
from tests.settings import known_fields

TABLE = json.loads((ROOT / "infra" / "functions.json").read_text())
NAMES = sorted(TABLE["functions"])
MOST_LINES = 80
ALLOWED_AT_IMPORT = {"task", "tick", "cache", "frozenset", "TypeVar", "ContextVar"}


def folder(name: str) -> Path:
    return ROOT / "functions" / name


def direct_requirements(name: str) -> set[str]:
    lines = (folder(name) / "requirements.in").read_text().splitlines()
    bare = [re.split(r"[\[<>=~ #;]", line, maxsplit=1)[0] for line in lines]
    return {line.lower() for line in bare if line}


def pins(file: Path) -> dict[str, str]:
    found = re.findall(
        r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", file.read_text(), re.MULTILINE
    )
    return dict(found)


def test_the_table_lists_exactly_the_folders() -> None:
    folders = sorted(
        p.name for p in (ROOT / "functions").iterdir() if p.is_dir() and any(p.iterdir())
    )

    assert folders == NAMES


def test_the_code_knows_the_same_queues_as_the_table() -> None:
    assert {name: queue["function"] for name, queue in TABLE["queues"].items()} == QUEUE_FUNCTIONS


@pytest.mark.parametrize("queue", TABLE["queues"].values(), ids=list(TABLE["queues"]))
def test_an_attempt_ends_with_the_deadline_that_tasks_carry(queue: dict[str, Any]) -> None:
    assert timedelta(seconds=queue["dispatch_deadline_s"]) == ATTEMPT_DEADLINE
    assert TABLE["functions"][queue["function"]]["timeout_s"] >= queue["dispatch_deadline_s"]


@pytest.mark.parametrize("name", NAMES)
def test_a_function_is_one_thin_main_with_its_requirements(name: str) -> None:
    files = {p.name for p in folder(name).iterdir() if p.name != "__pycache__"}

    assert files == {"main.py", "requirements.in", "requirements.txt"}
    assert len((folder(name) / "main.py").read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", NAMES)
def test_requirements_are_what_the_function_reaches_and_no_more(name: str) -> None:
    reached = distributions_of(reachable_names(folder(name) / "main.py"))

    # The framework that serves every image is reached from its command line alone.
    assert direct_requirements(name) == reached | {"functions-framework"}


@pytest.mark.parametrize("name", NAMES)
def test_a_functions_lock_agrees_with_the_common_one(name: str) -> None:
    common = pins(ROOT / "requirements.txt")

    differing = {
        package: version
        for package, version in pins(folder(name) / "requirements.txt").items()
        if common.get(package) != version
    }
    assert not differing


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_connected_while_a_function_is_imported(name: str) -> None:
    tree = ast.parse((folder(name) / "main.py").read_text())
    calls = [
        node
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
    ]

    assert not [
        ast.unparse(call) for call in calls if ast.unparse(call.func) not in ALLOWED_AT_IMPORT
    ]


def test_every_secret_of_the_table_is_a_setting() -> None:
    secrets = {secret for row in TABLE["functions"].values() for secret in row["secrets"]}
    assert secrets <= known_fields()


def test_every_fact_that_a_use_case_reports_may_be_logged() -> None:
    reported = {
        key.value
        for file in (ROOT / "shared" / "usecases").glob("*.py")
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef) and function.name == "facts"
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }

    assert reported
    assert reported <= FACTS
