"""What a person without the right Python or Node is told before anything is installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "infra" / "require.py"


def require(what: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Ask as make does, with this environment and nothing else."""
    command = [sys.executable, str(SCRIPT), what]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def refusal(what: str, **env: str) -> str:
    asked = require(what, **env)
    assert asked.returncode == 1
    assert asked.stdout == ""
    assert asked.stderr.startswith("  ✗ ")
    assert "Traceback" not in asked.stderr
    return asked.stderr


def install(folder: Path, name: str, prints: str) -> None:
    """A program that only tells its version."""
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{prints}'\n")
    program.chmod(0o755)


def test_without_node_it_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    told = refusal("node", PATH=str(tmp_path))

    assert "Node.js 20 or newer with npm is needed: nodejs.org" in told


def test_node_without_npm_is_not_enough(tmp_path: Path) -> None:
    install(tmp_path, "node", "v22.3.0")

    assert "with npm" in refusal("node", PATH=str(tmp_path))


@pytest.mark.parametrize("version", ["v18.20.1", "v8.0.0", "v19.9.9", "unknown"])
def test_an_old_node_is_told_from_a_new_one(tmp_path: Path, version: str) -> None:
    install(tmp_path, "node", version)
    install(tmp_path, "npm", "10.0.0")

    told = refusal("node", PATH=str(tmp_path))

    assert f"Node.js 20 or newer is needed, this is {version}" in told


@pytest.mark.parametrize("version", ["v20.0.0", "v22.3.0", "v100.1.0"])
def test_a_node_new_enough_needs_no_words(tmp_path: Path, version: str) -> None:
    install(tmp_path, "node", version)
    install(tmp_path, "npm", "10.0.0")

    asked = require("node", PATH=str(tmp_path))

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")


def test_the_python_that_runs_the_product_needs_no_words() -> None:
    asked = require("python")

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")


def test_a_python_without_venv_is_told_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError('left out by the packager')\n")

    told = refusal("python", PYTHONPATH=str(tmp_path))

    assert "apt-get install python3-venv" in told


def test_an_old_python_is_told_which_one_to_install(tmp_path: Path) -> None:
    older = "import sys\nsys.version_info = (3, 9, 2)\nsys.version = '3.9.2 (default)'\n"
    (tmp_path / "sitecustomize.py").write_text(older)

    told = refusal("python", PYTHONPATH=str(tmp_path))

    assert "Python 3.11 or newer is needed, this is 3.9.2." in told
    assert "PYTHON=python3.11" in told


def test_an_old_python_can_read_the_script_at_all() -> None:
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))
