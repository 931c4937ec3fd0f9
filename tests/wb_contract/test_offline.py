"""Every change of WB's document that matters to us is named: operation, place and what changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.wb_contract.findings import Finding, Verdict
from infra.wb_contract.official import NoFile, Official, find_file
from infra.wb_contract.offline import compare_file, inspect_file
from infra.wb_contract.record import RECORD, load_record, make_record
from tests.wb_contract.documents import Schema, agreed_document, schema_at, write_document
from tests.wb_contract.planted import (
    ITEM,
    PLANTED,
    Plant,
    drop_field,
    hide_limits,
    operation,
    rename_in_body,
)
from tests.wb_openapi import official_spec, require_folder


def plant(change: Plant) -> list[Finding]:
    document = agreed_document()
    change(document)
    return list(compare_file(load_record(), Official(document)))


def test_the_record_is_what_our_own_code_says() -> None:
    assert RECORD.read_text(encoding="utf-8") == make_record()


def test_a_document_that_says_what_we_rely_on_is_equal() -> None:
    assert plant(lambda document: None) == []


@pytest.mark.parametrize(("change", "expected"), PLANTED)
def test_a_planted_change_is_named_and_nothing_else(change: Plant, expected: Finding) -> None:
    assert plant(change) == [expected]


def test_a_renamed_field_of_a_body_is_gone_and_required() -> None:
    found = {(one.place, one.change) for one in plant(rename_in_body)}

    assert found == {
        ("body.answer", "field is gone"),
        ("body.answer.text", "field is gone"),
        ("body.reply", "is required now"),
    }


def test_a_limit_that_is_not_stated_is_named_for_each_token() -> None:
    found = plant(hide_limits)

    assert {one.place for one in found} == {
        "rate.personal",
        "rate.service",
        "rate.base_secret",
        "rate.base",
    }


def test_a_third_of_a_second_may_be_rounded_either_way() -> None:
    def round_down(document: Schema) -> None:
        for path in document["paths"].values():
            for one in path.values():
                one["description"] = one["description"].replace("334 мс", "333 мс")

    assert plant(round_down) == []


def test_one_of_several_bodies_is_enough() -> None:
    def offer_others(document: Schema) -> None:
        content = operation(document, "PATCH /api/v1/questions")["requestBody"]["content"]
        ours = content["application/json"]["schema"]
        viewed = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["x"]}
        content["application/json"]["schema"] = {"oneOf": [viewed, ours]}

    assert plant(offer_others) == []


def test_references_are_followed_and_a_circle_ends() -> None:
    def refer(document: Schema) -> None:
        schemas = {
            "review": schema_at(operation(document), ITEM),
            "loop": {"$ref": "#/components/schemas/loop"},
        }
        listed = schema_at(operation(document), "data.feedbacks")
        listed["items"] = {"allOf": [{"$ref": "#/components/schemas/review"}]}
        operation(document)["parameters"].append({"$ref": "#/components/schemas/loop"})
        document["components"] = {"schemas": schemas}

    assert plant(refer) == []


def test_the_newest_file_of_a_folder_is_taken(tmp_path: Path) -> None:
    for name in ("09-communications.2026-07-23.yaml", "09-communications.derived-2026-10.yaml"):
        write_document(agreed_document(), tmp_path, name)

    assert find_file(tmp_path).name == "09-communications.derived-2026-10.yaml"
    assert inspect_file(load_record(), tmp_path).verdict is Verdict.EQUAL


@pytest.mark.parametrize("text", ["", "[]", "paths: 1", ": {", "\ufeff\x00"])
def test_what_is_no_openapi_file_cannot_be_checked(text: str, tmp_path: Path) -> None:
    (tmp_path / "09-communications.yaml").write_text(text, encoding="utf-8")

    inspection = inspect_file(load_record(), tmp_path)

    assert inspection.verdict is Verdict.UNCHECKED
    assert inspection.unchecked


def test_without_a_file_nothing_can_be_checked(tmp_path: Path) -> None:
    with pytest.raises(NoFile):
        find_file(tmp_path)
    assert inspect_file(load_record(), tmp_path / "absent").verdict is Verdict.UNCHECKED


def test_a_changed_document_gives_the_verdict_changed(tmp_path: Path) -> None:
    document = agreed_document()
    drop_field(document)
    file = write_document(document, tmp_path, "09-communications.yaml")

    inspection = inspect_file(load_record(), file)

    assert inspection.verdict is Verdict.CHANGED
    assert inspection.source == "09-communications.yaml"


def official(name: str) -> list[Finding]:
    folder = require_folder("INBOX_WB_OPENAPI", "../shared/wb/openapi")
    return list(inspect_file(load_record(), folder / name).findings)


def test_the_newest_official_file_says_what_we_rely_on() -> None:
    assert official("09-communications.derived-2026-10.yaml") == []


def test_the_file_of_july_differs_in_how_a_right_is_refused_alone() -> None:
    found = official("09-communications.2026-07-23.yaml")

    assert {(one.place, one.change) for one in found} == {("status 403", "form is not stated")}
    assert {one.operation for one in found} == set(load_record()["operations"])
    assert {one.found for one in found} == {"application/json", "not stated"}


@pytest.mark.parametrize(
    ("path", "change", "expected"),
    [
        (
            ("components", "schemas", "responseFeedback", "items", "properties", "bables"),
            None,
            ("data.feedbacks[].bables", "field is gone"),
        ),
        (
            ("components", "schemas", "Sender"),
            {"type": "string", "enum": ["client", "seller", "wb", "robot"]},
            ("result.events[].sender", "new value"),
        ),
        (
            ("components", "schemas", "Event", "properties", "addTimestamp"),
            {"type": "string"},
            ("result.events[].addTimestamp", "type changed"),
        ),
    ],
)
def test_a_change_in_the_official_file_is_named(
    path: tuple[str, ...], change: Any, expected: tuple[str, str]
) -> None:
    document = json.loads(json.dumps(official_spec(), default=str))
    place = document
    for step in path[:-1]:
        place = place[step]
    if change is None:
        del place[path[-1]]
    else:
        place[path[-1]] = change

    found = list(compare_file(load_record(), Official(document)))

    assert expected in {(one.place, one.change) for one in found}
    assert {one.change for one in found} == {expected[1]}
