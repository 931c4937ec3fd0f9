"""Every command that a document tells operators to run is one that exists, flags included."""

import importlib.util
import re
import shlex
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest

# Reading what gcloud knows takes seconds.
pytestmark = pytest.mark.stack

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "infra/OPERATIONS.md",
    "infra/RUNBOOK.md",
    "infra/cloudbuild/README.md",
)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands(document: str) -> list[str]:
    """What stands in blocks for a shell, and between backticks."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    parts = [
        part.strip() for line in [*lines, *spans] for part in re.split(r" (?:\\?\||&&) ", line)
    ]
    return [part for part in parts if part.split(" ")[0] in ("make", "gcloud", "python")]


def all_commands(program: str) -> list[tuple[str, str]]:
    return [
        (document, command)
        for document in DOCUMENTS
        for command in commands(document)
        if command.split(" ")[0] == program
    ]


@cache
def gcloud_tree() -> dict[str, Any]:
    """What the real gcloud completes: its commands and their flags."""
    program = which("gcloud")
    assert program
    file = Path(program).resolve().parents[1] / "data" / "cli" / "gcloud_completions.py"
    spec = importlib.util.spec_from_file_location("gcloud_completions", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tree: dict[str, Any] = module.STATIC_COMPLETION_CLI_TREE
    return tree


def unknown_to_gcloud(command: str) -> list[str]:
    """Words that gcloud would not understand; what stands where is left to it."""
    _, *words = shlex.split(command, comments=True)
    node, everywhere = gcloud_tree(), gcloud_tree()["flags"]
    while words and words[0] in node["commands"]:
        node = node["commands"][words.pop(0)]
    known = {*node["flags"], *everywhere}
    known |= {f"--no-{flag[2:]}" for flag, kind in node["flags"].items() if kind == "bool"}
    flags = [word.split("=")[0] for word in words if word.startswith("--")]
    wrong = [flag for flag in flags if flag not in known]
    return [*wrong, "no such command"] if node["commands"] else wrong


def test_gcloud_knows_every_command_and_every_flag() -> None:
    told = all_commands("gcloud")

    assert len(told) > 25
    assert [one for one in told if unknown_to_gcloud(one[1])] == []


def test_a_wrong_flag_would_be_found() -> None:
    assert unknown_to_gcloud("gcloud firestore export x --snapshot=1") == ["--snapshot"]
    assert unknown_to_gcloud("gcloud firestore databases") == ["no such command"]


def test_every_make_target_is_there() -> None:
    named = {command.split()[1] for _, command in all_commands("make") if " " in command}

    assert named - TARGETS == set()


def test_every_module_is_there() -> None:
    told = [command.split() for _, command in all_commands("python")]
    named = {words[2] for words in told if words[1] == "-m"}

    assert {"infra.deploy", "infra.wb_contract"} <= named
    assert [name for name in sorted(named) if importlib.util.find_spec(name) is None] == []
