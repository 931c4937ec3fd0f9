"""Copies each function with `shared` into build/<name>/: the context of its image."""

import shutil
from pathlib import Path

from infra.local.functions_server import function_names
from infra.local.screen import say

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
# In-memory doubles serve tests and local use; nothing deployed imports them.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "memory", "faults.py")


def stage_function(name: str) -> Path:
    """Lay out one deployable folder anew and return it."""
    target = BUILD / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in ("main.py", "requirements.txt"):
        shutil.copy2(ROOT / "functions" / name / file, target / file)
    shutil.copytree(ROOT / "shared", target / "shared", ignore=_LEFT_OUT)
    return target


def main() -> None:
    """Stage all functions of the table."""
    for name in function_names():
        say(f"  ✓ {stage_function(name).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
