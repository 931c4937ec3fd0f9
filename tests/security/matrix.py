"""Every route against every principal: made from the route table, so that no route is forgotten.

An entry says what a good call of the route is, and by which words a call could name a stranger's
things. `routes_without_entry` fails the run: nothing is published before somebody thought of it.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from shared.domain.ids import hash_text
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Route
from tests.automatic import RULES, RULES_ALONE
from tests.functions.api import Browser
from tests.functions.draft_effects import AI
from tests.functions.test_inbox_api_settings import GENERAL
from tests.security.ground import (
    TEXT,
    UNKNOWN,
    one_file,
    reply_body,
)

Names = Mapping[str, str]
Body = Callable[[Names], dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """`ids` are the kinds of things that the path names; bodies and queries are made from names.

    `probes` make bodies, `queries` query strings that point at somebody else's things.
    """

    ids: tuple[str, ...] = ()
    body: Body | None = None
    probes: Mapping[str, Body] = field(default_factory=dict)
    queries: Mapping[str, Callable[[Names], dict[str, str]]] = field(default_factory=dict)
    tag: str = ""


def _reply(names: Names) -> dict[str, Any]:
    return reply_body(client_request_id=str(uuid.UUID(int=9)))


def _edit(names: Names) -> dict[str, Any]:
    return {
        "text": TEXT,
        "reason": "Опечатка",
        "revision": 1,
        "client_request_id": str(uuid.UUID(int=8)),
        "text_hash": hash_text(TEXT),
    }


TEMPLATE = {"title": "Благодарность", "text": TEXT, "channels": [], "intents": []}


def _many(action: str, *items: list[Any]) -> dict[str, Any]:
    return {"action": action, "items": list(items) or [[UNKNOWN, 1]]}


def _do_many(action: str, *items: list[Any]) -> dict[str, Any]:
    return {
        "action": action,
        "items": list(items) or [[UNKNOWN, 1, ""]],
        "client_request_id": str(uuid.UUID(int=10)),
    }


ITEMS = ("interaction", "chat", "question")
CURSOR = {"their cursor": lambda names: {"cursor": names["list"]}}
HISTORY = Entry(queries=CURSOR)
ANALYTICS = (
    *("show_quality", "show_history", "show_response_time", "show_compliance", "show_ratings"),
    *("show_topics", "show_revenue", "show_goals", "show_alerts", "show_readiness"),
    *("show_pipeline", "export_counted"),
)
ENTRIES: dict[str, Entry] = {
    "register": Entry(
        body=lambda _: {"email": "new@example.com", "password": "vitrina-2026", "name": "Б"}
    ),
    "login": Entry(body=lambda _: {"email": "new@example.com", "password": "vitrina-2026"}),
    "logout": Entry(),
    "set_password": Entry(body=lambda _: {"current": "nonono-2026", "new": "prilavok-2027"}),
    "forget_password": Entry(body=lambda _: {"email": "nobody@example.com"}),
    "reset_password": Entry(
        body=lambda _: {"token": "a" * 43, "new": "prilavok-2027"},
        probes={"their session": lambda names: {"token": names["cookie"], "new": "prilavok-2027"}},
    ),
    "show_sessions": Entry(),
    "close_session": Entry(ids=("session",)),
    "show_audit": Entry(queries={"their cursor": lambda names: {"cursor": names["audit"]}}),
    "start_export": Entry(),
    "show_export": Entry(),
    "download_export": Entry(),
    "erase": Entry(body=lambda _: {"password": "nonono-2026"}),
    "show_profile": Entry(),
    "save_profile": Entry(body=lambda _: {"name": "Б", "signature": ""}, tag="/settings/profile"),
    "reset_profile": Entry(tag="/settings/profile"),
    "list_profile_changes": HISTORY,
    "show_general": Entry(),
    "save_general": Entry(body=lambda _: GENERAL, tag="/settings/general"),
    "reset_general": Entry(tag="/settings/general"),
    "list_general_changes": HISTORY,
    "show_deadlines": Entry(),
    "save_deadlines": Entry(body=lambda _: {"rows": [], "hours": None}, tag="/settings/deadlines"),
    "reset_deadlines": Entry(tag="/settings/deadlines"),
    "list_deadlines_changes": HISTORY,
    "show_ai": Entry(),
    "save_ai": Entry(body=lambda _: AI, tag="/settings/ai"),
    "reset_ai": Entry(tag="/settings/ai"),
    "list_ai_changes": HISTORY,
    "show_auto_response": Entry(),
    "save_auto_response": Entry(body=lambda _: RULES, tag="/settings/auto_response"),
    "reset_auto_response": Entry(tag="/settings/auto_response"),
    "list_auto_response_changes": HISTORY,
    "show_promo": Entry(),
    "save_promo": Entry(body=lambda _: {"codes": []}, tag="/settings/promo"),
    "reset_promo": Entry(tag="/settings/promo"),
    "list_promo_changes": HISTORY,
    "list_presets": Entry(),
    "preview": Entry(body=lambda _: {"text": "Спасибо!", "rating": 5}),
    "try_policy": Entry(body=lambda _: {"policy": RULES_ALONE}),
    "show_report": Entry(ids=("report",)),
    "see_report": Entry(ids=("report",)),
    "stop": Entry(),
    "list_journal": Entry(queries=CURSOR),
    "mark": Entry(ids=("entry",), body=lambda _: {"feedback": "up"}),
    "show_me": Entry(),
    "show_templates": Entry(),
    "make_template": Entry(body=lambda _: TEMPLATE | {"client_request_id": str(uuid.UUID(int=7))}),
    "replace_template": Entry(ids=("template",), body=lambda _: TEMPLATE | {"revision": 1}),
    "drop_template": Entry(ids=("template",)),
    "connect": Entry(
        body=lambda _: {"wb_token": "x" * 40},
        probes={"their WB token": lambda names: {"wb_token": names["wb_token"]}},
    ),
    "show_checks": Entry(),
    "list_marketplaces": Entry(),
    "disconnect": Entry(),
    "seed": Entry(),
    "clear": Entry(),
    "queue_sync": Entry(body=lambda _: {}),
    "show_sync": Entry(),
    "list_runs": Entry(),
    "list_inbox": Entry(
        queries=CURSOR
        | {
            "their product": lambda _: {"nm_id": "70000777"},
            "their words": lambda _: {"q": "всё хорошо"},
            "their watch as a cursor": lambda names: {"cursor": names["since"]},
        }
    ),
    "show_counts": Entry(),
    "list_changes": Entry(
        queries={
            "their watch": lambda names: {"since": names["since"]},
            "their cursor as a watch": lambda names: {"since": names["list"]},
        }
    ),
    "show_interaction": Entry(ids=ITEMS),
    "list_messages": Entry(ids=("chat",), queries=CURSOR),
    "show_timeline": Entry(ids=ITEMS),
    "show_context": Entry(ids=ITEMS),
    "take_link_away": Entry(ids=ITEMS),
    "put_link_back": Entry(ids=ITEMS),
    "edit": Entry(ids=ITEMS, body=lambda _: {"note": "чужое"}),
    "save_words": Entry(ids=ITEMS, body=lambda _: {"text": TEXT, "revision": 0}),
    "read": Entry(ids=ITEMS),
    "ask_draft": Entry(ids=ITEMS, body=lambda _: {"regenerate": False}),
    "note_seen": Entry(ids=ITEMS, body=lambda _: {"draft_id": "1"}),
    "check": Entry(
        body=lambda _: {"interaction_id": UNKNOWN, "text": TEXT},
        probes={
            "their item": lambda names: {"interaction_id": names["interaction"], "text": TEXT},
            "their chat": lambda names: {"interaction_id": names["chat"], "text": TEXT},
            "their reply": lambda names: {"interaction_id": names["reply"], "text": TEXT},
        },
    ),
    "approve": Entry(
        ids=ITEMS,
        body=_reply,
        probes={
            "their file": lambda names: _reply(names) | {"files": [names["file"]]},
            "their draft": lambda names: _reply(names) | {"draft_id": names["interaction"]},
            "their request": lambda names: _reply(names) | {"client_request_id": names["request"]},
        },
    ),
    "edit_answer": Entry(
        ids=("answered", *ITEMS),
        body=_edit,
        probes={
            "their request": lambda names: _edit(names) | {"client_request_id": names["request"]}
        },
    ),
    "preview_many": Entry(
        body=lambda _: _many("send"),
        probes={"their item": lambda names: _many("send", [names["interaction"], 1])},
    ),
    "apply_many": Entry(
        body=lambda _: _do_many("close"),
        probes={
            "their item": lambda names: _do_many("close", [names["interaction"], 1, ""]),
            "their draft": lambda names: _do_many("send", [names["interaction"], 1, "1"]),
        },
    ),
    "show_many": Entry(ids=("bulk", "reply")),
    "undo_many": Entry(ids=("bulk",)),
    "show_reply": Entry(ids=("reply", "interaction")),
    "cancel": Entry(ids=("reply",)),
    "retry": Entry(ids=("reply",)),
    "put_labels": Entry(body=lambda _: {"labels": [[1, "srid"]]}),
    "show_job": Entry(ids=("job",)),
    "show_photo": Entry(ids=("photo",)),
    "upload_file": Entry(ids=("chat",)),
    "show_file": Entry(ids=("file", "reply")),
    **{name: Entry() for name in ANALYTICS},
    "list_behind": Entry(
        queries={
            "their cursor": lambda names: {"list": "seen/review", "cursor": names["list"]},
            "nothing but theirs": lambda _: {"list": "nm/70000777/rating/5"},
        },
    ),
    "leave_lead": Entry(
        body=lambda _: {
            "nm": 70_000_001,
            "contact": "new@example.com",
            "consent": True,
            "client_request_id": str(uuid.UUID(int=6)),
        }
    ),
    "show_health": Entry(),
    "show_document": Entry(),
}


def routes_without_entry() -> list[str]:
    """Routes that nobody thought of."""
    return [row.name for row in ROUTES if row.name not in ENTRIES]


def call(
    browser: Browser,
    row: Route,
    names: Names,
    kind: str = "",
    other: str = "",
    **options: Any,
) -> TestResponse:
    """One good call of a route, about things of these names."""
    entry = ENTRIES[row.name]
    key = names.get(kind or (entry.ids[0] if entry.ids else ""), UNKNOWN)
    path = row.path.format(id=key, token=key, other=other or names.get("question", UNKNOWN))
    headers = dict(options.pop("headers", {}))
    if row.takes_file:
        return browser.form(path, one_file(), headers=headers)
    body = options.pop("body", entry.body(names) if entry.body else None)
    return browser.ask(row.method, path, body=body, headers=headers, **options)
