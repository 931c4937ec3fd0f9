"""Every change of WB's document that matters to us is named: operation, place and what changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.wb_contract.findings import Finding, Verdict
from infra.wb_contract.official import NoFile, Official, find_file
from infra.wb_contract.offline import compare_file, inspect_file
from infra.wb_contract.record import RECORD, load_record, make_record
from tests.wb_contract.documents import Schema, agreed_document, schema_at, write_document
from tests.wb_openapi import official_spec, require_folder

REVIEWS = "GET /api/v1/feedbacks"
ITEM = "data.feedbacks[]"
Plant = Callable[[Schema], None]


def plant(change: Plant) -> list[Finding]:
    document = agreed_document()
    change(document)
    return list(compare_file(load_record(), Official(document)))


def operation(document: Schema, name: str = REVIEWS) -> Schema:
    method, path = name.split(" ")
    found: Schema = document["paths"][path][method.lower()]
    return found


def parameter(document: Schema, name: str) -> Schema:
    found = operation(document)["parameters"]
    return next(one for one in found if one["name"] == name)


def body_of(document: Schema, name: str, kind: str = "application/json") -> Schema:
    found: Schema = operation(document, name)["requestBody"]["content"][kind]["schema"]
    return found


def test_the_record_is_what_our_own_code_says() -> None:
    assert RECORD.read_text(encoding="utf-8") == make_record()


def test_a_document_that_says_what_we_rely_on_is_equal() -> None:
    assert plant(lambda document: None) == []


def drop_operation(document: Schema) -> None:
    del document["paths"]["/api/v1/feedbacks"]


def move_host(document: Schema) -> None:
    operation(document)["servers"] = [{"url": "https://reviews.example"}]


def drop_field(document: Schema) -> None:
    del schema_at(operation(document), ITEM)["properties"]["text"]


def drop_object(document: Schema) -> None:
    del schema_at(operation(document), ITEM)["properties"]["productDetails"]


def change_type(document: Schema) -> None:
    schema_at(operation(document), f"{ITEM}.id")["type"] = "integer"


def allow_null(document: Schema) -> None:
    schema_at(operation(document), f"{ITEM}.productValuation")["nullable"] = True


def allow_null_as_in_3_1(document: Schema) -> None:
    schema = schema_at(operation(document), f"{ITEM}.createdDate")
    schema["type"] = ["string", "null"]


def add_value(document: Schema) -> None:
    schema_at(operation(document), f"{ITEM}.answer.state")["description"] += "\n- `hidden` — нет"


def add_enum_value(document: Schema) -> None:
    schema = schema_at(operation(document, "GET /api/v1/seller/events"), "result.events[].sender")
    schema.pop("description")
    schema["enum"] = ["client", "seller", "wb", "robot"]


def drop_values(document: Schema) -> None:
    schema_at(operation(document), f"{ITEM}.state")["description"] = "Статус"


def demand_parameter(document: Schema) -> None:
    operation(document)["parameters"].append(
        {"in": "query", "name": "locale", "required": True, "schema": {"type": "string"}}
    )


def demand_optional_parameter(document: Schema) -> None:
    parameter(document, "dateFrom")["required"] = True


def drop_parameter(document: Schema) -> None:
    operation(document)["parameters"].remove(parameter(document, "order"))


def retype_parameter(document: Schema) -> None:
    parameter(document, "isAnswered")["schema"]["type"] = "string"


def rename_order(document: Schema) -> None:
    parameter(document, "order")["schema"]["enum"] = ["dateAsc", "newest"]


def shrink_page(document: Schema) -> None:
    parameter(document, "take")["description"] = "Количество (max. 1 000)"


def demand_in_body(document: Schema) -> None:
    body = body_of(document, "POST /api/v1/feedbacks/answer")
    body["properties"]["tone"] = {"type": "string"}
    body["required"].append("tone")


def rename_in_body(document: Schema) -> None:
    body = body_of(document, "PATCH /api/v1/questions")
    body["properties"]["reply"] = body["properties"].pop("answer")
    body["required"] = ["id", "reply", "state"]


def shorten_answer(document: Schema) -> None:
    body_of(document, "POST /api/v1/feedbacks/answer")["properties"]["text"]["maxLength"] = 3000


def lengthen_least(document: Schema) -> None:
    body_of(document, "PATCH /api/v1/feedbacks/answer")["properties"]["text"]["minLength"] = 20


def change_body_type(document: Schema) -> None:
    content = operation(document, "POST /api/v1/seller/message")["requestBody"]["content"]
    content["application/json"] = content.pop("multipart/form-data")


def slow_down(document: Schema) -> None:
    table = operation(document)["description"]
    operation(document)["description"] = table.replace("334 мс | 6", "1 сек | 3", 1)


def hide_limits(document: Schema) -> None:
    operation(document, "GET /api/v1/seller/chats")["description"] = ""


def refuse_otherwise(document: Schema) -> None:
    content = operation(document)["responses"]["401"]["content"]
    content["text/html"] = {}


def refuse_in_silence(document: Schema) -> None:
    del operation(document)["responses"]["429"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (drop_operation, Finding(REVIEWS, "operation", "is gone")),
        (
            move_host,
            Finding(REVIEWS, "host", "moved", "feedbacks-api.wildberries.ru", "reviews.example"),
        ),
        (drop_field, Finding(REVIEWS, f"{ITEM}.text", "field is gone", "string", "none")),
        (
            drop_object,
            Finding(REVIEWS, f"{ITEM}.productDetails", "field is gone", "object", "none"),
        ),
        (change_type, Finding(REVIEWS, f"{ITEM}.id", "type changed", "string", "integer")),
        (
            allow_null,
            Finding(
                REVIEWS,
                f"{ITEM}.productValuation",
                "may be null now",
                "integer",
                "integer or null",
            ),
        ),
        (
            allow_null_as_in_3_1,
            Finding(REVIEWS, f"{ITEM}.createdDate", "may be null now", "string", "string or null"),
        ),
        (
            add_value,
            Finding(
                REVIEWS,
                f"{ITEM}.answer.state",
                "new value",
                "none, rejected, reviewRequired, wbRu",
                "hidden",
            ),
        ),
        (
            add_enum_value,
            Finding(
                "GET /api/v1/seller/events",
                "result.events[].sender",
                "new value",
                "client, seller, wb",
                "robot",
            ),
        ),
        (
            drop_values,
            Finding(
                REVIEWS,
                f"{ITEM}.state",
                "values are not listed any more",
                "none, wbRu",
                "none",
            ),
        ),
        (
            demand_parameter,
            Finding(REVIEWS, "query.locale", "is required now", "not sent always", "required"),
        ),
        (
            demand_optional_parameter,
            Finding(REVIEWS, "query.dateFrom", "is required now", "not sent always", "required"),
        ),
        (drop_parameter, Finding(REVIEWS, "query.order", "parameter is gone", "string", "none")),
        (
            retype_parameter,
            Finding(REVIEWS, "query.isAnswered", "type changed", "boolean", "string"),
        ),
        (
            rename_order,
            Finding(
                REVIEWS,
                "query.order",
                "word is not taken any more",
                "dateDesc",
                "dateAsc, newest",
            ),
        ),
        (shrink_page, Finding(REVIEWS, "query.take", "limit changed (most)", "5000", "1000")),
        (
            demand_in_body,
            Finding("POST /api/v1/feedbacks/answer", "body.tone", "is required now", "not sent"),
        ),
        (
            shorten_answer,
            Finding(
                "POST /api/v1/feedbacks/answer",
                "body.text",
                "limit changed (most)",
                "5000",
                "3000",
            ),
        ),
        (
            lengthen_least,
            Finding(
                "PATCH /api/v1/feedbacks/answer", "body.text", "limit changed (least)", "2", "20"
            ),
        ),
        (
            change_body_type,
            Finding(
                "POST /api/v1/seller/message",
                "body",
                "another content type",
                "multipart/form-data",
                "application/json",
            ),
        ),
        (
            slow_down,
            Finding(
                REVIEWS,
                "rate.personal",
                "limit changed",
                "6 at once, one per 334 ms",
                "3 at once, one per 1000 ms",
            ),
        ),
        (
            refuse_otherwise,
            Finding(REVIEWS, "status 401", "new form", "application/problem+json", "text/html"),
        ),
        (
            refuse_in_silence,
            Finding(
                REVIEWS,
                "status 429",
                "form is not stated",
                "application/problem+json",
                "not stated",
            ),
        ),
    ],
)
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
