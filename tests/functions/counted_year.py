"""A world in which a made-up year of one seller has been counted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.analytics.heartbeats import Heartbeat
from shared.domain.analytics.uptime import Tries
from shared.domain.events import Event
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.sync.category import Category
from shared.domain.sync.state import SyncState
from shared.ports import Create, Put, Query
from shared.usecases.roll_days import roll_seller
from tests.analytics_year import NOW, WATCHED_SINCE, make_documents, make_reply, make_year
from tests.functions.api import Browser, World, make_world

# How often reading from WB and answering requests worked, by the day.
READ = {
    Category.FEEDBACKS: {date(2026, 11, 22): (990, 10), date(2026, 11, 15): (1000, 0)},
    Category.CHAT: {date(2026, 11, 20): (500, 9), date(2026, 10, 23): (7, 3)},
}
ANSWERED = {date(2026, 11, 22): (199, 1), date(2026, 10, 24): (800, 3), date(2026, 10, 23): (9, 9)}


class Year:
    """A world in which the year has been counted, in parts and out of order."""

    def __init__(self) -> None:
        self.facts = make_year(7)
        self.world: World = make_world()
        self.world.clock.set(NOW - timedelta(hours=4))
        self.browser: Browser = self.world.seller()
        self.seller = self.browser.seller
        self._connect()
        store = self.world.counting.of_seller(self.seller)
        self.events: list[Event] = []
        half = len(self.facts) // 2
        for number, fact in enumerate(self.facts):
            if number in (half, len(self.facts) - 10):
                self.roll()
            item, events = make_documents(fact, self.facts)
            # What is told later changes later than what was counted before.
            changed = NOW - timedelta(hours=3) + timedelta(seconds=number)
            self.world.clock.set(changed)
            bare = replace(item, changed_at=changed, work=replace(item.work, reply=None))
            store.commit([Create(bare)])
            self.events += events
            if events:
                answered = Put(replace(item, changed_at=changed))
                reply = make_reply(fact, item, self.seller)
                store.commit([answered, Create(reply), *map(Create, events)])
        self.world.clock.set(NOW)
        self._disturb()
        self._note_tries()
        self.roll()

    def _connect(self) -> None:
        shared = self.world.counting.shared()
        profile = shared.get(Seller, self.seller)
        assert profile is not None
        shared.commit(
            [
                Put(replace(profile.value, cabinet="cabinet")),
                Create(Cabinet(id="cabinet", seller=self.seller, connected_at=WATCHED_SINCE)),
            ]
        )

    def _note_tries(self) -> None:
        """What runs and the API have noted of themselves; a stranger's runs too."""
        for category, days in READ.items():
            state = SyncState(category=category, tries=_tries(days))
            self.world.counting.of_seller(self.seller).commit([Create(state)])
            self.world.counting.of_seller(SellerId("stranger")).commit([Create(state)])
        beat = Heartbeat(id="inbox_api", days=_tries(ANSWERED))
        self.world.counting.shared().commit([Put(beat)])

    def _disturb(self) -> None:
        """Examples, a stranger's items, and everything told a second time."""
        store = self.world.counting.of_seller(self.seller)
        demo = [
            replace(fact, number=fact.number + 5000, demo=True, parent=None)
            for fact in self.facts[:40]
        ]
        for fact in demo:
            item, events = make_documents(fact, demo)
            replies = [make_reply(fact, item, self.seller)] if events else []
            shown = Create(replace(item, changed_at=NOW))
            store.commit([shown, *map(Create, events), *map(Create, replies)])
        for event in self.events[::3]:
            store.commit([Put(event)])
        for stored in store.find(Query(kind=Interaction, limit=100)):
            store.commit([Put(replace(stored.value, changed_at=NOW))])
        other = self.world.counting.of_seller(SellerId("stranger"))
        item, events = make_documents(self.facts[0], self.facts)
        other.commit([Create(item), *map(Create, events)])

    def roll(self) -> int:
        return roll_seller(self.seller, stores=self.world.counting, clock=self.world.clock)

    def ask(self, path: str, **query: Any) -> Any:
        answer = self.browser.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.get_json()


def _tries(days: dict[date, tuple[int, int]]) -> dict[str, Tries]:
    return {day.isoformat(): Tries(ok=ok, failed=failed) for day, (ok, failed) in days.items()}
