"""The seller's numbers counted by hand from plain facts: nothing here is the product's."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import mean, stdev
from typing import Any

from tests.analytics_year import NOW, WATCHED_SINCE, Fact, noted_rule

MSK = timedelta(hours=3)
DRAFTS = ("accepted", "edited", "ignored")
CHANNELS = ("review", "question", "chat")
FEELINGS = ("positive", "neutral", "negative")
Z = 1.959963984540054

# So many days up to today, or the Moscow days from the first to the second.
Span = tuple[date, date]
When = int | Span
Waits = dict[str, tuple[int, int | None, int | None]]


def day_of(moment: datetime) -> date:
    return (moment + MSK).date()


def last(days: int, back: int = 0) -> Span:
    """So many days up to today, or `back` such periods before that."""
    today = day_of(NOW) - timedelta(days=days * back)
    return today - timedelta(days=days - 1), today


def months_of(days: int) -> list[Span]:
    """The days of a period by their calendar months."""
    first, until = last(days)
    every = [first + timedelta(days=number) for number in range((until - first).days + 1)]
    months = sorted({(day.year, day.month) for day in every})
    found = [[day for day in every if (day.year, day.month) == month] for month in months]
    return [(one[0], one[-1]) for one in found]


def in_period(moment: datetime, when: When) -> bool:
    first, until = last(when) if isinstance(when, int) else when
    return first <= day_of(moment) <= until


def sent(facts: Iterable[Fact], when: When, channel: str | None = None) -> list[Fact]:
    """Replies that were approved within the period and have reached WB."""
    return [
        one
        for one in facts
        if one.by == "inbox"
        and one.state == "confirmed"
        and channel in (None, one.channel)
        and in_period(one.done_at, when)
    ]


def arrived(facts: Iterable[Fact], when: When, channel: str) -> list[Fact]:
    return [one for one in facts if one.channel == channel and in_period(one.at, when)]


def quality(facts: list[Fact], when: When, channel: str | None) -> dict[str, Any]:
    uses = Counter(one.use for one in sent(facts, when, channel))
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
            and in_period(one.done_at, when)
            for one in facts
        ),
    }


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def point(facts: list[Fact], when: Span, channel: str | None) -> dict[str, Any]:
    """One day or month of the history."""
    known = quality(facts, when, channel)
    return {
        "date": when[0].isoformat(),
        "total": known["total"],
        "automatic": known["automatic"],
        **{name: known[name][0] for name in ("accepted", "edited", "manual")},
        "accept_rate": known["accepted"][1],
        "edit_rate": known["edited"][1],
        "manual_rate": known["manual"][1],
        "seen": {
            "review": len(arrived(facts, when, "review")),
            "question": len(arrived(facts, when, "question")),
            "chat": len(sent(facts, when, "chat")),
        },
    }


def waits(facts: list[Fact], when: When, channel: str | None) -> dict[str, Any]:
    mine = sent(facts, when, channel)
    return {
        "whole": middle([minutes(one) for one in mine]),
        "by_channel": split(mine, lambda one: one.channel),
        "by_hour": split(mine, lambda one: f"{(one.at + MSK).hour:02}"),
        "by_rule": split(mine, noted_rule),
        "groups": {
            "lt_1h": sum(minutes(one) < 60 for one in mine),
            "1_4h": sum(60 <= minutes(one) < 240 for one in mine),
            "4_12h": sum(240 <= minutes(one) < 720 for one in mine),
            "12_24h": sum(720 <= minutes(one) < 1440 for one in mine),
            "gt_24h": sum(minutes(one) >= 1440 for one in mine),
        },
    }


def split(facts: list[Fact], by: Callable[[Fact], str]) -> Waits:
    parts: dict[str, list[int]] = {}
    for one in facts:
        parts.setdefault(by(one), []).append(minutes(one))
    return {name: middle(values) for name, values in parts.items()}


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


def rule_of(one: Fact) -> str:
    """The row of the table by which an item is due; a chat's is noted with its reply."""
    if one.channel == "chat":
        return noted_rule(one)
    if one.channel == "question":
        return "sizing_fit_question" if one.intent == "sizing_fit" else "other"
    return "review_1_2" if one.rating <= 2 else "review_3" if one.rating == 3 else "review_4_5"


def due(one: Fact) -> tuple[datetime, datetime]:
    if one.channel == "review":
        spans = (60, 240) if one.rating <= 2 else (240, 1440) if one.rating == 3 else (1440, 2880)
    elif one.intent == "sizing_fit":
        spans = (2, 10) if one.channel == "chat" else (5, 30)
    else:
        spans = (240, 1440)
    return one.at + timedelta(minutes=spans[0]), one.at + timedelta(minutes=spans[1])


def in_time(
    facts: list[Fact], when: When, channel: str, which: int, rule: str | None = None
) -> tuple[int, int, int]:
    """Answers in time, of what was due, and answers whose time nobody knows."""
    good = whole = unknown = 0
    if channel == "chat":
        for one in sent(facts, when, "chat"):
            if rule in (None, rule_of(one)):
                whole += 1
                good += one.done_at <= due(one)[which]
        return good, whole, 0
    for one in arrived(facts, when, channel):
        at, limit = answered_at(one), due(one)[which]
        if not one.text or (one.closed and at is None) or rule not in (None, rule_of(one)):
            continue
        unknown += at == "unknown"
        if isinstance(at, datetime):
            whole += 1
            good += at <= limit
        elif at is None:
            whole += limit < NOW
    return good, whole, unknown


