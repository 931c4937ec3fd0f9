"""Drafts by a model: named as such, given no personal data, and replaced when it fails."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Response

from infra.local.driver import RunningStack, start_stack
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS
from tests.llm_endpoint import KEY, LLMEndpoint, serve_llm, suggestion

pytestmark = pytest.mark.stack
MODEL = "small-model"
WORDS = "Здравствуйте! Спасибо, что написали нам. Мы передали ваши слова коллегам."
# Nobody generated has this name, so a hit could come from nowhere else.
BUYER = "Аделаида"
CONTACTS = ("adelaide@example.com", "+7 999 123-45-67")
COMPLAINT = f"Пришёл не тот цвет, напишите мне на {CONTACTS[0]} или позвоните {CONTACTS[1]}"


@pytest.fixture(scope="module")
def llm() -> Iterator[LLMEndpoint]:
    with serve_llm(lambda _: suggestion(WORDS)) as running:
        yield running


@pytest.fixture(scope="module")
def stack(folder: Path, llm: LLMEndpoint) -> Iterator[RunningStack]:
    env = {"LLM_BASE_URL": llm.url, "LLM_API_KEY": KEY, "LLM_MODEL": MODEL}
    running = start_stack(folder / "data", next(PORT_ROWS), "--store=embedded", env=env)
    yield running
    running.stop()


def drafted(seller: Seller) -> dict[str, Any] | None:
    ready = [row for row in seller.rows("attention", channel="review") if row["draft_ready"]]
    return seller.get(f"/interactions/{ready[0]['id']}") if ready else None


def draft_by(seller: Seller, item: dict[str, Any], method: str) -> dict[str, Any] | None:
    draft = seller.get(f"/interactions/{item['row']['id']}")["draft"]
    return draft if draft and draft["method"] == method else None


def redraft(seller: Seller, item: dict[str, Any]) -> None:
    path = f"/api/interactions/{item['row']['id']}/draft"
    answer = seller.http.post(path, json={"regenerate": True})
    assert answer.status_code in (200, 202), answer.text


def write_to(seller: Seller, path: str, **body: Any) -> None:
    seller.wb.post(f"/_control/{path}", json=body).raise_for_status()


def read_from(seller: Seller, path: str) -> Any:
    return seller.wb.get(f"/_control/{path}").raise_for_status().json()


def test_a_model_writes_drafts_and_is_named(seller: Seller) -> None:
    item = wait_for(lambda: drafted(seller))

    assert item["draft"]["text"].startswith(WORDS)
    assert (item["draft"]["method"], item["draft"]["model"]) == ("llm", MODEL)


def test_neither_names_nor_contacts_nor_keys_reach_the_model(
    seller: Seller, llm: LLMEndpoint
) -> None:
    write_to(seller, "reviews", userName=BUYER, text=COMPLAINT, productValuation=2)
    write_to(seller, "chats", clientName=BUYER, text=COMPLAINT)
    seller.sync_now()

    def prompts() -> str:
        return "\n".join(json.dumps(body, ensure_ascii=False) for body in llm.asked)

    wait_for(lambda: prompts().count("Пришёл не тот цвет") >= 2)
    sent = prompts()

    buyers = {row["buyer"] for row in seller.rows("all")} - {""}
    assert BUYER in buyers
    assert len(buyers) > 10
    assert not {name for name in buyers if re.search(rf"\b{re.escape(name)}\b", sent)}
    assert not [contact for contact in CONTACTS if contact in sent]
    assert not re.search(r"eyJ[\w-]{10,}", sent)
    signs = {chat["replySign"] for chat in read_from(seller, "chats")}
    assert signs
    assert not {sign for sign in signs if sign in sent}


def redrafted_by_model(seller: Seller, item: dict) -> dict | None:
    """A model that failed three times in a row rests for a minute: ask again until it is back."""
    redraft(seller, item)
    time.sleep(5)
    return draft_by(seller, item, "llm")


def test_while_the_model_fails_templates_stand_in_and_say_so(
    seller: Seller, llm: LLMEndpoint
) -> None:
    item = wait_for(lambda: drafted(seller))

    llm.answer = lambda _: Response("no", status=500)
    redraft(seller, item)
    stand_in = wait_for(lambda: draft_by(seller, item, "template"))
    llm.answer = lambda _: suggestion(WORDS)
    again = wait_for(lambda: redrafted_by_model(seller, item), within_s=100)

    assert stand_in["text"]
    assert not stand_in["model"]
    assert WORDS not in stand_in["text"]
    assert again["model"] == MODEL
