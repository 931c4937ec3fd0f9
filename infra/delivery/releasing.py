"""One release: start candidates, look, shift the traffic, and go back by itself when it fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from infra.delivery.run_services import CANDIDATE, PREVIOUS, Deployed, RunServices

Look = Callable[[], bool]
Say = Callable[[str], None]
_ALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A service whose content is no longer what it runs."""

    service: str
    image: str
    content: str
    running: Deployed


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What says whether a release is well: before any traffic, and while it has some."""

    candidate: Look
    serving: Look


def find_changes(wanted: Sequence[tuple[str, str, str]], services: RunServices) -> list[Change]:
    """Compare (service, image, content) with what runs."""
    found = []
    for service, image, content in wanted:
        running = services.describe(service)
        if running.content != content:
            found.append(Change(service=service, image=image, content=content, running=running))
    return found


def apply_changes(
    changes: Sequence[Change], services: RunServices, looks: Looks, *, canary: int, say: Say
) -> bool:
    """Deploy; False when the release was taken back. Nothing has moved if a candidate fails.

    Old and new revisions run side by side for a while, so each reads what the other writes.
    """
    for change in changes:
        say(f"  candidate of {change.service}")
        services.deploy_candidate(change.service, change.image, change.content)
    if not looks.candidate():
        say("  the candidate is not well: no traffic was moved")
        return False
    for change in changes:
        services.name_previous(change.service, change.running.serving)
    for percent in dict.fromkeys((canary, _ALL)):
        for change in changes:
            services.shift(change.service, CANDIDATE, percent)
        say(f"  {percent} % of the traffic")
        if not looks.serving():
            say("  the release is not well: going back")
            roll_back([change.service for change in changes], services, say=say)
            return False
    return True


def roll_back(names: Sequence[str], services: RunServices, *, say: Say) -> list[str]:
    """Give all traffic to what served before; services without a predecessor stay as they are."""
    moved = []
    for name in names:
        running = services.describe(name)
        previous = running.tagged.get(PREVIOUS)
        if previous is not None and running.shares.get(previous) != _ALL:
            services.shift(name, PREVIOUS, _ALL)
            moved.append(name)
            say(f"  {name} is back at {previous}")
    return moved
