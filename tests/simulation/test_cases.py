"""Every function of the product has handlers that are played with faults at each side effect."""

import json
from pathlib import Path

import pytest

from tests.simulation.cases import CASES, play_case
from tests.simulation.engine import Engine
from tests.simulation.exhaustive import WAYS
from tests.simulation.faults import Fault, Odds

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


@pytest.mark.timeout(20)
def test_a_handler_that_breaks_in_a_thread_stops_the_schedule() -> None:
    engine = Engine(0, Odds(), 0.0, script={0: Fault.PAUSED})

    def break_down() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.start(break_down, lambda _: None)
