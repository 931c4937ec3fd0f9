"""Everything that must hold, step by step, with a line per step; the first failure ends it."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO

from infra.local.screen import say

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
WEB = ROOT / "web"
CLOUD_PYTHON = str(ROOT / ".venv-cloud" / "bin" / "python")
COVERAGE_BAR = 90
_SCREEN = Lock()
_SIMULATED = ("--schedules", "2000", "--quick")
_STACKS = ("-m", "stack", "-n", "2", "--dist", "loadfile")
_KILLED = ("--kills", "30", "--points", "1", "--seed", "1")


@dataclass(frozen=True, slots=True)
class Step:
    """One command that must succeed."""

    name: str
    command: list[str]
    folder: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def static_steps() -> list[list[Step]]:
    """What is read, not run: each reader takes one core, so the two languages share the machine."""
    code = [
        Step("format", _tool("ruff", "format", "--check", "--quiet", ".")),
        Step("lint", _tool("ruff", "check", "--quiet", ".")),
        Step("types", _tool("mypy", "shared", "infra", "functions", "tests")),
        Step("import contracts", _tool("lint-imports", "--no-cache")),
        Step("generated files", _module("infra.generate", "--check")),
    ]
    web = [
        Step("web: types equal the API's document", ["npm", "run", "generate:check"], WEB),
        Step("web: format, lint, types", ["npm", "run", "check:read"], WEB),
    ]
    return [code, web]


def web_tests() -> list[Step]:
    """Components in a page of their own, and the weight of what browsers load."""
    return [Step("web: tests, build, size", ["npm", "run", "check:run"], WEB)]


def fast_tests() -> list[Step]:
    """Tests without emulators, processes or browsers; their coverage is kept for the sum."""
    alone = "not emulator and not stack and not browser and not prism"
    uncounted = ("-m", f"{alone} and uncounted", "-n", "2")
    return [
        Step("fast tests", _pytest("-m", f"{alone} and not uncounted", "-n", "2")),
        Step("tests of many steps", _module("pytest", "-q", *uncounted)),
    ]


def slow_tests() -> list[list[Step]]:
    """Emulators, real processes and browsers: they mostly wait, so two lanes share the machine."""
    parts = [
        Step("emulator suites", _pytest("-m", "emulator and not stack and not browser")),
        Step("the connector before a server of others", _module("infra.prism")),
        Step("restore drill", _module("tests.restore_drill")),
        Step("security", _module("tests.security", "--quick")),
        Step("killed processes", _module("infra.chaos", *_KILLED)),
        Step("replies under faults, and mutants", _module("tests.simulation", *_SIMULATED)),
    ]
    return [parts, [Step("real processes and browsers", _module("pytest", "-q", *_STACKS))]]


def cloud_tests() -> list[Step]:
    """The cloud's program, run without a cloud by the packages that it has for itself."""
    settings = ["-c", "infra/cloud/pytest.ini", "--rootdir", ".", "--confcutdir", "tests/cloud"]
    return [Step("cloud", [CLOUD_PYTHON, "-m", "pytest", "-q", *settings, "tests/cloud"])]


def cloud_types() -> list[Step]:
    """Apart from `all`: reading the types of Google's whole cloud takes a minute."""
    settings = ["--config-file", "infra/cloud/mypy.ini", "--cache-dir", ".mypy_cache/cloud"]
    packages = ["-p", "infra.cloud", "-p", "tests.cloud"]
    command = [CLOUD_PYTHON, "-m", "mypy", *settings, *packages]
    return [Step("cloud: types", command, env={"MYPYPATH": "."})]


def coverage_steps() -> list[Step]:
    """Branch coverage of `shared/`, printed; lower than the bar fails."""
    bar = f"--fail-under={COVERAGE_BAR}"
    return [Step("branch coverage of shared/", _tool("coverage", "report", bar))]


def _pytest(*arguments: str) -> list[str]:
    """Tests that run `shared/` in their own process: what they reach is counted."""
    return _module("pytest", "-q", "--cov", "--cov-report=", "--cov-append", *arguments)


def run_steps(steps: list[Step]) -> int:
    """Run in order; 0 when all hold, else the exit code of the first that does not."""
    for step in steps:
        say(f"── {step.name}")
        started = time.monotonic()
        code = _run(step)
        say(_told(step, code, started))
        if code:
            return code
    return 0


def run_lanes(lanes: list[list[Step]]) -> int:
    """Run lanes side by side, each in its order; what a step prints is shown when it has ended."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        codes = list(pool.map(_run_lane, lanes))
    return next((code for code in codes if code), 0)


def _run_lane(steps: list[Step]) -> int:
    for step in steps:
        started = time.monotonic()
        with TemporaryFile("w+") as printed:
            code = _run(step, printed)
            printed.seek(0)
            with _SCREEN:
                say(f"── {step.name}\n{printed.read()}{_told(step, code, started)}")
        if code:
            return code
    return 0


def _run(step: Step, into: IO[str] | None = None) -> int:
    env = {**os.environ, **step.env}
    return subprocess.run(
        step.command, cwd=step.folder, env=env, stdout=into, stderr=into, check=False
    ).returncode


def _told(step: Step, code: int, started: float) -> str:
    if code:
        return f"✗ {step.name} failed: {' '.join(step.command)}"
    return f"✓ {step.name} ({time.monotonic() - started:.0f} s)"


def main() -> int:
    """`fast`, `cloud` or `all`."""
    if sys.argv[1:] == ["cloud"]:
        return run_steps(cloud_types() + cloud_tests())
    for leftover in ROOT.glob(".coverage*"):
        leftover.unlink()
    code = run_lanes(static_steps()) or run_steps(web_tests() + fast_tests())
    if code or sys.argv[1:] != ["all"]:
        return code
    return run_steps(cloud_tests()) or run_lanes(slow_tests()) or run_steps(coverage_steps())


if __name__ == "__main__":
    sys.exit(main())
