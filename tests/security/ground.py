"""Two sellers side by side; everything the first one owns carries words that nobody else may see.

Answers go through the same browsers as all tests of the API, so each is held against the document.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from shared.domain.automatic.journal import Noted, new_entry
from shared.domain.automatic.ruling import Outcome, Ruling
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel, Interaction, Product
from shared.entrypoint.api.pace import Pace
from shared.entrypoint.api.routes import ROUTES
from shared.entrypoint.api.routing import Route
from shared.entrypoint.api.signing import PHOTO_PURPOSE, sign_token
from shared.ports import Create
from tests.automatic import RULES_ALONE
from tests.builders import make_chat, make_item
from tests.functions.api import ORIGIN, Browser, World, make_world
from tests.functions.test_inbox_api_uploads import PDF, upload

TEXT = "Спасибо за отзыв, рады, что вам понравилось!"
UNKNOWN = "x" * 26
OWNER = "kanarejka7@example.com"
STRANGER = "other@example.com"
# Whatever of these a stranger reads belongs to the owner.
CANARIES = ("КАНАРЕЙКА7", "kanarejka7", "Kanarejka7")
STRANGERS_OWN = "ЧУЖАК5"
PRODUCT = Product(nm_id=70_000_777, name="КАНАРЕЙКА7 чехол", subject="КАНАРЕЙКА7")
PICTURE = "https://basket-01.wbbasket.ru/vol700/part70000/70000777/images/big/1.webp"


@dataclass
class Ground:
    """The world, both browsers, and what the owner's things are called."""

    world: World
    owner: Browser
    stranger: Browser
    foreign: dict[str, str]
    own: dict[str, str] = field(default_factory=dict)

    def snapshot(self) -> Mapping[tuple[str, ...], Any]:
        """Every stored document but what counts guesses and visits."""
        return documents_of(self.world)


def documents_of(world: World) -> Mapping[tuple[str, ...], Any]:
    """All documents of all sellers, as the store keeps them."""
    shelves = world.counting._stores._embedded._shelves  # type: ignore[attr-defined]
    return {
        path: found.data
        for path, found in shelves._documents.items()
        if path[0] != "login_throttle"
    }


def make_ground(**changes: Any) -> Ground:
    """Both sellers with a cabinet, items of every channel, a reply, a file and a job."""
    # Attackers here come by the thousand, to be refused for what they ask, not for how often.
    world = make_world(**{"pace": Pace(most=10**9)} | changes)
    owner = world.seller(OWNER, "КАНАРЕЙКА7")
    stranger = world.seller(STRANGER, STRANGERS_OWN)
    foreign = furnish(world, owner, "КАНАРЕЙКА7", "sid-1")
    own = furnish(world, stranger, STRANGERS_OWN, "sid-2")
    world.bill().clear()
    return Ground(world, owner, stranger, foreign, own)


_SPARE: list[tuple[Ground, Any]] = []


def take_ground() -> Ground:
    """A ground as `make_ground` makes it; one that an attack has left untouched serves again."""
    if _SPARE:
        spare, before = _SPARE.pop()
        if _state_of(spare) == before:
            _SPARE.append((spare, before))
            return spare
    made = make_ground()
    _SPARE.append((made, _state_of(made)))
    return made


def _state_of(ground: Ground) -> Any:
    world, browsers = ground.world, (ground.owner, ground.stranger)
    cookies = [one.client.get_cookie("__Host-session", "localhost") for one in browsers]
    shelves = world.counting._stores._embedded._shelves  # type: ignore[attr-defined]
    stored = {path: found.version for path, found in shelves._documents.items()}
    return stored, world.clock.now(), world.queue.waiting, [one and one.value for one in cookies]


