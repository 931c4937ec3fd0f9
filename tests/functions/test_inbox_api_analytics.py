"""A year of one seller through the routes: every number equals what is counted by hand."""

from collections.abc import Iterator
from datetime import date
from statistics import fmean
from typing import Any

import pytest

from shared.domain.analytics.counts import DayFigures, MonthFigures
from shared.domain.ids import interaction_id
from shared.domain.products.card import Card
from shared.ports import Delete, Put, Query
from shared.usecases.rebuild_days import rebuild_days
from tests import analytics_recount as by_hand
from tests.analytics_year import NOW, Fact, name_of
from tests.functions.counted_year import ANSWERED, READ, Year

PERIODS = (1, 7, 30, 31, 32, 61, 90, 200, 365)
CHANNELS = (None, "review", "question", "chat")


@pytest.fixture(scope="module")
def year() -> Year:
    return Year()


def pair(found: dict[str, Any]) -> tuple[int, int]:
    return found["numerator"]["value"], found["denominator"]["value"]


def asked_of(channel: str | None) -> dict[str, str]:
    return {"channel": channel} if channel else {}


def close(found: float | None, wanted: float | None) -> bool:
    """Equal as far as numbers are shown."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) < 0.0001


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_quality_is_what_was_counted_by_hand(year: Year, days: int, channel: str | None) -> None:
    found = year.ask("/analytics/quality", days=days, compare="true", **asked_of(channel))
    before = by_hand.quality(year.facts, by_hand.last(days, back=1), channel)
    whole = by_hand.quality(year.facts, days, channel)

    assert quality_of(found["totals"]) == whole
    assert quality_of(found["before"]) == before
    accepted = [(one["accepted"][0], one["total"]) for one in (whole, before)]
    assert found["differs"] == by_hand.differ(*accepted)
    wanted = {
        name: by_hand.quality(year.facts, days, name)
        for name in by_hand.CHANNELS
        if channel in (None, name)
    }
    assert {row["channel"]: quality_of(row) for row in found["by_channel"]} == {
        name: one for name, one in wanted.items() if one["total"] or one["automatic"]
    }


def quality_of(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: row[name]["value"] for name in ("total", "ignored", "automatic", "failed")}
    shares = {
        name: (row[name]["numerator"]["value"], row[name]["value"])
        for name in ("accepted", "edited", "manual")
    }
    assert all(row[name]["denominator"]["value"] == plain["total"] for name in shares)
    return plain | shares


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("days", [1, 7, 76, 77, 200, 365])
def test_history_has_every_day_or_month(year: Year, days: int, channel: str | None) -> None:
    found = year.ask("/analytics/history", days=days, **asked_of(channel))
    each_day = [by_hand.last(1, back) for back in reversed(range(days))]
    spans = each_day if days <= 76 else by_hand.months_of(days)

    assert found["unit"] == ("day" if days <= 76 else "month")
    assert found["points"] == [by_hand.point(year.facts, span, channel) for span in spans]


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_waits_are_what_was_counted_by_hand(year: Year, days: int, channel: str | None) -> None:
    found = year.ask("/analytics/response-time", days=days, **asked_of(channel))
    wanted = by_hand.waits(year.facts, days, channel)

    assert triple(found["whole"]) == wanted["whole"]
    for name in ("by_channel", "by_hour", "by_rule"):
        assert {key: triple(one) for key, one in found[name].items()} == wanted[name]
    assert found["groups"] == wanted["groups"]


def triple(found: dict[str, Any]) -> tuple[int, int | None, int | None]:
    return found["replies"]["value"], found["median"], found["p90"]


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_deadlines_are_what_was_counted_by_hand(year: Year, days: int, channel: str | None) -> None:
    found = year.ask("/analytics/deadlines", days=days, **asked_of(channel))
    channels = [one for one in by_hand.CHANNELS if channel in (None, one)]

    assert [row["name"] for row in found["channels"]] == channels
    for row in found["channels"]:
        for place, name in enumerate(("in_target", "in_limit")):
            good, whole, unknown = by_hand.in_time(year.facts, days, row["name"], place)
            assert pair(row[name]) == (good, whole), (row["name"], name)
            assert row[name]["value"] == by_hand.share(good, whole)
            assert row["untimed"]["value"] == unknown
    rules = {row["name"]: (pair(row["in_target"]), pair(row["in_limit"])) for row in found["rules"]}
    for rule, wanted in by_hand.by_rule(year.facts, days, channels).items():
        assert rules.pop(rule, ((0, 0), (0, 0))) == wanted, rule
    assert rules == {}
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
def test_ratings_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    found = year.ask("/analytics/ratings", days=days)

    assert stars_of(found["whole"]) == by_hand.stars(year.facts, days)
    for product in found["products"]:
        own = by_hand.stars(year.facts, days, product["nm_id"])
        assert stars_of(product["rating"]) == own
        assert product["complaints"] == by_hand.complaints(year.facts, days, product["nm_id"])
    assert {one["nm_id"] for one in found["products"]} == {
        one.nm for one in by_hand.arrived(year.facts, days, "review")
    }
    moved = by_hand.changes(year.facts, days)
    for name, is_after in (("after", True), ("without", False)):
        shift, values = found["effect"][name], moved[is_after]
        for part, wanted in (
            (shift["change"], by_hand.mean_of(values)),
            (shift["risen"], by_hand.risen(values)),
        ):
            assert part["count"] == wanted[0]
            shown = [part[key] for key in ("value", "low", "high")]
            assert all(map(close, shown, wanted[1:])), (name, shown, wanted)
    rose = [(sum(one > 0 for one in moved[how]), len(moved[how])) for how in (True, False)]
    assert found["effect"]["is_different"] == by_hand.differ(*rose)


def stars_of(found: dict[str, Any]) -> dict[int, int]:
    stars = {int(name): one["value"] for name, one in found["stars"].items() if one["value"]}
    scores = [number for number, count in stars.items() for _ in range(count)]
    assert found["total"] == len(scores)
    assert found["average"] == (round(fmean(scores), 2) if scores else None)
    return stars


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_topics_are_what_was_counted_by_hand(year: Year, days: int, channel: str | None) -> None:
    found = year.ask("/analytics/topics", days=days, quotes="true", **asked_of(channel))["topics"]
    wanted = by_hand.topics(year.facts, days) if channel in (None, "review") else {}

    assert {
        (one["topic"], feeling): one[feeling]["value"]
        for one in found
        for feeling in by_hand.FEELINGS
        if one[feeling]["value"]
    } == dict(wanted)
    complained = [one["negative"]["value"] for one in found]
    assert complained == sorted(complained, reverse=True)
    for one in found:
        quoted = [quote["interaction"] for quote in one["quotes"]]
        assert quoted == newest_complaints(year, one["topic"], min(days, 20))[: len(quoted)]
        assert bool(quoted) == bool(newest_complaints(year, one["topic"], min(days, 20)))


def newest_complaints(year: Year, topic: str, days: int) -> list[str]:
    """Reviews with words that complain of a topic, three at most."""
    mine = [
        one
        for one in by_hand.arrived(year.facts, days, "review")
        if (topic, "negative") in one.topics
    ]
    newest = sorted(mine, key=lambda one: (one.at, id_of(one)), reverse=True)[:3]
    return [id_of(one) for one in newest if one.text]


def id_of(fact: Fact) -> str:
    return interaction_id(fact.channel, name_of(fact.number))


@pytest.mark.parametrize("days", PERIODS)
def test_money_is_what_was_counted_by_hand(year: Year, days: int) -> None:
    found = year.ask("/analytics/revenue", days=days, order_value=3500)
    counted = by_hand.negatives(year.facts, days)

    assert {name: found[name]["value"] for name in counted} == counted
    for name, wanted in by_hand.money(year.facts, days, 3500).items():
        assert all(abs(found[name][view] - wanted[view]) <= 0.01 for view in wanted), name
    views = [(one["drop"], one["save"], one["repeat"]) for one in found["assumptions"]]
    assert views == list(by_hand.VIEWS.values())
    assert {one["order_value"] for one in found["assumptions"]} == {3500}
    part, whole = by_hand.conversion(year.facts, days)
    shown = found["conversion"]
    assert (pair(shown) if shown else None) == ((part, whole) if whole else None)
    assert shown is None or shown["value"] == by_hand.share(part, whole)


TARGETS = {
    "questions_in_time": 0.85,
    "reviews_in_a_day": 0.7,
    "drafts_unchanged": 0.6,
    "harmful": 0.02,
    "sync_success": 0.99,
    "availability": 0.995,
}


@pytest.mark.parametrize("days", PERIODS)
def test_goals_are_what_was_counted_by_hand(year: Year, days: int) -> None:
    goals = {one["code"]: one for one in year.ask("/analytics/goals", days=days)["goals"]}
    read = [tries for state in READ.values() for tries in within(state, days)]
    wanted = {
        "questions_in_time": by_hand.in_time(year.facts, days, "question", 1)[:2],
        "reviews_in_a_day": by_hand.within_day(year.facts, days),
        "drafts_unchanged": by_hand.drafts(year.facts, days),
        "harmful": by_hand.harmful(year.facts, days),
        "sync_success": worked(read),
        "availability": worked(within(ANSWERED, days)),
    }

    assert {code: pair(one["share"]) for code, one in goals.items()} == wanted
    for code, (part, whole) in wanted.items():
        target, met = TARGETS[code], "missed"
        if whole and (part / whole <= target if code == "harmful" else part / whole >= target):
            met = "met"
        assert goals[code]["target"] == target
        assert goals[code]["verdict"] == (met if whole else "no_data"), code


def within(days: dict[date, tuple[int, int]], count: int) -> Iterator[tuple[int, int]]:
    first, last = by_hand.last(count)
    return (tries for day, tries in days.items() if first <= day <= last)


def worked(tries: Any) -> tuple[int, int]:
    known = list(tries)
    return sum(ok for ok, _ in known), sum(ok + failed for ok, failed in known)


PAGES = (
    "quality",
    "response-time",
    "deadlines",
    "ratings",
    "topics",
    "revenue",
    "goals",
)


def test_every_number_lists_what_it_counts(year: Year) -> None:
    known = {id_of(one) for one in year.facts}
    numbers: dict[str, int] = {}
    for page in PAGES:
        for number, value in numbers_in(year.ask(f"/analytics/{page}", days=45)):
            assert numbers.setdefault(number, value) == value, number

    # One hour's waits are listed as another's are.
    wanted = {one for one in numbers if not one.startswith("wait/*/") or one.count("*") == 4}
    assert len(wanted) > 80
    for one in sorted(wanted):
        listed = ids_of(year, one, 45)
        assert len(listed) == numbers[one], one
        assert set(listed) <= known


def numbers_in(answer: Any) -> Iterator[tuple[str, int]]:
    """Every number of an answer that names a list."""
    if isinstance(answer, list):
        for one in answer:
            yield from numbers_in(one)
    elif isinstance(answer, dict):
        if isinstance(answer.get("list"), str) and answer["list"] and "value" in answer:
            yield answer["list"], answer["value"]
        for one in answer.values():
            yield from numbers_in(one)


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
