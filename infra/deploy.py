"""Releases: `plan` says what would change, `apply` brings it, `rollback` takes it back.

`apply` deploys only services whose content differs from what they run; a candidate gets no traffic
before its smoke test, then a tenth, then all. What is not well goes back by itself.
"""

import argparse
import sys
from collections.abc import Sequence

from infra.cloud.table import Table
from infra.delivery.contents import content_of
from infra.delivery.releasing import Change, Looks, apply_changes, find_changes, roll_back
from infra.delivery.run_services import CommandFailed, RunServices
from infra.local.screen import say
from infra.smoke import is_well

CANARY = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 taken back or refused by the cloud."""
    wish = _read_wish(arguments)
    services = RunServices(project=wish.project, region=wish.region)
    try:
        return _run(wish, services)
    except CommandFailed as error:
        say(f"✗ {error}")
        return 1


def _run(wish: argparse.Namespace, services: RunServices) -> int:
    table = Table.load()
    if wish.command == "rollback":
        moved = roll_back([row.service for row in table.functions], services, say=say)
        say(f"{len(moved)} services are back")
        return 0
    changes = find_changes(_wanted(table, wish), services)
    for change in changes:
        say(f"  {change.service}: {change.running.content or 'unknown'} → {change.content}")
    if wish.command == "plan" or not changes:
        say(f"{len(changes)} of {len(table.functions)} services would change")
        return 0
    return 0 if _apply(changes, services, wish) else 1


def _apply(changes: Sequence[Change], services: RunServices, wish: argparse.Namespace) -> bool:
    looks = Looks(candidate=lambda: is_well(wish.candidate_url), serving=lambda: is_well(wish.url))
    return apply_changes(changes, services, looks, canary=wish.canary, say=say)


def _wanted(table: Table, wish: argparse.Namespace) -> list[tuple[str, str, str]]:
    host = f"{wish.region}-docker.pkg.dev/{wish.project}/{wish.repository}"
    return [
        (row.service, f"{host}/{row.service}:{wish.release}", content_of(row.name))
        for row in table.functions
    ]


def _read_wish(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("plan", "apply", "rollback"))
    parser.add_argument("--project", required=True)
    parser.add_argument("--region", default="europe-west1")
    parser.add_argument("--repository", default="inbox")
    parser.add_argument("--release", default="", help="tag of the images")
    parser.add_argument("--url", default="", help="where sellers open the product")
    parser.add_argument("--candidate-url", default="", help="where the candidate can be opened")
    parser.add_argument("--canary", type=int, default=CANARY, help="percent of the traffic first")
    wish = parser.parse_args(arguments)
    needed = ("release", "url", "candidate_url") if wish.command == "apply" else ()
    missing = [name for name in needed if not getattr(wish, name)]
    if wish.command == "plan" and not wish.release:
        wish.release = "next"
    if missing:
        parser.error(f"apply needs --{', --'.join(missing).replace('_', '-')}")
    return wish


if __name__ == "__main__":
    sys.exit(main())
