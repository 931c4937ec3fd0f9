"""Measure the six goals of a period."""

from shared.domain.analytics.goals import Goal, measure_goals
from shared.domain.analytics.heartbeats import Heartbeat
from shared.domain.analytics.periods import Period
from shared.domain.analytics.uptime import Tries, sum_tries
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Clock, Stores
from shared.usecases.read_figures import read_figures

API = "inbox_api"


def read_goals(seller: SellerId, period: Period, *, stores: Stores, clock: Clock) -> list[Goal]:
    """Sync and service are told by what their runs have noted, the rest by the days' counts."""
    now = clock.now()
    counts = read_figures(seller, period, now, stores=stores).counts
    states = stores.of_seller(seller).get_many(SyncState, [one.value for one in Category])
    sync = sum(
        (sum_tries(one.value.tries, period.first, period.last) for one in states.values()), Tries()
    )
    beat = stores.shared().get(Heartbeat, API)
    days = beat.value.days if beat else {}
    return measure_goals(counts, sync, sum_tries(days, period.first, period.last), now)
