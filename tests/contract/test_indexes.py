"""The declared indexes are those that the product's queries need: none less, none more."""

import json
from dataclasses import fields
from typing import Any

import pytest

from infra.local.environment import INDEXES
from infra.local.index_gate import check_index_coverage, read_index_usage
from shared.adapters.store.belongings import load_kinds
from shared.adapters.store.firestore import connect_firestore
from shared.adapters.store.indexes import (
    Index,
    Indexes,
    IndexScope,
    Mode,
    need_of,
)
from shared.adapters.store.plain import Condition, DocQuery, Sort
from shared.domain.errors import MissingIndex
from tests.contract.product_queries import ask_everything, modules_with_queries
from tests.stores import DECLARED, embedded_stores

A, B, C = ("a",), ("b",), ("c",)


def test_every_query_of_the_product_runs_on_declared_indexes() -> None:
    askers = ask_everything(embedded_stores())

    assert askers == modules_with_queries(), "ask_everything must run every module's queries"


@pytest.mark.emulator
def test_what_the_emulator_saw_needed_is_what_is_declared(
    emulator_host: str, emulator_project: str
) -> None:
    ask_everything(connect_firestore(emulator_project))

    coverage = check_index_coverage(read_index_usage(emulator_host, emulator_project), DECLARED)

    assert coverage.is_exact, coverage.describe()


def test_the_gate_tells_what_is_missing_and_what_is_unused() -> None:
    needed = Index("things", IndexScope.COLLECTION, ((A, Mode.ASCENDING), (B, Mode.DESCENDING)))
    spare = Index("things", IndexScope.COLLECTION, ((B, Mode.ASCENDING), (C, Mode.ASCENDING)))

    coverage = check_index_coverage([needed], Indexes(frozenset([spare])))

    assert coverage.missing == (needed,)
    assert coverage.unused == (spare,)
    assert not coverage.is_exact
    assert check_index_coverage([needed], Indexes(frozenset([needed]))).is_exact


def test_only_kinds_that_are_stored_have_indexes() -> None:
    declared = json.loads(INDEXES.read_text())
    collections = {place.collections[-1] for place in load_kinds().values()}

    rows = [*declared["indexes"], *declared["fieldOverrides"]]

    assert {row["collectionGroup"] for row in rows} <= collections


def test_every_kind_that_expires_is_taken_away_by_the_store() -> None:
    declared = json.loads(INDEXES.read_text())
    expiring = {
        (place.collections[-1], "expires_at")
        for kind, place in load_kinds().items()
        if "expires_at" in (part.name for part in fields(kind))
    }

    kept = {
        (row["collectionGroup"], row["fieldPath"])
        for row in declared["fieldOverrides"]
        if row.get("ttl")
    }

    assert kept == expiring


def composite(*fields: tuple[str, str], scope: str = "COLLECTION") -> dict[str, Any]:
    parts = [{"fieldPath": path, "order": order} for path, order in fields]
    return {"collectionGroup": "things", "queryScope": scope, "fields": parts}


def override(path: str, *orders: str, scope: str = "COLLECTION") -> dict[str, Any]:
    indexes = [{"order": order, "queryScope": scope} for order in orders]
    return {"collectionGroup": "things", "fieldPath": path, "indexes": indexes}


def query(*conditions: Condition, sorts: tuple[Sort, ...] = (), group: bool = False) -> DocQuery:
    collection = ("things",) if group else ("sellers", "s", "things")
    return DocQuery(collection, group, conditions, sorts)


EQUAL_A, EQUAL_B = Condition(A, "==", 1), Condition(B, "==", 1)
HOLDS_A = Condition(A, "array_contains", 1)
UP, DOWN = "ASCENDING", "DESCENDING"
BY_C, BY_C_DOWN = (Sort(C, descending=False),), (Sort(C, descending=True),)


