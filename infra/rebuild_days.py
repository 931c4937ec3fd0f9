"""`make rebuild-days`: days and months of analytics anew, to equal documents.

With PROJECT it works on that project's Firestore, else on the data of the local stack. A second
pass proves that the first left nothing to do.
"""

import argparse
from datetime import timedelta
from pathlib import Path

from infra.figures import report_figures
from infra.local.data import DataBroken
from infra.local.screen import progress, say
from infra.rebuild_profiles import CannotOpen, open_somewhere
from shared.adapters.system import SystemClock
from shared.ports import Clock, Stores
from shared.usecases.list_sellers import list_sellers
from shared.usecases.rebuild_days import rebuild_days


def main() -> int:
    """Rebuild every seller's days; 0 when a second pass finds all as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".data"), help="the local stack's data")
    parser.add_argument("--project", default="", help="a project whose Firestore to work on")
    arguments = parser.parse_args()
    try:
        with open_somewhere(arguments.project, arguments.data.resolve()) as stores:
            figures = rebuild_all(stores, SystemClock(timedelta(0)))
    except (CannotOpen, DataBroken) as error:
        say(f"✗ {error}")
        return 1
    return 0 if report_figures("rebuild-days", figures, {"changed_again": ("==", 0)}) else 1


def rebuild_all(stores: Stores, clock: Clock) -> dict[str, float]:
    """Rebuild all sellers' days twice, and count what each pass changed."""
    sellers = list(list_sellers(stores=stores))
    with progress(f"days of {len(sellers)} sellers"):
        first = [rebuild_days(seller, stores=stores, clock=clock) for seller in sellers]
    with progress("the same once more"):
        again = [rebuild_days(seller, stores=stores, clock=clock) for seller in sellers]
    return {
        "sellers": len(sellers),
        "rows": sum(done.rows for done in first),
        "days": sum(done.days for done in first),
        "changed": sum(done.changed for done in first),
        "changed_again": sum(done.changed for done in again),
    }


if __name__ == "__main__":
    raise SystemExit(main())
