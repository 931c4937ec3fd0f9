"""The seller's numbers counted by hand from plain facts: nothing here is the product's."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.analytics_year import NOW, WATCHED_SINCE, Fact

MSK = timedelta(hours=3)
DRAFTS = ("accepted", "edited", "ignored")


def day_of(moment: datetime) -> date:
    return (moment + MSK).date()


def in_period(moment: datetime, days: int) -> bool:
    today = day_of(NOW)
    return today - timedelta(days=days) < day_of(moment) <= today


def sent(facts: Iterable[Fact], days: int) -> list[Fact]:
    """Replies that were approved within the period and have reached WB."""
    return [
        one
        for one in facts
        if one.by == "inbox" and one.state == "confirmed" and in_period(one.done_at, days)
    ]


def arrived(facts: Iterable[Fact], days: int, channel: str) -> list[Fact]:
    return [one for one in facts if one.channel == channel and in_period(one.at, days)]


def quality(facts: list[Fact], days: int, channel: str | None) -> dict[str, Any]:
    mine = [one for one in sent(facts, days) if channel in (None, one.channel)]
    uses = Counter(one.use for one in mine)
    total = sum(uses[name] for name in ("accepted", "edited", "ignored", "manual"))
    manual = uses["manual"] + uses["ignored"]
    return {
        "total": total,
        "accepted": (uses["accepted"], share(uses["accepted"], total)),
        "edited": (uses["edited"], share(uses["edited"], total)),
        "manual": (manual, share(manual, total)),
        "ignored": uses["ignored"],
        "automatic": uses["automatic"],
        "failed": sum(
            one.by == "inbox"
            and one.state == "failed"
            and channel in (None, one.channel)
            and in_period(one.done_at, days)
            for one in facts
        ),
    }


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def waits(facts: list[Fact], days: int, channel: str | None) -> dict[str, Any]:
    mine = [one for one in sent(facts, days) if channel in (None, one.channel)]
    hours: dict[str, list[int]] = {}
    for one in mine:
        hours.setdefault(f"{(one.at + MSK).hour:02}", []).append(minutes(one))
    return {
        "whole": middle([minutes(one) for one in mine]),
        "by_hour": {name: middle(values) for name, values in hours.items()},
    }


def minutes(one: Fact) -> int:
    whole = int((one.done_at - one.at).total_seconds() // 60)
    return whole if whole < 2880 else whole // 15 * 15


def middle(values: list[int]) -> tuple[int, int | None, int | None]:
    ordered = sorted(values)
    if not ordered:
        return (0, None, None)
    return (
        len(ordered),
        ordered[(len(ordered) + 1) // 2 - 1],
        ordered[-(-len(ordered) * 9 // 10) - 1],
    )


def answered_at(one: Fact) -> datetime | str | None:
    """When an answer came, "unknown" where nobody could tell, None where there is none."""
    if one.by == "inbox":
        good = one.state == "confirmed" and one.wb_state != "rejected"
        return one.done_at if good else None
    if one.by == "cabinet":
        if one.channel == "review" and one.at < WATCHED_SINCE:
            return "unknown"
        return one.done_at
    return None


def due(one: Fact) -> tuple[datetime, datetime]:
    if one.channel == "review":
        spans = (60, 240) if one.rating <= 2 else (240, 1440) if one.rating == 3 else (1440, 2880)
    elif one.intent == "sizing_fit":
        spans = (2, 10) if one.channel == "chat" else (5, 30)
    else:
        spans = (240, 1440)
    return one.at + timedelta(minutes=spans[0]), one.at + timedelta(minutes=spans[1])


def in_time(facts: list[Fact], days: int, channel: str, which: int) -> tuple[int, int, int]:
    """Answers in time, of what was due, and answers whose time nobody knows."""
    good = whole = unknown = 0
    if channel == "chat":
        for one in sent(facts, days):
            if one.channel == "chat":
                whole += 1
                good += one.done_at <= due(one)[which]
        return good, whole, 0
    for one in arrived(facts, days, channel):
        at, limit = answered_at(one), due(one)[which]
        if not one.text or (one.closed and at is None):
            continue
        unknown += at == "unknown"
        if isinstance(at, datetime):
            whole += 1
            good += at <= limit
        elif at is None:
            whole += limit < NOW
    return good, whole, unknown


def within_day(facts: list[Fact], days: int) -> tuple[int, int]:
    good = whole = 0
    for one in arrived(facts, days, "review"):
        at, limit = answered_at(one), one.at + timedelta(days=1)
        if not one.text or (one.closed and at is None) or at == "unknown":
            continue
        whole += isinstance(at, datetime) or limit < NOW
        good += isinstance(at, datetime) and at <= limit
    return good, whole


def stars(facts: list[Fact], days: int, product: int | None = None) -> Counter[int]:
    return Counter(
        one.rating for one in arrived(facts, days, "review") if product in (None, one.nm)
    )


def topics(facts: list[Fact], days: int) -> Counter[tuple[str, str]]:
    return Counter(pair for one in arrived(facts, days, "review") for pair in one.topics)


def negatives(facts: list[Fact], days: int) -> dict[str, int]:
    mine = [one for one in arrived(facts, days, "review") if one.text and one.rating <= 2]
    times = [answered_at(one) for one in mine]
    return {
        "negative": len(mine),
        "answered": sum(at is not None for at in times),
        "fast": sum(
            isinstance(at, datetime) and at - one.at <= timedelta(hours=1)
            for one, at in zip(mine, times, strict=True)
        ),
        "unanswered": sum(
            at is None and not one.closed for one, at in zip(mine, times, strict=True)
        ),
    }


def conversion(facts: list[Fact], days: int) -> tuple[int, int]:
    asked = [one for one in sent(facts, days) if one.channel == "chat" and not one.had_order]
    return sum(one.has_order for one in asked), len(asked)


def drafts(facts: list[Fact], days: int) -> tuple[int, int]:
    uses = Counter(one.use for one in sent(facts, days))
    return uses["accepted"], sum(uses[name] for name in DRAFTS)


def harmful(facts: list[Fact], days: int) -> tuple[int, int]:
    mine = sent(facts, days)
    return sum(one.wb_state == "rejected" for one in mine), len(mine)


def changes(facts: list[Fact], days: int) -> dict[bool, list[int]]:
    """Stars of supplements less those of the first review, by whether an answer came before."""
    known = {one.number: one for one in facts}
    found: dict[bool, list[int]] = {True: [], False: []}
    for one in arrived(facts, days, "review"):
        if one.parent is None:
            continue
        first = known[one.parent]
        at = answered_at(first)
        if at != "unknown":
            found[isinstance(at, datetime) and at < one.at].append(one.rating - first.rating)
    return found
