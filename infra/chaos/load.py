"""Keeps dispatch busy: approves replies and edits for as long as the chaos lasts."""

import random
import threading
import time
import uuid
from typing import Any

import httpx

from infra.chaos.ground import Ground
from infra.chaos.shop import CHANNELS, NoAnswer, Shop
from infra.local.children import ChildFailed
from infra.local.screen import say

# So many tasks run or are due soon; more would only grow the time that the end takes.
DEPTH = 24
_SOON_S = 5.0
APPROVERS = 3
_ARRIVES_WITHIN_S = 120.0
_WORDS = {
    "reviews": "Пришло быстро, но рукава коротки.",
    "questions": "Подойдёт ли на рост 180?",
    "chats": "Здравствуйте! Когда приедет мой заказ?",
}
_POLL_S = 0.25
# One in so many approvals changes an answer that is at WB already.
_EDIT_EVERY = 8
_ANSWER = "Спасибо, что рассказали! Это ответ прежних времён."


class Load:
    """Sellers' threads that share one heap of items."""

    def __init__(self, ground: Ground, shop: Shop, seed: int, items: int) -> None:
        self._ground = ground
        self._shop = shop
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self._counts = {"reviews": items // 2, "questions": items // 4, "chats": items // 4}
        self._edits = items // _EDIT_EVERY
        self._seed = seed
        self._rows: list[dict[str, Any]] = []
        self._kept: list[dict[str, Any]] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._number = 0

    def prepare(self, keep: int) -> None:
        """Buyers write, and the product reads it; some items are kept for later."""
        for kind, count in self._counts.items():
            for number in range(count):
                words = {"text": f"{_WORDS[kind]} Это обращение номер {number}."}
                self._ground.wb.post(f"/_control/{kind}", json=words).raise_for_status()
        for number in range(self._edits):
            words = {"text": f"{_WORDS['reviews']} Это отзыв номер {number}, и на него ответили."}
            made = self._ground.wb.post("/_control/reviews", json=words).raise_for_status()
            answered = f"/_control/reviews/{made.json()['id']}/answer"
            self._ground.wb.post(answered, json={"text": f"{_ANSWER} {number}"}).raise_for_status()
        waiting, answered_rows = self._await_items()
        self._rows = [row for rows in waiting.values() for row in rows]
        self._random.shuffle(self._rows)
        self._kept = [self._rows.pop() for _ in range(keep)]
        self._rows += [row | {"is_edit": True} for row in answered_rows]
        self._random.shuffle(self._rows)
        shown = ", ".join(f"{len(rows)} {one}s" for one, rows in waiting.items())
        say(f"  {shown} wait, {len(answered_rows)} answers can be edited")

    def _await_items(self) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
        """Let syncs run until everything is in the inbox: what waits, and what has an answer."""
        until = time.monotonic() + _ARRIVES_WITHIN_S
        while True:
            self._ground.queues.post("/schedules/plan-sync/run")
            waiting = {one: list(self._shop.rows(one)) for one in CHANNELS}
            answered = list(self._shop.rows("review", view="done"))
            arrived = sum(map(len, waiting.values())), len(answered)
            if arrived == (sum(self._counts.values()), self._edits):
                return waiting, answered
            if time.monotonic() > until:
                raise ChildFailed(f"the items did not arrive: see {self._ground.log}")
            time.sleep(1)

    def start(self) -> None:
        """Begin to approve."""
        self._threads = [
            threading.Thread(target=self._approve, daemon=True) for _ in range(APPROVERS)
        ]
        for thread in self._threads:
            thread.start()

    def approve_some(self, count: int) -> list[str]:
        """Approve a few of those that were kept back; their replies."""
        before = len(self._shop.approved)
        for _ in range(count):
            self._approve_next(self._kept.pop())
        return [one.reply for one in self._shop.approved[before:]]

    def stop(self) -> None:
        """End after the approvals that are under way."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def is_spent(self) -> bool:
        """Whether there is nothing left to approve."""
        return not self._rows

    def _approve(self) -> None:
        while not self._over.is_set():
            if self._is_deep():
                self._over.wait(_POLL_S)
                continue
            with self._lock:
                if not self._rows:
                    return
                row = self._rows.pop()
            self._approve_next(row)

    def _approve_next(self, row: dict[str, Any]) -> None:
        with self._lock:
            self._number += 1
            number = self._number
            key = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        text = f"Здравствуйте! Спасибо за ваше обращение №{number}, мы рады, что вы с нами."
        try:
            self._shop.approve(row, text, key, is_edit=row.get("is_edit", False))
        except NoAnswer as error:
            say(f"  ! an approval was given up: {error}")

    def _is_deep(self) -> bool:
        try:
            tasks = self._ground.queues.get("/tasks", params={"queue": "dispatch"}).json()
        except httpx.TransportError:
            return True
        soon = time.time() + _SOON_S
        return len([one for one in tasks if one["schedule"] <= soon]) >= DEPTH
