"""Files made from the code: `python -m infra.generate` writes them, `--check` finds old ones."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from infra.api_page import make_api_page
from infra.function_table import fill_function_table
from infra.picture import fill_picture
from infra.privacy_page import make_privacy_page
from infra.wb_contract.record import make_record
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


def make_readme(now: str) -> str:
    """The parts of the README that follow the table of functions."""
    return fill_picture(fill_function_table(now))


GENERATED: tuple[Generated, ...] = (
    Generated("shared/entrypoint/openapi.json", make_openapi),
    Generated("infra/API.md", make_api_page),
    Generated("README.md", make_readme),
    Generated("web/public/privacy/index.html", make_privacy_page),
    Generated("infra/wb_contract/expected.json", make_record),
)


def main(arguments: list[str] | None = None) -> int:
    """Write what is out of date, or only name it and fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")
    checking = parser.parse_args(arguments).check
    old = refresh(GENERATED, ROOT, keep=checking)
    for path in old:
        print(f"{path}: {'out of date' if checking else 'written'}")
    return 1 if old and checking else 0


def refresh(generated: Iterable[Generated], root: Path, *, keep: bool) -> list[str]:
    """Name the files that are out of date, and write them unless they are to be kept."""
    old = []
    for one in generated:
        target = root / one.path
        now = target.read_text(encoding="utf-8") if target.exists() else ""
        wanted = one.make(now)
        if wanted == now:
            continue
        old.append(one.path)
        if not keep:
            target.write_text(wanted, encoding="utf-8")
    return old


if __name__ == "__main__":
    sys.exit(main())
