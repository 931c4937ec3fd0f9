"""Every function of the product has handlers that are played with faults at each side effect."""

import json
from pathlib import Path

from tests.simulation.cases import CASES, play_case
from tests.simulation.exhaustive import WAYS

FUNCTIONS = Path(__file__).parents[2] / "infra" / "functions.json"
# The ways of the exhaustive scripts begin with an approval and go on through dispatch.
PLAYED = {
    "inbox_api": {
        *("review", "question", "chat", "edit", "example"),
        *("cancel", "retry", "resume", "close", "connect", "disconnect", "upload", "ask file"),
    },
    "plan_sync": {"plan"},
    "sync_channel": {"sync", "chats", "fetch file"},
    "ingest_items": {"ingest"},
    "link_thread": {"link"},
    "draft_reply": {"draft"},
    "dispatch_reply": {"review", "question", "chat", "edit", "example"},
    "watch_deadlines": {"watch"},
    "report_quality": {"recount", "full sync", "rebuild"},
}


def test_every_function_is_played() -> None:
    assert PLAYED.keys() == json.loads(FUNCTIONS.read_text())["functions"].keys()
    assert set().union(*PLAYED.values()) == {*CASES, *WAYS}


def test_every_case_does_something_and_ends_well() -> None:
    for name in CASES:
        played = play_case(name, {})

        assert not played.errors, (name, played.errors)
        assert played.own, name
