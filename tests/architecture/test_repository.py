"""What holds for the whole repository: one Python version, clean locks, no unfinished work."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.imports import ROOT, imported_names
from tests.settings import known_fields

VERSION = (ROOT / ".python-version").read_text().strip()
UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|raise Not" + r"Implemented"
)
PATCHES = re.compile(r"monkeypatch\." + r"setattr|mock\." + r"patch|Magic" + r"Mock")
# Options of a lock stand at the start of a line; hashes are indented.
ADDRESSES = re.compile(r"://|^--|^file:", re.MULTILINE)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_one_python_version_is_named_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert project["project"]["requires-python"] == f">={VERSION}"
    assert project["tool"]["ruff"]["target-version"] == f"py{VERSION.replace('.', '')}"
    assert project["tool"]["mypy"]["python_version"] == VERSION
    for file in ("infra/Dockerfile", "cloudbuild.yaml"):
        assert set(re.findall(r"[Pp]ython[: ](\d+\.\d+)", (ROOT / file).read_text())) == {VERSION}


def test_build_files_are_of_the_shape_that_cloud_build_reads() -> None:
    tool = str(Path(sys.executable).parent / "check-jsonschema")
    nightly = sorted(map(str, (ROOT / "infra" / "cloudbuild").glob("*.yaml")))
    command = [tool, "--builtin-schema", "vendor.cloudbuild", "cloudbuild.yaml", *nightly]

    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_a_release_tells_the_web_build_which_site_it_is_for() -> None:
    steps = (ROOT / "cloudbuild.yaml").read_text().split("  - id: ")[1:]
    builds = [step for step in steps if ".ci/run" in step or "web/dist/app" in step]

    assert len(builds) == 2
    assert all('env: ["SITE_ORIGIN=${_URL}"]' in step for step in builds)
    assert "process.env.SITE_ORIGIN" in (ROOT / "web/vite.config.ts").read_text()


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "functions/*/requirements.txt", "tests/*/requirements.txt"]
)
def test_locks_are_hashed_and_name_no_registry(lock: str) -> None:
    for file in ROOT.glob(lock):
        text = file.read_text()
        assert not ADDRESSES.search(text), file
        assert text.count("--hash=sha256:") >= len(re.findall(r"^\S+==", text, re.MULTILINE)), file


def test_the_web_lock_names_no_registry() -> None:
    assert "://" not in (ROOT / "web" / "package-lock.json").read_text()


def test_no_work_is_left_unfinished_in_code() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in tracked("*.py", "*.ts", "*.tsx")
        if (match := UNFINISHED.search(file.read_text()))
    ]

    assert not found


def test_tests_use_seams_and_not_patches() -> None:
    assert not [
        str(f.relative_to(ROOT)) for f in tracked("tests/*.py") if PATCHES.search(f.read_text())
    ]


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()

    assert not {field for field in known_fields() if f"`{field}`" not in readme}


def test_shapes_are_made_by_the_cheap_dataclass() -> None:
    """Decision 0032; what no start loads and compares by order takes the standard one."""
    standard = {
        str(path.relative_to(ROOT))
        for folder in ("shared", "functions")
        for path in (ROOT / folder).rglob("*.py")
        if "dataclasses.dataclass" in imported_names(path)
    }
    assert standard == {"shared/adapters/memory/tasks.py", "shared/domain/dataclass.py"}
