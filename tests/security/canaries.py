"""Twelve words that are put in everywhere, and the places where none of them may come out."""

import io
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.test import TestResponse

from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.vault import SealedVault
from shared.domain.drafts.prompts import build_prompt
from shared.domain.interaction import Interaction
from shared.ports import Query
from tests.builders import make_chat, make_item
from tests.functions.api import PASSWORD, Browser, World, make_world
from tests.functions.broken_stores import BrokenStores
from tests.functions.test_inbox_api_uploads import PDF, upload
from tests.security.ground import documents_of, reply_body

WORDS: Mapping[str, str] = {
    "email": "zyablik1mail",
    "name": "Зяблик2имя",
    "password": "zyablik3-parol",
    "buyer_name": "Зяблик4покупатель",
    "buyer_text": "Зяблик5отзыв",
    "chat_text": "Зяблик6чат",
    "note": "Зяблик7заметка",
    "reply": "Зяблик8ответ",
    "file_name": "Зяблик9файл",
    "wb_token": "zyablik10token",
    "header": "zyablik11header",
    "exception": "zyablik12exception",
}
_SECRETS = ("password", "wb_token", "header", "exception")


@dataclass(frozen=True)
class Hit:
    """A canary where none may be."""

    place: str
    word: str


def find_canaries() -> tuple[int, list[Hit]]:
    """Put them in, look everywhere; how many places were searched, and what was found there."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        places = _gather()
    places["logs"] = (printed.getvalue(), tuple(WORDS))
    assert places["logs"][0].count("api.request") > 20
    hits = [
        Hit(place, name)
        for place, (text, forbidden) in places.items()
        for name in forbidden
        if WORDS[name] in text
    ]
    return len(places), hits


def _gather() -> dict[str, tuple[str, tuple[str, ...]]]:
    world = _make_world()
    seller = _open_account(world)
    items = _use_everything(world, seller)
    stranger = world.seller("other@example.com", "Другая")
    errors = [_faces(answer) for answer in _provoke(world, seller)]
    foreign = [
        _faces(stranger.get(path))
        for item in items
        for path in (f"/interactions/{item.id}", "/inbox", "/inbox/changes", "/audit", "/sync/runs")
    ]
    own = [_faces(seller.get(path)) for path in ("/auth/me", "/inbox", "/audit", "/auth/sessions")]
    everything = tuple(WORDS)
    return {
        "errors": (str(errors), everything),
        "answers to another seller": (str(foreign), everything),
        "answers to the seller": (str(own), _SECRETS),
        "task bodies": (str(world.queue.waiting), everything),
        "the store": (str(documents_of(world)), _SECRETS),
        "prompts": (str(_prompts(world, seller)), _unlisted("buyer_text", "chat_text")),
        "ids": (str(list(documents_of(world))), everything),
    }


def _unlisted(*allowed: str) -> tuple[str, ...]:
    return tuple(name for name in WORDS if name not in allowed)


def _make_world() -> World:
    world = make_world()
    vault = SealedVault(world.counting, LocalKeys([b"k" * 32]))
    world.outside = replace(world.outside, vault=vault)
    return world


def _open_account(world: World) -> Browser:
    email = f"{WORDS['email']}@example.com"
    password = f"{WORDS['password']}-2026"
    seller = world.visitor()
    body = {"email": email, "password": password, "name": WORDS["name"]}
    answer = seller.post("/auth/register", body)
    assert answer.status_code == 201, answer.text
    seller.seller = answer.get_json()["seller"]["id"]
    token = world.marketplaces.issue_token("sid-1")
    assert seller.ask("PUT", "/cabinet", body={"wb_token": token}).status_code == 200
    seller.ask("PUT", "/cabinet", body={"wb_token": WORDS["wb_token"] * 4})
    assert token not in str(documents_of(world))
    return seller


def _use_everything(world: World, seller: Browser) -> list[Interaction]:
    text = f"Хорошо, {WORDS['buyer_text']}"
    review = make_item(text=text, buyer_name=WORDS["buyer_name"])
    chat = make_chat(text=f"Где заказ, {WORDS['chat_text']}?")
    world.put(seller.seller, review, chat)
    page = f"/interactions/{review.id}"
    for answer in (
        seller.ask("PATCH", page, body={"note": WORDS["note"]}),
        seller.post(f"{page}/reply", reply_body(f"Спасибо за отзыв! {WORDS['reply']}")),
        seller.post("/checks", {"interaction_id": review.id, "text": WORDS["reply"]}),
        upload(seller, chat.id, (PDF,), f"{WORDS['file_name']}.pdf", {}),
        seller.get("/inbox", q=WORDS["buyer_text"]),
        seller.get(page),
    ):
        assert answer.status_code < 300, answer.text
    return [review, chat]


def _provoke(world: World, seller: Browser) -> list[TestResponse]:
    """Refusals and crashes of every kind, with the words in all that a request has."""
    word = WORDS["header"]
    headers = {
        "User-Agent": word,
        "Referer": f"https://{word}.example",
        "X-Cloud-Trace-Context": word,
        "Accept-Language": word,
        "Authorization": f"Bearer {word}",
    }
    broken = world.visitor(
        outside=replace(world.outside, stores=BrokenStores(KeyError(WORDS["exception"])))
    )
    broken.client.set_cookie("__Host-session", seller.token, domain="localhost", secure=True)
    email = f"{WORDS['email']}@example.com"
    wrong: dict[str, Any] = {"email": email, "password": f"{WORDS['password']}-wrong"}
    return [
        broken.get("/auth/me", headers=headers),
        broken.ask("PUT", "/cabinet", body={"wb_token": WORDS["wb_token"] * 4}),
        world.visitor().get("/auth/me", headers=headers),
        world.visitor().post("/auth/login", wrong),
        seller.post("/auth/password", {"current": wrong["password"], "new": wrong["password"]}),
        seller.get("/inbox", cursor=word),
        seller.get(f"/interactions/{word}"),
        seller.get(f"/photos/{word}"),
        seller.get(f"/{word}", headers=headers),
        seller.post("/checks", {"interaction_id": word, "text": word}),
        seller.ask("PUT", "/cabinet", body={"wb_token": WORDS["wb_token"] * 4}),
        world.visitor().post(
            "/auth/register", {"email": email, "password": PASSWORD, "name": WORDS["name"]}
        ),
    ]


def _prompts(world: World, seller: Browser) -> list[str]:
    store = world.counting.of_seller(seller.seller)
    items = [found.value for found in store.find(Query(kind=Interaction))]
    return [str(build_prompt(item, [], None)) for item in items]


def _faces(answer: TestResponse) -> str:
    return answer.get_data(as_text=True) + str(answer.headers)
