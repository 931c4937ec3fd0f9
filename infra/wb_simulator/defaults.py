"""Complete bodies out of the few fields that a control call names."""

import secrets
import string
import uuid
from typing import Any

from infra.wb_simulator.clock import DAY, to_iso, to_moscow_naive, to_precise_iso
from infra.wb_simulator.questions import NEW

Body = dict[str, Any]
ALPHABET = string.ascii_letters + string.digits
PRODUCT: Body = {
    "imtId": 171234001,
    "nmId": 171234001,
    "productName": "Футболка хлопковая базовая",
    "supplierArticle": "TS-001/белый",
    "supplierName": "ООО Северная лавка",
    "brandName": "Северная лавка",
}
CLAIM_ACTIONS = ["approve1", "approve2", "autorefund1", "reject1", "reject2", "rejectcustom"]


def make_item_id() -> str:
    """Twenty letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(20))


def complete_review(fields: Body, now: float) -> Body:
    """An unanswered five-star review of today unless the fields say otherwise."""
    body: Body = {
        "id": make_item_id(),
        "text": "",
        "pros": "",
        "cons": "",
        "productValuation": 5,
        "createdDate": to_iso(now),
        "answer": None,
        "state": "none",
        "productDetails": PRODUCT | {"size": "0"} | fields.get("productDetails", {}),
        "video": None,
        "wasViewed": False,
        "photoLinks": None,
        "userName": "Анна",
        "orderStatus": "buyout",
        "matchingSize": "",
        "isAbleSupplierFeedbackValuation": True,
        "supplierFeedbackValuation": 0,
        "isAbleSupplierProductValuation": True,
        "supplierProductValuation": 0,
        "isAbleReturnProductOrders": False,
        "returnProductOrdersDate": None,
        "bables": None,
        "lastOrderShkId": 10_000_000_000 + secrets.randbelow(10**10),
        "lastOrderCreatedAt": to_iso(now - 7 * DAY),
        "color": "",
        "subjectId": 192,
        "subjectName": "Футболки",
        "parentFeedbackId": None,
        "childFeedbackId": None,
    }
    body |= {key: value for key, value in fields.items() if key != "productDetails"}
    if "state" not in fields and is_processed(body):
        body["state"] = "wbRu"
    return body


def is_processed(body: Body) -> bool:
    """WB shows ``wbRu`` for a review without text and photo as well."""
    has_text = any(body[name].strip() for name in ("text", "pros", "cons"))
    return body["answer"] is not None or not (has_text or body["photoLinks"] or body["video"])


def complete_question(fields: Body, now: float) -> Body:
    """A new question of today unless the fields say otherwise."""
    body: Body = {
        "id": make_item_id(),
        "text": "Подскажите, пожалуйста, когда будет в наличии?",
        "createdDate": to_precise_iso(now),
        "state": NEW,
        "answer": None,
        "productDetails": PRODUCT | fields.get("productDetails", {}),
        "wasViewed": False,
        "isWarned": False,
    }
    body |= {key: value for key, value in fields.items() if key != "productDetails"}
    if body["answer"] is not None:
        body["answer"] = {"editable": True, "createDate": to_precise_iso(now)} | body["answer"]
        if "state" not in fields:
            body["state"] = "wbRu"
    return body


def complete_good(fields: Body) -> Body:
    """The product a chat is about."""
    good: Body = {
        "nmID": PRODUCT["nmId"],
        "price": 890,
        "priceCurrency": "RUB",
        "rid": secrets.token_hex(16),
        "size": "0",
    }
    return good | fields


def complete_claim(fields: Body, now: float) -> Body:
    """A claim under consideration, made now."""
    moment = to_moscow_naive(now)
    claim_id = str(uuid.uuid4())
    body: Body = {
        "id": claim_id,
        "claim_type": 1,
        "status": 0,
        "status_ex": 0,
        "nm_id": PRODUCT["nmId"],
        "user_comment": "Пришёл товар с дефектом, прошу вернуть деньги.",
        "wb_comment": None,
        "dt": moment,
        "imt_name": PRODUCT["productName"],
        "order_dt": to_moscow_naive(now - 9 * DAY),
        "dt_update": moment,
        "photos": [f"//photos.wbstatic.net/claim/{claim_id}/1.webp"],
        "video_paths": [],
        "actions": list(CLAIM_ACTIONS),
        "price": 890,
        "currency_code": "643",
        "srid": secrets.token_hex(16),
        "origin_id_info": None,
        "delivery_dt": to_moscow_naive(now - 2 * DAY),
    }
    return body | fields
