"""What became of every approval, by WB's own record and by what the API says."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from infra.chaos.shop import FINAL, Approved, Shop
from infra.chaos.trials import EDIT, WRITES

SETTLED_WITHIN_S = 300.0
_LOOKERS = 4
_PAUSE_S = 2.0
_READ_S = 120.0


@dataclass
class Verdict:
    """Counts, and sentences about each approval that went wrong."""

    states: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    duplicated: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


class Outcome:
    """The API's last word on every approval."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.shown: dict[str, dict[str, Any] | None] = {}

    def wait(self) -> float:
        """Look until everything is final or time is up; the seconds that it took."""
        started = time.monotonic()
        while True:
            open_ones = [one for one in self._shop.approved if not self._is_final(one)]
            with ThreadPoolExecutor(_LOOKERS) as lookers:
                found = lookers.map(lambda one: self._shop.look_at(one.reply), open_ones)
                self.shown |= {
                    one.reply: shown for one, shown in zip(open_ones, found, strict=True)
                }
            took = time.monotonic() - started
            if all(map(self._is_final, self._shop.approved)) or took > SETTLED_WITHIN_S:
                return took
            time.sleep(_PAUSE_S)

    def state_of(self, one: Approved) -> str:
        """Empty when the API knows no such reply."""
        shown = self.shown.get(one.reply)
        return str(shown["state"]) if shown else ""

    def _is_final(self, one: Approved) -> bool:
        return self.state_of(one) in FINAL


def judge(
    wb: httpx.Client, approved: list[Approved], state_of: Callable[[Approved], str]
) -> Verdict:
    """Nothing of this is taken from the product's logs."""
    written, visible, edited = count_writes(wb), count_visible(wb), find_edited(wb)
    verdict = Verdict()
    for one in approved:
        state = state_of(one)
        verdict.states[state or "unknown to the API"] += 1
        verdict.edits += one.is_edit
        arrived = max(written[one.text], visible[one.text])
        told = f"{one.channel} {one.reply} is {state or 'unknown'}, at WB {arrived} times"
        if arrived > 1 or (one.text in edited and not one.is_edit):
            verdict.duplicated.append(told)
        if state == "" or _contradicts(state, arrived):
            verdict.lost.append(told)
        if state and state not in FINAL:
            verdict.stuck.append(told)
    # Whoever gave up waiting for the API's yes must not find the words twice either.
    unknown = (written | visible).keys() - {one.text for one in approved}
    verdict.duplicated += [
        f"a text without a yes is at WB {written[text]} times"
        for text in sorted(unknown)
        if max(written[text], visible[text]) > 1
    ]
    return verdict


def _contradicts(state: str, arrived: int) -> bool:
    """Said to be there and is not, or said not to be there and is; a person's case is neither.

    No answer of somebody else's and no refusal is part of this chaos, so neither may be claimed.
    """
    if state == "confirmed":
        return not arrived
    return state in ("answered_elsewhere", "cancelled", "failed")


def count_writes(wb: httpx.Client) -> Counter[str]:
    """Writes that WB has let take effect, by their text."""
    calls = [
        call
        for operation in (*WRITES, EDIT)
        for call in wb.get(
            "/_control/calls", params={"operation": operation}, timeout=_READ_S
        ).json()["calls"]
    ]
    return Counter(read_text(call["body"]) for call in calls if call["took_effect"])


def read_text(body: dict[str, Any]) -> str:
    """The words in a write of any of the three kinds."""
    if "form" in body:
        return str(body["form"].get("message", ""))
    content = body["json"] or {}
    return str(content.get("text") or (content.get("answer") or {}).get("text") or "")


def count_visible(wb: httpx.Client) -> Counter[str]:
    """What a buyer sees at WB in the end."""
    texts: list[str] = []
    for kind in ("reviews", "questions"):
        items = wb.get(f"/_control/{kind}", timeout=_READ_S).json()
        texts += [item["answer"]["text"] for item in items if item["answer"]]
    for chat in wb.get("/_control/chats", timeout=_READ_S).json():
        texts += list(_words_of(chat["events"]))
    return Counter(texts)


def find_edited(wb: httpx.Client) -> set[str]:
    """Answers whose one edit in sixty days is spent: a second write that nobody saw as one."""
    reviews = wb.get("/_control/reviews", timeout=_READ_S).json()
    return {
        one["answer"]["text"] for one in reviews if one["answer"] and not one["answer"]["editable"]
    }


def _words_of(events: Iterable[dict[str, Any]]) -> Iterable[str]:
    for event in events:
        if event.get("sender") == "seller":
            yield str((event.get("message") or {}).get("text", ""))
