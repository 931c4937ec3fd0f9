"""Each saved query finds exactly the lines that were planted for it."""

import hmac
from datetime import timedelta

import pytest

from infra.watch.queries import QUERIES
from tests.functions.callers import Issuer
from tests.watch.filters import matches
from tests.watch.writing import Entry, Scribe

SECOND = timedelta(seconds=1)
# What OPERATIONS.md has openssl make of the seller "s" in the project "project".
TENANT = hmac.new(b"project", b"s", "sha256").hexdigest()[:16]
FILLED = {"‹project›": "project", "‹trace›": "a" * 32, "‹tenant›": TENANT, "‹reply›": "r"}


def test_each_saved_query_finds_its_lines_and_no_others(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    scribe = Scribe(issuer, capsys)
    entries = planted(scribe)
    of_api = {"slow", "usual", "failed request"}
    expected = {
        "one-trace": {"traced"},
        "one-seller": entries.keys() - of_api,
        "one-reply": {
            *("attention", "failed reply", "confirmed", "in doubt", "long in doubt"),
            *("doubled", "late to go", "late to end"),
        },
        "late-replies": {"late to go", "late to end"},
        "doubtful-replies": {"long in doubt"},
        "stale-syncs": {"stale"},
        "crashes": {"crash"},
        "slow-requests": {"slow"},
        "failed-requests": {"failed request"},
        "replies-to-look-at": {"attention", "failed reply"},
        "never-to-be": {"doubled"},
        "parked-syncs": {"parked"},
        "failed-drafts": {"model failed", "model rests"},
        "unreadable-items": {"unreadable"},
        "retries": {"retried"},
    }

    found = {
        query.name: {name for name, entry in entries.items() if matches(entry, fill(query.filter))}
        for query in QUERIES
    }

    assert found == expected


def test_lines_are_as_severe_as_what_they_tell(
    issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    severe = {
        "crash": "ERROR",
        "attention": "ERROR",
        "failed request": "WARNING",
        "unreadable": "WARNING",
        "doubled": "CRITICAL",
        "in doubt": "WARNING",
        "long in doubt": "WARNING",
    }

    told = {name: entry["severity"] for name, entry in planted(Scribe(issuer, capsys)).items()}

    assert told == {name: severe.get(name, "INFO") for name in told}


def planted(scribe: Scribe) -> dict[str, Entry]:
    """One line of each kind, by a name for people."""
    return {
        "crash": scribe.crash(),
        "slow": scribe.listed(1001),
        "usual": scribe.listed(1000),
        "failed request": scribe.failed(),
        "attention": scribe.dispatched("attention"),
        "failed reply": scribe.dispatched("failed"),
        "confirmed": scribe.dispatched("confirmed", waited=60 * SECOND, settled=1800 * SECOND),
        "late to go": scribe.dispatched("sent", waited=61 * SECOND),
        "late to end": scribe.dispatched("confirmed", settled=1801 * SECOND),
        "in doubt": scribe.dispatched("unknown", in_doubt=2700 * SECOND),
        "long in doubt": scribe.dispatched("unknown", in_doubt=2701 * SECOND),
        "stale": scribe.synced("done", age=901 * SECOND),
        "fresh": scribe.synced("done", age=900 * SECOND),
        "parked": scribe.synced("parked"),
        "synced": scribe.synced("done"),
        "model failed": scribe.drafted("failed"),
        "model rests": scribe.drafted("resting"),
        "model wrote": scribe.drafted("wrote"),
        "doubled": scribe.doubled(),
        "unreadable": scribe.quarantined(),
        "retried": scribe.retried(4),
        "tried": scribe.retried(3),
        "traced": scribe.traced("a" * 32),
    }


def fill(filter_text: str) -> str:
    for place, value in FILLED.items():
        filter_text = filter_text.replace(place, value)
    return filter_text
