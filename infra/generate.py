"""Files made from the code: `python -m infra.generate` writes them, `--check` finds old ones."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.function_table import fill_function_table
from shared.entrypoint.api.openapi import make_document
from shared.entrypoint.api.routes import ROUTES

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Generated:
    """One file and what it should hold, given what it holds now."""

    path: str
    make: Callable[[str], str]


def make_openapi(_: str) -> str:
    """The API's own description."""
    return json.dumps(make_document(ROUTES), ensure_ascii=False, indent=2) + "\n"


GENERATED: tuple[Generated, ...] = (
    Generated("shared/entrypoint/openapi.json", make_openapi),
    Generated("README.md", fill_function_table),
)


def main(arguments: list[str] | None = None) -> int:
    """Write what is out of date, or only name it and fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")
    checking = parser.parse_args(arguments).check
    old = [one for one in GENERATED if _refresh(one, ROOT / one.path, keep=checking)]
    for one in old:
        print(f"{one.path}: {'out of date' if checking else 'written'}")
    return 1 if old and checking else 0


def _refresh(one: Generated, target: Path, *, keep: bool) -> bool:
    now = target.read_text(encoding="utf-8") if target.exists() else ""
    wanted = one.make(now)
    if wanted == now:
        return False
    if not keep:
        target.write_text(wanted, encoding="utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main())
