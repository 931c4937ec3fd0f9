"""`make pilot-qa URL=`: try a running product as its seller would, and say GO or NO-GO.

The account is that of `PILOT_EMAIL` and `PILOT_PASSWORD`; at a local stack, the one it was made
with. Nothing reaches a buyer, unless `--send`, `--confirm`, `--allow-public` and the items by name
are all given. The report names steps and counts, no buyer and no text.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from infra.local.screen import say
from infra.local.seed import EMAIL, PASSWORD
from infra.pilot_qa.matrix import is_go, run_steps, write_report
from infra.pilot_qa.visitor import Visitor
from infra.pilot_qa.writing import Permission

_REPORT = Path("build") / "pilot-qa.md"
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def main(arguments: Sequence[str] | None = None) -> int:
    """0 for GO, 1 for NO-GO, 2 when the question was not clear."""
    wish = _read_wish(arguments)
    permission = Permission(
        send=wish.send,
        confirm=wish.confirm,
        public=wish.allow_public,
        items=tuple(wish.item),
        most=wish.max_replies,
    )
    if permission.lacks:
        say(f"✗ a live reply also needs {', '.join(permission.lacks)}")
        return 2
    if not _is_private(wish.url):
        say("✗ a password goes by https alone, except on this machine")
        return 2
    email, password = _credentials(wish.url)
    if not email or not password:
        say("✗ set PILOT_EMAIL and PILOT_PASSWORD")
        return 2
    with Visitor(wish.url, email, password) as visitor:
        told = list(run_steps(visitor, permission))
        visitor.sign_out()
    report = write_report(visitor.origin, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", told)
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    wish.out.write_text(report, encoding="utf-8")
    say(report)
    return 0 if is_go(told) else 1


def _read_wish(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.pilot_qa", description=__doc__)
    parser.add_argument("url", help="where sellers open the product")
    parser.add_argument("--out", type=Path, default=_REPORT, help="where the report goes")
    parser.add_argument("--send", action="store_true", help="send a live reply")
    parser.add_argument("--confirm", action="store_true", help="yes, really")
    parser.add_argument("--allow-public", action="store_true", help="buyers will see it")
    parser.add_argument("--item", action="append", default=[], help="the item to answer, by id")
    parser.add_argument("--max-replies", type=int, default=1, help="no more than so many")
    return parser.parse_args(arguments)


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent there."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)


def _credentials(url: str) -> tuple[str, str]:
    if urlsplit(url).hostname in _LOCAL and "PILOT_EMAIL" not in os.environ:
        return EMAIL, PASSWORD
    return os.environ.get("PILOT_EMAIL", ""), os.environ.get("PILOT_PASSWORD", "")


if __name__ == "__main__":
    sys.exit(main())
