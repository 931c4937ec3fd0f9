"""Log lines as Cloud Logging reads them: trace, span, labels and the HTTP request."""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from shared.domain.errors import RetryLater, Unavailable
from shared.entrypoint.logs import log_event, name_causes, pass_trace, set_tenant, set_trace
from shared.entrypoint.traces import Trace, read_trace
from tests.functions.api import make_world
from tests.functions.broken_stores import BrokenStores

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"
SPECIAL = "logging.googleapis.com/"
PROJECT = "inbox-test"


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("parent", "cloud", "found"),
    [
        (PARENT, "", Trace(TRACE, SPAN, sampled=True)),
        (PARENT[:-1] + "0", "", Trace(TRACE, SPAN, sampled=False)),
        (PARENT, f"{'a' * 32}/1;o=0", Trace(TRACE, SPAN, sampled=True)),
        ("", f"{TRACE}/74;o=1", Trace(TRACE, "000000000000004a", sampled=True)),
        ("", f"{TRACE}/74;o=0", Trace(TRACE, "000000000000004a", sampled=False)),
        ("", f"{TRACE}/74", Trace(TRACE, "000000000000004a")),
        ("", TRACE, Trace(TRACE)),
        ("", f"{TRACE}/{2**64}", Trace(TRACE)),
        (f"00-{'0' * 32}-{SPAN}-01", "", Trace()),
        (f"00-{TRACE}-{'0' * 16}-01", "", Trace()),
        (f"00-{'Анна' * 8}-{SPAN}-01", "", Trace()),
        ("nonsense", "words/of/somebody", Trace()),
    ],
)
def test_a_trace_is_read_from_either_header_and_nothing_else_is(
    parent: str, cloud: str, found: Trace
) -> None:
    assert read_trace(parent, cloud) == found


def test_a_line_names_its_span_and_whether_the_trace_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_trace(PROJECT, Trace(TRACE, SPAN, sampled=False))
    log_event("task.done")
    set_trace(PROJECT, Trace(TRACE))
    log_event("task.done")

    first, second = lines_of(capsys)
    assert first[f"{SPECIAL}trace"] == f"projects/{PROJECT}/traces/{TRACE}"
    assert first[f"{SPECIAL}spanId"] == SPAN
    assert first[f"{SPECIAL}trace_sampled"] is False
    assert f"{SPECIAL}spanId" not in second
    assert f"{SPECIAL}trace_sampled" not in second


@pytest.mark.parametrize(("sampled", "flag"), [(True, "01"), (False, "00"), (None, "01")])
def test_what_is_set_going_keeps_the_choice_of_sampling(sampled: bool | None, flag: str) -> None:
    set_trace(PROJECT, Trace(TRACE, SPAN, sampled=sampled))

    version, trace, span, passed = pass_trace().split("-")
    assert (version, trace, passed) == ("00", TRACE, flag)
    assert len(span) == len(SPAN)


def test_a_sellers_lines_share_a_label_that_does_not_name_the_seller(
    capsys: pytest.CaptureFixture[str],
) -> None:
    world = make_world()
    browser = world.seller()
    capsys.readouterr()

    browser.get("/inbox", headers={"traceparent": PARENT})
    world.visitor().get("/health")

    ours, nobodys = lines_of(capsys)
    digest = hmac.new(PROJECT.encode(), browser.seller.encode(), hashlib.sha256).hexdigest()
    assert ours[f"{SPECIAL}labels"] == {"tenant": digest[:16]}
    assert ours[f"{SPECIAL}spanId"] == SPAN
    assert browser.seller not in json.dumps(ours)
    assert f"{SPECIAL}labels" not in nobodys


def test_the_label_differs_by_project(capsys: pytest.CaptureFixture[str]) -> None:
    for project in ("a", "b"):
        set_tenant(project, "seller")
        log_event("task.done")
    set_tenant("a", "")

    first, second = lines_of(capsys)
    assert first[f"{SPECIAL}labels"] != second[f"{SPECIAL}labels"]


def test_a_request_is_told_by_its_template(capsys: pytest.CaptureFixture[str]) -> None:
    browser = make_world().seller()
    capsys.readouterr()

    browser.get(f"/interactions/xcanary{'a' * 19}?limit=canary")
    browser.get("/canary")

    known, unknown = lines_of(capsys)
    request = known["httpRequest"]
    assert request.pop("latency").endswith("s")
    assert request == {
        "requestMethod": "GET",
        "requestUrl": "/interactions/{id}",
        "status": known["status"],
    }
    assert set(unknown["httpRequest"]) == {"status", "latency"}
    assert "anary" not in json.dumps([known, unknown])


def test_what_failed_on_our_side_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world()
    broken = replace(world.outside, stores=BrokenStores(Unavailable("no database")))
    login = {"email": "a@example.com", "password": "wrong-password"}
    world.visitor(outside=broken).post("/auth/login", login)
    world.visitor().post("/auth/login", login)

    ours, theirs = lines_of(capsys)[-2:]
    assert (ours["severity"], ours["httpRequest"]["status"]) == ("WARNING", 503)
    assert (theirs["severity"], theirs["httpRequest"]["status"]) == ("INFO", 401)
    assert (ours["error"], "error" in theirs) == ("Unavailable", False)


def test_what_an_error_came_from_is_named_without_its_words() -> None:
    error = RetryLater("seller@example.com")
    error.__cause__ = Unavailable("10.0.0.1")

    assert name_causes(error) == "RetryLater < Unavailable"
