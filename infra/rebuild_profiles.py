"""`make rebuild-profiles`: links and buyers' profiles anew, to equal documents.

With PROJECT it works on that project's Firestore, else on the data of the local stack: beside it
where Firestore's emulator holds them, and while it stands still where one file does. A second
pass proves that the first left nothing to do.
"""

from infra.local.screen import progress
from infra.opening import run_rebuild
from shared.ports import Clock, Stores
from shared.usecases.list_sellers import list_sellers
from shared.usecases.rebuild_profiles import rebuild_profiles


def rebuild_all(stores: Stores, clock: Clock) -> dict[str, float]:
    """Rebuild all sellers' profiles twice, and count what each pass changed."""
    sellers = list(list_sellers(stores=stores))
    with progress(f"buyers' profiles of {len(sellers)} sellers"):
        first = [rebuild_profiles(seller, stores=stores, clock=clock) for seller in sellers]
    with progress("the same once more"):
        again = [rebuild_profiles(seller, stores=stores, clock=clock) for seller in sellers]
    return {
        "sellers": len(sellers),
        "items": sum(done.seen for done in first),
        "profiles": sum(done.profiles for done in again),
        "changed": sum(done.changed for done in first),
        "changed_again": sum(done.changed for done in again),
    }


if __name__ == "__main__":
    raise SystemExit(run_rebuild("rebuild-profiles", __doc__, rebuild_all))
