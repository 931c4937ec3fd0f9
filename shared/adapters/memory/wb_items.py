"""Raw items as the real API sends them, made of invented words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import jwt

from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.moscow import MOSCOW
from shared.domain.raw_items import RawItem

TOKEN_LIFETIME = timedelta(days=180)
READ_ONLY_BIT = 30

_SCOPE_BITS = {Scope.FEEDBACKS: 7, Scope.CHATS: 9, Scope.RETURNS: 11}
_ACCOUNTS = {
    TokenKind.BASE: 1,
    TokenKind.TEST: 2,
    TokenKind.PERSONAL: 3,
    TokenKind.SERVICE: 4,
}
# Nobody checks the signature, so the key protects nothing.
_SIGNING_KEY = "memory-signing-key-that-protects-nothing"


def make_token(
    sid: str, expires_at: datetime, *, kind: TokenKind, scopes: Sequence[Scope], read_only: bool
) -> str:
    """A JWT with the fields of WB's own."""
    mask = sum(1 << _SCOPE_BITS[scope] for scope in set(scopes))
    claims: dict[str, Any] = {
        "acc": _ACCOUNTS[kind],
        "exp": int(expires_at.timestamp()),
        "id": f"{sid}-{kind.value}-{mask}",
        "s": mask | (1 << READ_ONLY_BIT if read_only else 0),
        "sid": sid,
        "t": kind is TokenKind.TEST,
    }
    if kind is TokenKind.PERSONAL:
        claims["for"] = "self"
    if kind is TokenKind.SERVICE:
        claims["for"] = "asid:00000000-0000-4000-8000-000000000001"
    return jwt.encode(claims, _SIGNING_KEY, algorithm="HS256")


def make_review(external_id: str, created_at: datetime, *, rating: int, text: str) -> RawItem:
    """All fields of a review."""
    return {
        "id": external_id,
        "text": text,
        "pros": "",
        "cons": "",
        "productValuation": rating,
        "createdDate": zulu(created_at),
        "answer": None,
        "state": "none",
        "productDetails": make_product() | {"size": "0"},
        "video": None,
        "wasViewed": False,
        "photoLinks": None,
        "userName": "Мария",
        "orderStatus": "buyout",
        "matchingSize": "",
        "isAbleSupplierFeedbackValuation": False,
        "supplierFeedbackValuation": 0,
        "isAbleSupplierProductValuation": False,
        "supplierProductValuation": 0,
        "isAbleReturnProductOrders": False,
        "returnProductOrdersDate": None,
        "bables": None,
        "lastOrderShkId": 10_000_000_001,
        "lastOrderCreatedAt": zulu(created_at - timedelta(days=7)),
        "color": "",
        "subjectId": 219,
        "subjectName": "Футболки",
        "parentFeedbackId": None,
        "childFeedbackId": None,
    }


def make_question(external_id: str, created_at: datetime, *, text: str) -> RawItem:
    """All fields of a question."""
    return {
        "id": external_id,
        "text": text,
        "createdDate": zulu(created_at),
        "state": "suppliersPortalSynch",
        "answer": None,
        "productDetails": make_product(),
        "wasViewed": False,
        "isWarned": False,
    }


def make_product() -> RawItem:
    """One product that does not exist."""
    return {
        "imtId": 700_001,
        "nmId": 70_000_001,
        "productName": "Футболка хлопковая",
        "supplierArticle": "TS-01",
        "supplierName": "ООО Пример",
        "brandName": "Пример",
    }


def make_chat(chat_id: str, *, client_name: str, nm_id: int, rid: str) -> RawItem:
    """One line of the list of chats."""
    return {
        "chatID": chat_id,
        "replySign": "",
        "clientName": client_name,
        "goodCard": {
            "nmID": nm_id,
            "price": 990,
            "priceCurrency": "RUB",
            "rid": rid,
            "size": "0",
        },
        "lastMessage": {"text": "", "addTimestamp": 0},
    }


def make_event(
    chat: RawItem, event_id: str, at: datetime, *, text: str, sender: str, source: str
) -> RawItem:
    """One event of the stream; the chat's first one is made by `open_event`."""
    event = {
        "chatID": chat["chatID"],
        "eventID": event_id,
        "eventType": "message",
        "message": {"text": text},
        "source": source,
        "addTimestamp": millis(at),
        "addTime": zulu(at),
        "sender": sender,
    }
    return event | ({"clientName": chat["clientName"]} if sender == "client" else {})


def make_claim(claim_id: str, order_key: str, at: datetime) -> RawItem:
    """All fields of a claim that nobody has decided."""
    return {
        "id": claim_id,
        "claim_type": 1,
        "status": 0,
        "status_ex": 0,
        "nm_id": 70_000_001,
        "user_comment": "Размер не подошёл",
        "wb_comment": None,
        "dt": moscow(at),
        "imt_name": "Футболка хлопковая",
        "order_dt": moscow(at - timedelta(days=7)),
        "dt_update": moscow(at),
        "photos": ["//photos.wbstatic.net/claim/1.webp"],
        "video_paths": [],
        "actions": [],
        "price": 990,
        "currency_code": "643",
        "srid": order_key,
        "origin_id_info": "",
        "delivery_dt": moscow(at - timedelta(days=2)),
    }


def open_event(chat: RawItem, event: RawItem) -> RawItem:
    """The first event carries the product and the reply sign."""
    hung = event["message"].get("attachments", {})
    message = event["message"] | {"attachments": {"goodCard": chat["goodCard"]} | hung}
    return event | {"isNewChat": True, "replySign": chat["replySign"], "message": message}


def zulu(moment: datetime) -> str:
    """A date in WB's form."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moscow(moment: datetime) -> str:
    """Moscow's time, which the claims do not call so."""
    return moment.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M:%S.%f")


def millis(moment: datetime) -> int:
    """Unix milliseconds."""
    return int(moment.timestamp() * 1000)
