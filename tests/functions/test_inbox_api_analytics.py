"""A year of one seller through the routes: every number equals what is counted by hand."""

from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from typing import Any

import pytest

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.analytics.counts import DayFigures, MonthFigures
from shared.domain.events import Event
from shared.domain.ids import SellerId, interaction_id
from shared.domain.interaction import Interaction
from shared.domain.marketplace import Card
from shared.ports import Create, Delete, Put, Query
from shared.usecases.rebuild_days import rebuild_days
from shared.usecases.roll_days import roll_seller
from tests import analytics_recount as by_hand
from tests.analytics_year import NOW, WATCHED_SINCE, Fact, make_documents, make_year, name_of
from tests.functions.api import Browser, World, make_world

PERIODS = (1, 7, 30, 31, 32, 61, 90, 200, 365)


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
                store.commit([Put(replace(item, changed_at=changed)), *map(Create, events)])
        self.world.clock.set(NOW)
        self._disturb()
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

    def _disturb(self) -> None:
        """Examples, a stranger's items, and everything told a second time."""
        store = self.world.counting.of_seller(self.seller)
        demo = [
            replace(fact, number=fact.number + 5000, demo=True, parent=None)
            for fact in self.facts[:40]
        ]
        for fact in demo:
            item, events = make_documents(fact, demo)
            store.commit([Create(replace(item, changed_at=NOW)), *map(Create, events)])
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


@pytest.fixture(scope="module")
def year() -> Year:
    return Year()


def pair(found: dict[str, Any]) -> tuple[int, int]:
    return found["numerator"]["value"], found["denominator"]["value"]


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("channel", [None, "review", "question", "chat"])
def test_quality_is_what_was_counted_by_hand(year: Year, days: int, channel: str | None) -> None:
    query = {"channel": channel} if channel else {}
    found = year.ask("/analytics/quality", days=days, **query)["totals"]
    wanted = by_hand.quality(year.facts, days, channel)

    assert {name: found[name]["value"] for name in ("total", "ignored", "automatic", "failed")} == {
        name: wanted[name] for name in ("total", "ignored", "automatic", "failed")
    }
    for name in ("accepted", "edited", "manual"):
        assert (found[name]["numerator"]["value"], found[name]["value"]) == wanted[name]


def test_history_has_every_day(year: Year) -> None:
    points = year.ask("/analytics/history", days=76)["points"]

    assert len(points) == 76
    for back, point in enumerate(reversed(points)):
        until, since = by_hand.quality(year.facts, back + 1, None), {"total": 0, "automatic": 0}
        if back:
            since = by_hand.quality(year.facts, back, None)
        assert point["total"] == until["total"] - since["total"]
        assert point["automatic"] == until["automatic"] - since["automatic"]
        day = [one for one in year.facts if by_hand.day_of(one.at).isoformat() == point["date"]]
        assert point["seen"]["review"] == sum(one.channel == "review" for one in day)
    months = year.ask("/analytics/history", days=365)
    assert months["unit"] == "month"
    assert (
        sum(one["total"] for one in months["points"])
        == (by_hand.quality(year.facts, 365, None)["total"])
    )


@pytest.mark.parametrize("days", PERIODS)
def test_waits_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    for channel in (None, "review", "question", "chat"):
        query = {"channel": channel} if channel else {}
        found = year.ask("/analytics/response-time", days=days, **query)
        wanted = by_hand.waits(year.facts, days, channel)
        assert triple(found["whole"]) == wanted["whole"]
        assert {name: triple(one) for name, one in found["by_hour"].items()} == wanted["by_hour"]
        assert sum(found["groups"].values()) == wanted["whole"][0]


def triple(found: dict[str, Any]) -> tuple[int, int | None, int | None]:
    return found["replies"]["value"], found["median"], found["p90"]


@pytest.mark.parametrize("days", PERIODS)
def test_deadlines_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    found = year.ask("/analytics/deadlines", days=days)

    for row in found["channels"]:
        for place, name in enumerate(("in_target", "in_limit")):
            good, whole, unknown = by_hand.in_time(year.facts, days, row["name"], place)
            assert pair(row[name]) == (good, whole), (row["name"], name)
            assert row["untimed"]["value"] == unknown
    assert pair(found["reviews_in_a_day"]) == by_hand.within_day(year.facts, days)


def test_products_bear_the_names_of_their_kept_cards(year: Year) -> None:
    most, *others = year.ask("/analytics/ratings", days=90)["products"]
    card = Card(nm_id=most["nm_id"], name="Чайник электрический")
    year.world.counting.of_seller(year.seller).commit([Put(card)])

    named, *unnamed = year.ask("/analytics/ratings", days=90)["products"]

    assert named == most | {"name": "Чайник электрический"}
    assert unnamed == others
    assert {one["name"] for one in [most, *others]} == {""}