def furnish(world: World, browser: Browser, word: str, sid: str) -> dict[str, str]:
    """Give a seller things, and tell their names."""
    token = world.marketplaces.issue_token(sid)
    world.marketplaces.add_cabinet(sid).open_chat(f"{sid}:c1", text="Как собрать?")
    assert browser.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200
    # A seller has one full sync, whose name is the same for all; so the stranger has none.
    job = browser.post("/sync", {"full": True}).get_json()["job"] if sid == "sid-1" else UNKNOWN
    product = PRODUCT if sid == "sid-1" else Product(nm_id=70_000_001, name="Чехол", subject="")
    review, other = (
        make_item(external_id=f"{sid}-{n}", text=f"Всё хорошо, {word}", product=product)
        for n in (1, 2)
    )
    question = make_item(Channel.QUESTION, f"{sid}-q", text=f"{word}?", product=product)
    chat = make_chat(f"{sid}:c1", text=f"Где заказ, {word}?")
    world.put(browser.seller, review, other, question, chat)
    answer = browser.post(f"/interactions/{review.id}/reply", reply_body())
    assert answer.status_code == 202, answer.text
    file = upload(browser, chat.id, (PDF,), f"{word}.pdf", {})
    assert file.status_code == 201, file.text
    save_profile(browser, word)
    report, entry = _automate(world, browser, other, word, seed=int(sid[-1]))
    return {
        "template": _write(browser, other, word),
        "bulk": _begin_bulk(browser, other, int(sid[-1])),
        "report": report,
        "entry": entry,
        "interaction": other.id,
        "answered": review.id,
        "question": question.id,
        "chat": chat.id,
        "reply": answer.get_json()["id"],
        "job": job,
        "file": file.get_json()["id"],
        "session": browser.get("/auth/sessions").get_json()["items"][0]["id"],
        "photo": sign_token(
            PICTURE,
            key=world.outside.cursor_keys[0],
            seller=browser.seller,
            purpose=PHOTO_PURPOSE,
        ),
        "list": browser.get("/inbox", limit=1).get_json()["next_cursor"],
        "since": browser.get("/inbox").get_json()["since"],
        "audit": browser.get("/audit", limit=1).get_json()["next_cursor"] or "",
        "cookie": browser.token,
        "seller": browser.seller,
        "wb_token": token,
        "request": str(REQUEST),
    }


def _write(browser: Browser, item: Interaction, word: str) -> str:
    """Words in the making, and a template, whose id tells nobody's name."""
    words = {"text": f"{TEXT} {word}", "revision": 0}
    saved = browser.ask("PUT", f"/interactions/{item.id}/composer", body=words)
    assert saved.status_code == 200, saved.text
    template = {"title": word, "text": f"{TEXT} {{имя}}", "client_request_id": str(uuid.uuid4())}
    made = browser.post("/templates", template)
    assert made.status_code == 201, made.text
    return str(made.get_json()["template"]["id"])


def _automate(
    world: World, browser: Browser, item: Interaction, word: str, *, seed: int
) -> tuple[str, str]:
    """A report on rules, and a line of the journal."""
    asked = browser.post("/auto-response/backtest", {"policy": RULES_ALONE, "seed": seed})
    assert asked.status_code == 202, asked.text
    ruling = Ruling(outcome=Outcome.HOLD, rule="review.thanks", text=word, reasons=("sample",))
    entry = new_entry(item, ruling, Noted.HELD, "", world.clock.now())
    world.counting.of_seller(browser.seller).commit([Create(entry)])
    return asked.get_json()["id"], entry.id


def _begin_bulk(browser: Browser, item: Interaction, number: int) -> str:
    """A deed on an item that is still to be done."""
    body = {
        "action": "close",
        "items": [[item.id, 1, ""]],
        "client_request_id": str(uuid.UUID(int=100 + number)),
    }
    begun = browser.post("/bulk/apply", body)
    assert begun.status_code == 202, begun.text
    return str(begun.get_json()["id"])


REQUEST = uuid.UUID(int=7)


def reply_body(text: str = TEXT, **changes: Any) -> dict[str, Any]:
    """An approval of this text."""
    return {
        "text": text,
        "text_hash": hash_text(text),
        "revision": 1,
        "client_request_id": str(REQUEST),
        **changes,
    }


def save_profile(browser: Browser, word: str) -> None:
    tag = browser.get("/settings/profile").headers["ETag"]
    body = {"name": word, "signature": f"С уважением, {word}"}
    saved = browser.ask("PUT", "/settings/profile", body=body, headers={"If-Match": tag})
    assert saved.status_code == 200, saved.text


def assert_nothing_foreign(answer: TestResponse) -> None:
    """No word of the owner's is in the body or in a header."""
    said = answer.get_data(as_text=True) + str(answer.headers)
    assert not [word for word in CANARIES if word in said], said[:500]


def assert_same(answer: TestResponse, other: TestResponse) -> None:
    """Two answers that nobody can tell apart, but for their trace."""
    assert _face(answer) == _face(other)


def _face(answer: TestResponse) -> tuple[int, Any, list[tuple[str, str]]]:
    body = answer.get_json(silent=True)
    if isinstance(body, dict):
        body.pop("trace_id", None)
    return answer.status_code, body, sorted(answer.headers.items())


def as_json(kind: str = "application/json") -> dict[str, str | None]:
    """What the app's own page sends along with a body."""
    return {"Origin": ORIGIN, "X-Requested-With": "inbox", "Content-Type": kind}


@cache
def route_of(name: str) -> Route:
    return next(row for row in ROUTES if row.name == name)


def one_file() -> MultiDict[str, Any]:
    from io import BytesIO

    return MultiDict({"file": FileStorage(BytesIO(PDF), filename="a.pdf")})
