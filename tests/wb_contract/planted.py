"""Changes of WB's document, each with the one finding that it must give."""

from collections.abc import Callable

from infra.wb_contract.findings import Finding
from tests.wb_contract.documents import Schema, schema_at

REVIEWS = "GET /api/v1/feedbacks"
ITEM = "data.feedbacks[]"
Plant = Callable[[Schema], None]


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


PLANTED: list[tuple[Plant, Finding]] = [
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
        Finding("PATCH /api/v1/feedbacks/answer", "body.text", "limit changed (least)", "2", "20"),
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
]