@pytest.mark.parametrize("days", PERIODS)
def test_ratings_and_topics_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    found = year.ask("/analytics/ratings", days=days)
    wanted = by_hand.stars(year.facts, days)

    assert {int(name): one["value"] for name, one in found["whole"]["stars"].items()} == {
        number: wanted[number] for number in range(1, 6)
    }
    assert found["whole"]["average"] == (round(fmean(wanted.elements()), 2) if wanted else None)
    for product in found["products"]:
        own = by_hand.stars(year.facts, days, product["nm_id"])
        assert product["rating"]["total"] == own.total()
    moved = by_hand.changes(year.facts, days)
    assert found["effect"]["after"]["change"]["count"] == len(moved[True])
    assert found["effect"]["without"]["change"]["count"] == len(moved[False])
    if moved[True]:
        assert found["effect"]["after"]["change"]["value"] == round(fmean(moved[True]), 4)
    topics = by_hand.topics(year.facts, days)
    shown = year.ask("/analytics/topics", days=days)["topics"]
    assert {
        (one["topic"], feeling): one[feeling]["value"]
        for one in shown
        for feeling in ("positive", "neutral", "negative")
        if one[feeling]["value"]
    } == dict(topics)


@pytest.mark.parametrize("days", PERIODS)
def test_money_and_goals_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    found = year.ask("/analytics/revenue", days=days)
    counted = by_hand.negatives(year.facts, days)

    assert {name: found[name]["value"] for name in counted} == counted
    assert found["at_risk"]["middle"] == round(counted["unanswered"] * 2000 * 0.1 * 0.8, 2)
    assert found["saved"]["middle"] == round(counted["fast"] * 2000 * 0.2 * 1.5, 2)
    asked = by_hand.conversion(year.facts, days)
    assert (pair(found["conversion"]) if found["conversion"] else (0, 0)) == asked
    goals = {one["code"]: one for one in year.ask("/analytics/goals", days=days)["goals"]}
    good, whole, _ = by_hand.in_time(year.facts, days, "question", 1)
    assert pair(goals["questions_in_time"]["share"]) == (good, whole)
    assert pair(goals["reviews_in_a_day"]["share"]) == by_hand.within_day(year.facts, days)
    assert pair(goals["drafts_unchanged"]["share"]) == by_hand.drafts(year.facts, days)
    assert pair(goals["harmful"]["share"]) == by_hand.harmful(year.facts, days)


def test_every_number_lists_what_it_counts(year: Year) -> None:
    numbers = {
        "sent/*/accepted": 0,
        "day/review/late+day_due/review/<now": 0,
        "harmful/*": 0,
        "negative/open": 0,
    }
    listed = {pattern: ids_of(year, pattern, 365) for pattern in numbers}
    facts: dict[str, Fact] = {
        interaction_id(one.channel, name_of(one.number)): one for one in year.facts
    }

    assert len(listed["sent/*/accepted"]) == by_hand.drafts(year.facts, 365)[0]
    good, whole = by_hand.within_day(year.facts, 365)
    assert len(listed["day/review/late+day_due/review/<now"]) == whole - good
    assert len(listed["harmful/*"]) == by_hand.harmful(year.facts, 365)[0]
    assert len(listed["negative/open"]) == by_hand.negatives(year.facts, 365)["unanswered"]
    assert {name for names in listed.values() for name in names} <= facts.keys()


def ids_of(year: Year, pattern: str, days: int) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = year.ask("/analytics/items", days=days, list=pattern, **cursor)
        found += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


def test_a_rebuild_finds_every_day_as_it_should_be(year: Year) -> None:
    done = rebuild_days(year.seller, stores=year.world.counting, clock=year.world.clock)

    assert done.rows > 500
    assert done.changed == 0


def test_lost_days_are_made_anew_to_equal_numbers(year: Year) -> None:
    store = year.world.counting.of_seller(year.seller)
    before = {one.value.id: one.value.counts for one in store.find(Query(kind=MonthFigures))}
    days = [one.value for one in store.find(Query(kind=DayFigures, limit=30))]
    store.commit([Delete(DayFigures, (day.id,)) for day in days])
    done = rebuild_days(year.seller, stores=year.world.counting, clock=year.world.clock)
    assert done.changed == len(days)
    after = {one.value.id: one.value.counts for one in store.find(Query(kind=MonthFigures))}
    assert after == before


@pytest.mark.parametrize(
    "path",
    ["quality", "history", "response-time", "deadlines", "ratings", "topics", "revenue", "goals"],
)
def test_a_dashboard_reads_at_most_eighty_documents(year: Year, path: str) -> None:
    for days in PERIODS:
        year.world.bill().clear()
        query = {"compare": "true"} if path == "quality" else {}
        year.ask(f"/analytics/{path}", days=days, **query)
        assert year.world.bill().reads.total() <= 80 + 3, (path, days)


def test_a_second_look_writes_its_time_alone(year: Year) -> None:
    year.world.pass_time(minutes=10)
    year.roll()
    year.world.bill().clear()

    year.roll()
    year.world.clock.set(NOW)

    assert year.world.bill().writes.total() <= 1


@pytest.mark.parametrize("query", [{"days": 0}, {"days": 366}, {"channel": "mail"}])
def test_a_period_has_bounds(year: Year, query: dict[str, Any]) -> None:
    assert year.browser.get("/analytics/quality", **query).status_code == 422
    assert year.browser.get("/analytics/readiness", max_sync_age_minutes=4).status_code == 422


def test_alerts_readiness_and_pipeline_answer(year: Year) -> None:
    assert year.ask("/analytics/alerts")["alerts"] is not None
    assert len(year.ask("/analytics/readiness")["checks"]) == 8
    assert len(year.ask("/pipeline")["functions"]) == 9
