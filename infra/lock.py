"""Resolves `requirements.in` files into hashed locks that name no registry."""

import subprocess
import sys
from pathlib import Path

from infra.local.functions_server import function_names
from infra.local.screen import say

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def write_lock(source: Path, *constraints: str) -> None:
    """Resolve one file beside its source."""
    target = source.with_suffix(".txt")
    command = [
        *(str(BIN / "uv"), "pip", "compile", "--quiet", "--generate-hashes", "--no-header"),
        *("--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"),
        *("--no-annotate", *constraints),
        *(str(source.relative_to(ROOT)), "--output-file", str(target.relative_to(ROOT))),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    say(f"  ✓ {target.relative_to(ROOT)}")


def main() -> None:
    """The root lock first: it is the constraint of every function's, so versions agree.

    The cloud's program and the load test stand apart: they run with none of them.
    """
    write_lock(ROOT / "requirements.in")
    write_lock(ROOT / "infra" / "cloud" / "requirements.in")
    write_lock(ROOT / "tests" / "load" / "requirements.in")
    for name in function_names():
        write_lock(ROOT / "functions" / name / "requirements.in", "-c", "requirements.txt")


if __name__ == "__main__":
    main()