def by_rule(facts: list[Fact], when: When, channels: Iterable[str]) -> dict[str, Any]:
    """Answers in time by row of the table, of one channel or several."""
    rules = sorted({rule_of(one) for one in facts})
    found = {}
    for rule in rules:
        parts = [
            [in_time(facts, when, channel, which, rule)[:2] for channel in channels]
            for which in (0, 1)
        ]
        found[rule] = tuple(
            (sum(good for good, _ in part), sum(whole for _, whole in part)) for part in parts
        )
    return found


def within_day(facts: list[Fact], when: When) -> tuple[int, int]:
    good = whole = 0
    for one in arrived(facts, when, "review"):
        at, limit = answered_at(one), one.at + timedelta(days=1)
        if not one.text or (one.closed and at is None) or at == "unknown":
            continue
        whole += isinstance(at, datetime) or limit < NOW
        good += isinstance(at, datetime) and at <= limit
    return good, whole


def stars(facts: list[Fact], when: When, product: int | None = None) -> Counter[int]:
    return Counter(
        one.rating for one in arrived(facts, when, "review") if product in (None, one.nm)
    )


def topics(facts: list[Fact], when: When, product: int | None = None) -> Counter[tuple[str, str]]:
    return Counter(
        pair
        for one in arrived(facts, when, "review")
        if product in (None, one.nm)
        for pair in one.topics
    )


def complaints(facts: list[Fact], when: When, product: int) -> int:
    found = topics(facts, when, product)
    return sum(count for (_, feeling), count in found.items() if feeling == "negative")


def negatives(facts: list[Fact], when: When) -> dict[str, int]:
    mine = [one for one in arrived(facts, when, "review") if one.text and one.rating <= 2]
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


# The cautious, the middle and the bold view: what is lost, what is saved, how often bought again.
VIEWS = {"low": (0.05, 0.1, 1.0), "middle": (0.1, 0.2, 1.5), "high": (0.15, 0.3, 2.0)}


def money(facts: list[Fact], days: int, order: int) -> dict[str, dict[str, float]]:
    known = negatives(facts, days)
    late = known["negative"] - known["fast"]
    return {
        "at_risk": _views(lambda drop, *_: known["unanswered"] * order * drop * 0.8),
        "at_risk_monthly": _views(
            lambda drop, *_: known["unanswered"] * order * drop * 0.8 / days * 30
        ),
        "saved": _views(lambda _, save, again: known["fast"] * order * save * again),
        "could_be_saved": _views(lambda _, save, again: late * order * save * again),
        "risk_per_review": _views(lambda drop, *_: order * drop * 0.8),
        "saving_per_review": _views(lambda _, save, again: order * save * again),
    }


def _views(formula: Callable[[float, float, float], float]) -> dict[str, float]:
    return {name: formula(*view) for name, view in VIEWS.items()}


def conversion(facts: list[Fact], when: When) -> tuple[int, int]:
    asked = [one for one in sent(facts, when, "chat") if not one.had_order]
    return sum(one.has_order for one in asked), len(asked)


def drafts(facts: list[Fact], when: When) -> tuple[int, int]:
    uses = Counter(one.use for one in sent(facts, when))
    return uses["accepted"], sum(uses[name] for name in DRAFTS)


def harmful(facts: list[Fact], when: When) -> tuple[int, int]:
    """Replies that break a rule, that WB has refused, or of which the seller's last word is bad."""
    mine = sent(facts, when)
    bad = [one.rude or one.wb_state == "rejected" or one.marks[-1:] == ("down",) for one in mine]
    return sum(bad), len(mine)


def changes(facts: list[Fact], when: When) -> dict[bool, list[int]]:
    """Stars of supplements less those of the first review, by whether an answer came before."""
    known = {one.number: one for one in facts}
    found: dict[bool, list[int]] = {True: [], False: []}
    for one in arrived(facts, when, "review"):
        if one.parent is None:
            continue
        first = known[one.parent]
        at = answered_at(first)
        if at != "unknown":
            found[isinstance(at, datetime) and at < one.at].append(one.rating - first.rating)
    return found


def mean_of(values: list[int]) -> tuple[int, float | None, float | None, float | None]:
    """How many, their mean, and its interval where there are five at least."""
    if not values:
        return 0, None, None, None
    if len(values) < 5:
        return len(values), mean(values), None, None
    error = Z * stdev(values) / sqrt(len(values))
    return len(values), mean(values), mean(values) - error, mean(values) + error


def risen(values: list[int]) -> tuple[int, float | None, float | None, float | None]:
    """The share of ratings that rose: roots of the quadratic that gives Wilson's interval."""
    count = len(values)
    if not count:
        return 0, None, None, None
    part = sum(value > 0 for value in values) / count
    # (p - x)² = z² x (1 - x) / n, solved for x.
    a, b, c = 1 + Z * Z / count, -(2 * part + Z * Z / count), part * part
    root = sqrt(b * b - 4 * a * c)
    return count, part, (-b - root) / (2 * a), (-b + root) / (2 * a)


def differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two shares differ with 95 chances of 100, by the chi-square of their table."""
    (a, whole), (c, rest) = first, second
    b, d = whole - a, rest - c
    if min(whole, rest) < 5 or 0 in (a + c, b + d):
        return False
    chi = (whole + rest) * (a * d - b * c) ** 2 / (whole * rest * (a + c) * (b + d))
    return chi >= Z * Z
