"""`python -m tests.security.promises`: write the table of promises into SECURITY.md."""

import re
import sys
from collections.abc import Iterable

from tests.architecture.imports import ROOT
from tests.security.catalogue import ATTACKS
from tests.security.requirements import REQUIREMENTS, Requirement

PAGE = ROOT / "SECURITY.md"
_TABLE = re.compile(r"(?<=\| --- \| --- \| --- \|\n)(?:\| `[a-z-]+` \|.*\n)+")


def promise_rows() -> str:
    """A line for each promise: its name, what holds, and what attacks it."""
    struck = {attack.requirement for attack in ATTACKS}
    return "".join(
        f"| `{name}` | {row.says} | {', '.join(_proofs(row, is_struck=name in struck))} |\n"
        for name, row in REQUIREMENTS.items()
    )


def _proofs(row: Requirement, *, is_struck: bool) -> Iterable[str]:
    if is_struck:
        yield "attacks"
    yield from (f"`{test}`" for test in row.tests)


def rewrite_page(page: str) -> str:
    """The page with the table as it has to be."""
    return _TABLE.sub(lambda _: promise_rows(), page, count=1)


def main() -> int:
    """Always 0: writing what is already there changes nothing."""
    PAGE.write_text(rewrite_page(PAGE.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
