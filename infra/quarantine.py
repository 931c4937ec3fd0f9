"""`make quarantine`: items that nobody could read, and another try at them after a fix.

It names items by id, channel and the fields that were wrong, never by what they hold. With RETRY
it stores one job per seller; the hourly sweep of `report_quality` starts it, and ingestion lets go
of every item that it can read by now.
"""

from collections.abc import Sequence
from datetime import timedelta

from infra.local.data import DataBroken
from infra.local.screen import say
from infra.opening import CannotOpen, open_somewhere, store_parser
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.system import SystemClock
from shared.domain.ids import SellerId
from shared.domain.jobs import JobKind, job_id
from shared.domain.sync.pages import Quarantine
from shared.ports import Clock, Stores
from shared.usecases.list_sellers import list_sellers
from shared.usecases.retry_quarantine import list_quarantine
from shared.usecases.run_job import find_unfinished, start_job


def main(arguments: Sequence[str] | None = None) -> int:
    """List what is quarantined; 1 when the store cannot be opened."""
    parser = store_parser(__doc__)
    parser.add_argument("--seller", default="", help="this seller alone")
    parser.add_argument("--retry", default="", help="anything: try the items again")
    chosen = parser.parse_args(arguments)
    try:
        with open_somewhere(chosen.project, chosen.data.resolve()) as stores:
            sellers = (
                [SellerId(chosen.seller)] if chosen.seller else list(list_sellers(stores=stores))
            )
            found = show_items(stores, sellers)
            if chosen.retry and found:
                retry_items(stores, found, SystemClock(timedelta(0)))
    except (CannotOpen, DataBroken) as error:
        say(f"✗ {error}")
        return 1
    return 0


def show_items(stores: Stores, sellers: Sequence[SellerId]) -> list[SellerId]:
    """Print a line per item; give the sellers who have any."""
    found = []
    count = 0
    for seller in sellers:
        lines = [line_of(seller, item) for item in list_quarantine(seller, stores=stores)]
        found += [seller] if lines else []
        count += len(lines)
        for line in lines:
            say(line)
    say(f"quarantined: {count} items of {len(found)} sellers")
    return found


def line_of(seller: SellerId, item: Quarantine) -> str:
    """What operators need to find the cause."""
    return (
        f"  {seller}  {item.seen_at:%Y-%m-%d %H:%M} UTC  {item.channel}  {item.reason}  {item.id}"
    )


def retry_items(stores: Stores, sellers: Sequence[SellerId], clock: Clock) -> None:
    """Store a job per seller; one that is under way or waits is enough, one that is over is not."""
    kind = JobKind.QUARANTINE
    # Nobody takes tasks out of this queue: a job that is stored without one is found by the sweep.
    queue = MemoryTaskQueue(clock)
    name = job_id(kind, clock.now().isoformat())
    for seller in sellers:
        if find_unfinished(seller, kind, stores=stores) is None:
            start_job(seller, kind, name, stores=stores, queue=queue, clock=clock)
    say(f"to be tried again within the hour: {len(sellers)} sellers")


if __name__ == "__main__":
    raise SystemExit(main())
