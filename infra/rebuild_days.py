"""`make rebuild-days`: days and months of analytics anew, to equal documents.

With PROJECT it works on that project's Firestore, else on the data of the local stack. A second
pass proves that the first left nothing to do.
"""

from infra.local.screen import progress
from infra.opening import run_rebuild
from shared.ports import Clock, Stores
from shared.usecases.list_sellers import list_sellers
from shared.usecases.rebuild_days import rebuild_days


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
    raise SystemExit(run_rebuild("rebuild-days", __doc__, rebuild_all))
