"""Attack the product in every way that its security promises name, and print what came of it.

`--quick` is what CI runs: every attack, and fewer generated requests.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping

from infra.figures import Bar, report_figures
from infra.local.screen import say
from shared.entrypoint.api.routes import ROUTES
from tests.security.canaries import WORDS, find_canaries
from tests.security.catalogue import ATTACKS
from tests.security.effects import fields_without_effect_test
from tests.security.fuzz import Findings, fuzz_api
from tests.security.matrix import routes_without_entry
from tests.security.requirements import REQUIREMENTS
from tests.security.run import Outcome, strike_all
from tests.security.supply import inspect_supply

FULL_REQUESTS = 10_000
QUICK_REQUESTS = 1_500
MOST_SHOWN = 20
BARS: Mapping[str, Bar] = {
    "routes": (">=", 1),
    "routes_without_entry": ("==", 0),
    "requirements": ("==", 66),
    "attacks": (">=", 350),
    "attacks_succeeded": ("==", 0),
    "server_errors": ("==", 0),
    "schema_violations": ("==", 0),
    "foreign_bytes": ("==", 0),
    "canaries": ("==", 12),
    "canary_hits": ("==", 0),
    "settings_fields_without_effect_test": ("==", 0),
    "secrets_found": ("==", 0),
    "licences_refused": ("==", 0),
    "controls_missed": ("==", 0),
}


def main() -> int:
    """0 when every figure is on the right side of its bar."""
    parser = argparse.ArgumentParser(prog="make security", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--requests", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    requests = asked.requests or (QUICK_REQUESTS if asked.quick else FULL_REQUESTS)
    outcomes = strike_all(ATTACKS)
    show_requirements(outcomes)
    fuzzed = fuzz_api(requests, asked.seed)
    show_fuzzed(fuzzed)
    places, hits = find_canaries()
    say(f"canaries: {len(WORDS)} words, {places} places, {len(hits)} hits")
    for hit in hits:
        say(f"  ✗ {hit.word} in {hit.place}")
    figures: dict[str, float] = {
        "routes": len(ROUTES),
        "routes_without_entry": len(routes_without_entry()),
        "requirements": len(REQUIREMENTS),
        "attacks": len(outcomes),
        "attacks_succeeded": sum(bool(one.wound) for one in outcomes),
        "fuzz_requests": fuzzed.requests,
        "fuzz_operations": len(fuzzed.operations),
        "server_errors": len(fuzzed.server_errors),
        "schema_violations": len(fuzzed.violations),
        "foreign_bytes": len(fuzzed.foreign),
        "canaries": len(WORDS),
        "canary_hits": len(hits),
        "settings_fields_without_effect_test": len(fields_without_effect_test()),
        **inspect_supply(),
    }
    bars = {
        **BARS,
        "fuzz_requests": (">=", requests),
        # The document itself is where the requests come from, and so is none of them.
        "fuzz_operations": ("==", len(ROUTES) - 1),
    }
    if "vulnerable_packages" in figures:
        bars["vulnerable_packages"] = ("==", 0)
    return 0 if report_figures("security", figures, bars) else 1


def show_requirements(outcomes: list[Outcome]) -> None:
    """One line a promise: how often it was attacked here, by how many tests elsewhere."""
    struck = Counter(one.attack.requirement for one in outcomes)
    wounds = Counter(one.attack.requirement for one in outcomes if one.wound)
    for name, row in REQUIREMENTS.items():
        mark = "✗" if wounds[name] else "✓"
        ways = ((struck[name], "attacks"), (len(row.tests), "tests elsewhere"))
        tried = ", ".join(f"{count} {what}" for count, what in ways if count)
        say(f"{mark} {name:24}{row.says:82}{tried}")
    for one in [one for one in outcomes if one.wound][:MOST_SHOWN]:
        say(f"  ✗ {one.attack.name}: {one.wound}")


def show_fuzzed(fuzzed: Findings) -> None:
    """What the generated requests met."""
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(fuzzed.statuses.items()))
    say(f"fuzz: {fuzzed.requests} requests of {len(fuzzed.operations)} operations ({statuses})")
    for line in (*fuzzed.server_errors, *fuzzed.violations, *fuzzed.foreign)[:MOST_SHOWN]:
        say(f"  ✗ {line}")


if __name__ == "__main__":
    sys.exit(main())