@pytest.mark.parametrize(
    ("asked", "declared"),
    [
        (query(), {}),
        (query(group=True), {}),
        (query(EQUAL_A), {}),
        (query(EQUAL_A, EQUAL_B), {}),
        (query(HOLDS_A, EQUAL_B), {}),
        (query(sorts=BY_C_DOWN), {}),
        (query(EQUAL_A, sorts=BY_C), {"indexes": [composite(("a", UP), ("c", UP))]}),
        (query(EQUAL_A, sorts=BY_C_DOWN), {"indexes": [composite(("a", DOWN), ("c", DOWN))]}),
        (
            query(EQUAL_A, EQUAL_B, sorts=BY_C),
            {"indexes": [composite(("a", UP), ("c", UP)), composite(("b", UP), ("c", UP))]},
        ),
        (
            query(EQUAL_A, EQUAL_B, sorts=BY_C),
            {"indexes": [composite(("b", UP), ("a", UP), ("c", UP))]},
        ),
        (
            query(EQUAL_A, sorts=BY_C, group=True),
            {"indexes": [composite(("a", UP), ("c", UP), scope="COLLECTION_GROUP")]},
        ),
        (
            query(EQUAL_A, group=True),
            {"fieldOverrides": [override("a", UP, scope="COLLECTION_GROUP")]},
        ),
        (query(EQUAL_A), {"fieldOverrides": [override("a", UP)]}),
        (query(EQUAL_A, EQUAL_B), {"fieldOverrides": [override("c")]}),
        (
            query(Condition(("m", "x"), "==", 1)),
            {"fieldOverrides": [override("m"), override("m.x", UP)]},
        ),
    ],
)
def test_these_queries_run_in_production(asked: DocQuery, declared: dict[str, Any]) -> None:
    Indexes.parse(declared).require(asked)


@pytest.mark.parametrize(
    ("asked", "declared"),
    [
        (query(EQUAL_A, sorts=BY_C), {}),
        (query(EQUAL_A, sorts=BY_C), {"indexes": [composite(("a", UP), ("c", DOWN))]}),
        (query(EQUAL_A, sorts=BY_C), {"indexes": [composite(("c", UP), ("a", UP))]}),
        (query(HOLDS_A, sorts=BY_C), {"indexes": [composite(("a", UP), ("c", UP))]}),
        (query(EQUAL_A, EQUAL_B, sorts=BY_C), {"indexes": [composite(("a", UP), ("c", UP))]}),
        (query(EQUAL_A, group=True), {}),
        (
            query(EQUAL_A, sorts=BY_C),
            {"indexes": [composite(("a", UP), ("c", UP), scope="COLLECTION_GROUP")]},
        ),
        (
            query(EQUAL_A, sorts=BY_C, group=True),
            {"indexes": [composite(("a", UP), ("c", UP))]},
        ),
        (query(EQUAL_A), {"fieldOverrides": [override("a")]}),
        (query(sorts=BY_C_DOWN), {"fieldOverrides": [override("c", UP)]}),
        (query(Condition(("m", "x"), "==", 1)), {"fieldOverrides": [override("m")]}),
        (query(EQUAL_A, EQUAL_B), {"fieldOverrides": [override("b")]}),
    ],
)
def test_these_queries_are_refused_in_production(asked: DocQuery, declared: dict[str, Any]) -> None:
    with pytest.raises(MissingIndex):
        Indexes.parse(declared).require(asked)


def test_the_refusal_names_the_index_that_would_do() -> None:
    wanted = need_of(query(EQUAL_B, HOLDS_A, sorts=BY_C_DOWN)).as_index()

    with pytest.raises(MissingIndex) as refusal:
        Indexes().require(query(EQUAL_B, HOLDS_A, sorts=BY_C_DOWN))

    assert str(wanted.as_json()) in str(refusal.value)
    assert Index.parse(wanted.as_json()) == wanted
    Indexes(frozenset([wanted])).require(query(EQUAL_B, HOLDS_A, sorts=BY_C_DOWN))
