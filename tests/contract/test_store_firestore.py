"""What only the Firestore adapter can get wrong: lost answers, refusals, time."""

import pytest
from google.api_core import exceptions as google

from shared.adapters.store.firestore import connect_firestore, translate_errors
from shared.domain.errors import (
    AlreadyExists,
    InboxError,
    MissingIndex,
    NotFound,
    Rejected,
    Stale,
    Unavailable,
)
from shared.domain.products.card import Card
from shared.domain.summary import InboxSummary
from shared.ports import Bump, Create, Patch
from tests.builders import SELLER
from tests.contract.cutting_proxy import CuttingProxy


@pytest.mark.emulator
def test_a_lost_answer_is_unavailable_and_the_write_was_applied_once(
    emulator_host: str, emulator_project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = connect_firestore(emulator_project).of_seller(SELLER)
    with CuttingProxy(emulator_host) as proxy:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", proxy.host)
        store = connect_firestore(emulator_project).of_seller(SELLER)
        store.commit([Create(Card(nm_id=1, name="attempt-0"))])
        before = store.get(Card, "1")
        assert before is not None

        proxy.cut()
        with pytest.raises(Unavailable):
            store.commit([Create(Card(nm_id=2, name="attempt-1"))])
        store.get(Card, "1")
        proxy.cut()
        with pytest.raises(Unavailable):
            store.commit([Patch(Card, ("1",), {"name": "attempt-2"}, before.version)])
        store.get(Card, "1")
        proxy.cut()
        with pytest.raises(Unavailable):
            store.commit([Bump(InboxSummary, ("inbox",), {"version": 1})])

    created, patched = direct.get(Card, "2"), direct.get(Card, "1")
    bumped = direct.get(InboxSummary, "inbox")
    assert created is not None
    assert patched is not None
    assert bumped is not None
    assert (created.value.name, patched.value.name) == ("attempt-1", "attempt-2")
    assert bumped.value.version == 1


@pytest.mark.emulator
def test_a_read_survives_a_connection_that_breaks(
    emulator_host: str, emulator_project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CuttingProxy(emulator_host) as proxy:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", proxy.host)
        store = connect_firestore(emulator_project).of_seller(SELLER)
        store.commit([Create(Card(nm_id=1, name="one"))])

        proxy.cut()
        found = store.get(Card, "1")

    assert found is not None


def test_a_database_that_is_not_there_is_unavailable(
    free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{free_port}")
    store = connect_firestore("nowhere").of_seller(SELLER)

    with pytest.raises(Unavailable):
        store.commit([Create(Card(nm_id=1, name="one"))])


@pytest.mark.parametrize(
    ("told", "words", "meant"),
    [
        (google.AlreadyExists, "x", AlreadyExists),
        (google.NotFound, "x", NotFound),
        (google.FailedPrecondition, "the stored version does not match", Stale),
        (google.FailedPrecondition, "The query requires an index.", MissingIndex),
        (google.InvalidArgument, "no matching index found", MissingIndex),
        (google.InvalidArgument, "too many bytes", Rejected),
        (google.Aborted, "contention", Stale),
        (google.DeadlineExceeded, "x", Unavailable),
        (google.ServiceUnavailable, "x", Unavailable),
        (google.InternalServerError, "x", Unavailable),
        (google.Unknown, "x", Unavailable),
        (google.ResourceExhausted, "x", Unavailable),
        (google.Cancelled, "x", Unavailable),
    ],
)
def test_the_client_s_errors_become_the_product_s(
    told: type[Exception], words: str, meant: type[InboxError]
) -> None:
    error = told(words)

    with pytest.raises(InboxError) as caught, translate_errors():
        raise error

    assert type(caught.value) is meant
    assert caught.value.__cause__ is error


def test_what_is_no_answer_of_the_database_stays_as_loud_as_it_was() -> None:
    refused: type[Exception] = google.PermissionDenied

    with pytest.raises(refused), translate_errors():
        raise refused("this function may not read")
