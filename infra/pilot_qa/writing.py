"""Steps that write: drafts and checks, which nobody outside sees, and a live reply if asked."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from infra.pilot_qa.reading import first_rows
from infra.pilot_qa.visitor import Skipped, Visitor, Wrong, wait_until

_DRAFT_S, _PROOF_S = 60.0, 180.0
_OK, _ACCEPTED = 200, 202
_FORBIDDEN = "Позвоните нам по номеру +7 900 123-45-67, вернём деньги на карту за пять звёзд"
_SETTLED = frozenset({"confirmed", "answered_elsewhere", "attention", "failed", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A live reply needs all three words and its items by name, of which there are few."""

    send: bool = False
    confirm: bool = False
    public: bool = False
    items: Sequence[str] = ()
    most: int = 1

    @property
    def lacks(self) -> list[str]:
        """What is missing, where anything was given."""
        words = {"--send": self.send, "--confirm": self.confirm, "--allow-public": self.public}
        words["--item"] = bool(self.items)
        return (
            []
            if not any(words.values())
            else [name for name, is_there in words.items() if not is_there]
        )

    @property
    def given(self) -> bool:
        """Whether anything may be sent."""
        return self.send and self.confirm and self.public and bool(self.items)


def check_drafts(visitor: Visitor) -> str:
    """Each channel gets a draft that says where it comes from and may be sent."""
    methods = [_draft_of(visitor, row["id"])["method"] for row in first_rows(visitor).values()]
    return f"{len(methods)} drafts: {', '.join(sorted(set(methods)))}"


def _draft_of(visitor: Visitor, item: str) -> dict[str, Any]:
    answer = visitor.post(f"/interactions/{item}/draft", {})
    if answer.status_code not in (_OK, _ACCEPTED):
        raise Wrong(f"a draft is answered {answer.status_code}")
    draft: dict[str, Any] = wait_until(
        lambda: visitor.get(f"/interactions/{item}")["draft"],
        _DRAFT_S,
        f"no draft came within {_DRAFT_S:.0f} s",
    )
    if not draft["text"].strip() or any(one["severity"] == "block" for one in draft["findings"]):
        raise Wrong("a draft is empty, or our own rules forbid it")
    return draft


def check_guardrails(visitor: Visitor) -> str:
    """What must never be sent is refused, in every channel that has an item."""
    rows = first_rows(visitor)
    for channel, row in rows.items():
        body = {"interaction_id": row["id"], "text": _FORBIDDEN}
        answer = visitor.post("/checks", body)
        if answer.status_code != _OK:
            raise Wrong(f"a check is answered {answer.status_code}")
        if not any(found["severity"] == "block" for found in answer.json()["findings"]):
            raise Wrong(f"a phone number and a bribe pass in {channel}")
    return f"refused in {len(rows)} channels"


def send_live(visitor: Visitor, permission: Permission) -> str:
    """Approve the draft of each named item and wait until WB shows it."""
    if not permission.given:
        raise Skipped("not asked for")
    named = list(dict.fromkeys(permission.items))
    if len(named) > permission.most:
        raise Wrong(f"{len(named)} items are named, {permission.most} may be answered")
    for item in named:
        _answer(visitor, item)
    return f"{len(named)} confirmed by WB"


def _answer(visitor: Visitor, name: str) -> None:
    draft = _draft_of(visitor, name)
    item = visitor.get(f"/interactions/{name}")
    if not item["can"]["replies"]:
        raise Wrong("a named item cannot be answered")
    if draft["findings"]:
        rules = ", ".join(sorted({found["rule"] for found in draft["findings"]}))
        raise Wrong(f"a draft has findings that a person must read first: {rules}")
    text = draft["text"]
    body = {
        "text": text,
        "text_hash": sha256(text.encode()).hexdigest(),
        "revision": item["row"]["revision"],
        "client_request_id": str(uuid.uuid4()),
        "draft_id": draft["id"],
        # A warning that comes only now is refused: nobody here has read it.
        "confirm": False,
    }
    answer = visitor.post(f"/interactions/{name}/reply", body)
    if answer.status_code != _ACCEPTED:
        raise Wrong(f"an approval is answered {answer.status_code}")
    reply = answer.json()["id"]
    state = wait_until(
        lambda: _settled(visitor, reply), _PROOF_S, f"reply {reply} was not proved in time"
    )
    if state != "confirmed":
        raise Wrong(f"reply {reply} ended as {state}")


def _settled(visitor: Visitor, reply: str) -> str:
    state: str = visitor.get(f"/replies/{reply}")["state"]
    return state if state in _SETTLED else ""
