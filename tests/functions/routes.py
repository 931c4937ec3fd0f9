"""Every route of the API with a request that fits it."""

from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from shared.domain.ids import hash_text
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Route
from shared.entrypoint.api.shapes.base import Nothing
from tests.automatic import RULES_ALONE
from tests.functions.api import ORIGIN, Browser

TEXT = "Спасибо за отзыв, приходите ещё!"
UNSAFE = [row for row in ROUTES if row.method != "GET"]
WITH_BODY = [row for row in UNSAFE if row.body is not Nothing and not row.takes_file]


def name_of(row: Route) -> str:
    return f"{row.method} {row.path}"


def fill(row: Route, key: str = "x" * 26) -> str:
    return row.path.format(id=key, token="forged", other=key)


def body_of(row: Route, key: str = "x" * 26) -> dict[str, Any] | None:
    bodies: dict[str, dict[str, Any]] = {
        "register": {"email": "a@example.com", "password": "vitrina-2026", "name": "Б"},
        "login": {"email": "a@example.com", "password": "vitrina-2026"},
        "connect": {"wb_token": "x" * 40},
        "check": {"interaction_id": key, "text": TEXT},
        "approve": {
            "text": TEXT,
            "text_hash": hash_text(TEXT),
            "revision": 1,
            "client_request_id": "00000000-0000-0000-0000-000000000001",
        },
        "edit_answer": {
            "text": TEXT,
            "reason": "Опечатка",
            "revision": 1,
            "client_request_id": "00000000-0000-0000-0000-000000000002",
        },
    }
    bodies |= {
        "preview": {"text": "Спасибо!", "rating": 5},
        "try_policy": {"policy": RULES_ALONE},
        "mark": {"feedback": "up"},
        "note_seen": {"draft_id": "1"},
        "save_words": {"text": TEXT, "revision": 0},
        "replace_template": {"title": "Спасибо", "text": TEXT, "revision": 1},
        "preview_many": {"action": "send", "items": [[key, 1]]},
        "apply_many": {
            "action": "close",
            "items": [[key, 1, ""]],
            "client_request_id": "00000000-0000-0000-0000-000000000003",
        },
    }
    return bodies.get(row.name, {}) if row.body is not Nothing else None


def one_file() -> MultiDict[str, Any]:
    return MultiDict({"file": FileStorage(BytesIO(b"%PDF-1.7"), filename="a.pdf")})


def call(browser: Browser, row: Route, key: str = "x" * 26, **options: Any) -> Any:
    if row.takes_file:
        return browser.form(fill(row, key), one_file(), **options)
    return browser.ask(row.method, fill(row, key), body=body_of(row, key), **options)


def send(browser: Browser, row: Route, body: str | bytes, kind: str | None, **more: str) -> Any:
    headers = {"Origin": ORIGIN, "X-Requested-With": "inbox", "Content-Type": kind, **more}
    return browser.send(row.method, fill(row), body, headers)
