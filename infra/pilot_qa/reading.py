"""Steps that read: the account, its cabinet, sync, the pipeline, lists and numbers."""

import itertools
from typing import Any

from infra.pilot_qa.visitor import Skipped, Visitor, Wrong, wait_until

CHANNELS = ("review", "question", "chat")
_SYNC_S, _ASK_S = 120.0, 75.0
_TOKEN_DAYS = 3
_MOST_ROWS = 500
_OK, _ACCEPTED, _UNAUTHORIZED = 200, 202, 401
_GUARDED = ("/api/inbox", "/api/sync", "/api/analytics/quality", "/api/audit", "/api/export")
# Overdue items are the seller's work; all else that blocks is ours.
_OWN_WORK = frozenset({"question_sla_overdue"})
_OUR_ALERTS = frozenset(
    {
        "function_down",
        "queue_old",
        "tick_missed",
        "sync_stale",
        "sync_errors",
        "sync_zero_fetch",
        "token_expiring",
    }
)


def check_strangers(visitor: Visitor) -> str:
    """Nobody without a session is told anything."""
    answers = {path: visitor.stranger_gets(path) for path in _GUARDED}
    open_paths = [path for path, status in answers.items() if status != _UNAUTHORIZED]
    if open_paths:
        raise Wrong(f"answered without a session: {', '.join(open_paths)}")
    return f"{len(answers)} routes refuse"


def check_sign_in(visitor: Visitor) -> str:
    """The account can be entered, and knows who it is."""
    visitor.sign_in()
    return f"seller {visitor.get('/auth/me')['seller']['id']}"


def check_cabinet(visitor: Visitor) -> str:
    """A token that may read and write, for a while yet."""
    cabinet = visitor.get("/auth/me")["cabinet"]
    token = cabinet.get("token")
    if not cabinet["connected"] or token is None:
        raise Wrong("no cabinet is connected")
    missing = [name for name in ("feedbacks", "chats") if not token["scopes"][name]]
    if missing or token["read_only"]:
        raise Wrong(f"the token lacks {', '.join(missing) or 'the right to write'}")
    if token["days_left"] < _TOKEN_DAYS:
        raise Wrong(f"the token ends in {token['days_left']} days")
    return f"token {token['type']}, {token['days_left']} days left"


def check_sync(visitor: Visitor) -> str:
    """A sync that is asked for comes to a good end in every channel."""
    before = _runs(visitor)
    wait_until(
        lambda: visitor.post("/sync", {}).status_code == _ACCEPTED,
        _ASK_S,
        "no sync could be asked for",
    )
    wait_until(
        lambda: all(at != before[name] for name, at in _runs(visitor).items()),
        _SYNC_S,
        f"no sync came to an end within {_SYNC_S:.0f} s",
    )
    channels = visitor.get("/sync")["channels"]
    bad = [
        f"{name} {channels[name]['state']}, {channels[name]['freshness']}"
        for name in CHANNELS
        if channels[name]["state"] != "ok" or channels[name]["freshness"] != "fresh"
    ]
    if bad:
        raise Wrong("; ".join(bad))
    return "all channels read just now"


def _runs(visitor: Visitor) -> dict[str, str]:
    channels = visitor.get("/sync")["channels"]
    return {name: (channels[name]["last_run"] or {}).get("at", "") for name in CHANNELS}


def check_pipeline(visitor: Visitor) -> str:
    """No function fails, no queue stands, no clock is late, by what they noted themselves."""
    told = visitor.get("/pipeline")
    parts = [*told["functions"], *told["queues"], *told["jobs"]]
    bad = [part["name"] for part in parts if part["state"] == "bad"]
    if bad:
        raise Wrong(f"not well: {', '.join(bad)}")
    unknown = sum(part["state"] == "unknown" for part in parts)
    return f"{len(parts) - unknown} parts well, {unknown} have not worked yet"


def check_lists(visitor: Visitor) -> str:
    """What a list counts it also shows, each item once."""
    counted = visitor.get("/inbox/counts")["views"]
    seen = 0
    for view, channel in itertools.product(("attention", "waiting", "done"), CHANNELS):
        count = counted[view][channel]
        names = [row["id"] for row in visitor.rows(view, channel, _MOST_ROWS)]
        if len(set(names)) != len(names) or len(names) != min(count, _MOST_ROWS):
            raise Wrong(f"{view} of {channel} counts {count} and shows {len(set(names))}")
        seen += len(names)
    if not seen:
        raise Skipped("the inbox is empty")
    return f"{seen} items in 9 lists"


def check_items(visitor: Visitor) -> str:
    """An item of each channel opens and says what may be done with it."""
    opened = [_open(visitor, row) for row in first_rows(visitor).values()]
    return f"{len(opened)} opened"


def _open(visitor: Visitor, row: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = visitor.get(f"/interactions/{row['id']}")
    if item["row"]["id"] != row["id"]:
        raise Wrong("another item opened than was asked for")
    return item


def first_rows(visitor: Visitor) -> dict[str, dict[str, Any]]:
    """The first item of each channel that waits for an answer."""
    found = {
        channel: row for channel in CHANNELS for row in visitor.rows("attention", channel, most=1)
    }
    if not found:
        raise Skipped("nothing waits for an answer")
    return found


def check_numbers(visitor: Visitor) -> str:
    """Every endpoint of analytics answers, and parts add up to their whole."""
    for path in ("history", "response-time", "deadlines", "ratings", "topics", "revenue", "goals"):
        visitor.get(f"/analytics/{path}")
    quality = visitor.get("/analytics/quality")
    whole = quality["totals"]["total"]["value"]
    parts = sum(row["total"]["value"] for row in quality["by_channel"])
    if whole != parts:
        raise Wrong(f"{whole} replies in all, {parts} by channel")
    return f"{whole} replies counted"


def check_readiness(visitor: Visitor) -> str:
    """What blocks the pilot, or wakes an operator, is not of our making."""
    told = visitor.get("/analytics/readiness")
    blockers = [code for code in told["blockers"] if code not in _OWN_WORK]
    codes = {alert["code"] for alert in visitor.get("/analytics/alerts")["alerts"]}
    blockers += sorted(codes & _OUR_ALERTS)
    if blockers:
        raise Wrong(f"blocked by {', '.join(blockers)}")
    work = [code for code in told["blockers"] if code in _OWN_WORK]
    return f"{told['passed']} of {len(told['checks'])} pass" + (
        f"; for the seller to do: {', '.join(work)}" if work else ""
    )
