"""The crash points C1 to C17, each brought about on purpose and proved to have been passed."""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from infra.chaos.ground import Ground
from infra.chaos.killer import Killer, wait_stopped
from infra.chaos.ledger import born_at
from infra.chaos.relay import Cut, Relay, client_ports
from infra.chaos.shop import NoAnswer, Shop
from shared.usecases.crash_points import CrashPoint

WRITES = (
    "POST /api/v1/feedbacks/answer",
    "PATCH /api/v1/questions",
    "POST /api/v1/seller/message",
)
EDIT = "PATCH /api/v1/feedbacks/answer"
# Longer than our client waits for WB's answer, so that WB does the work after we have hung up.
LATE_S = 17
GRACE_S = 3.0
_PASSED_WITHIN_S = 25.0
_POLL_S = 0.01
# By the product's clock.
_DELAY = 120.0
_PAUSE_SLACK_S = 1.0
# Nobody but the sleeper has a claim in these; the API knows nothing in an outage.
_NOT_TAKEN = ("sending", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A process that stands at a point, and for which reply."""

    point: CrashPoint
    function: str
    pid: int
    reply: str


class Trials:
    """Each crash point as a method that says whether it was passed."""

    def __init__(self, ground: Ground, shop: Shop, killer: Killer, seed: int) -> None:
        self._ground = ground
        self._shop = shop
        self._killer = killer
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self.passed: Counter[str] = Counter()
        self._kills_at = {
            "C1": CrashPoint.APPROVE_BEFORE,
            "C3": CrashPoint.APPROVE_AFTER,
            "C5": CrashPoint.PREPARE_AFTER,
            "C7": CrashPoint.CLAIM_AFTER,
            "C10": CrashPoint.POST_AFTER,
            "C11": CrashPoint.OUTCOME_AFTER,
            "C12": CrashPoint.LOOK_AFTER,
            "C13": CrashPoint.SETTLE_AFTER,
        }
        self._others: dict[str, Callable[[], bool]] = {
            "C2": self._lose_approval,
            "C4": self._deliver_twice,
            "C6": self._lose_claim,
            "C8": self._lose_sending,
            "C9": self._send_late,
            "C14": self._wake_after_takeover,
            "C16": self._revoke_token,
            "C17": self._terminate,
        }

    def bring_about(self, name: str) -> bool:
        """Try once; what was passed is counted."""
        point = self._kills_at.get(name)
        try:
            done = self._kill_at(point, name) if point else self._others[name]()
        except NoAnswer:
            done = False
        self.passed[name] += int(done)
        return done

    def _kill_at(self, point: CrashPoint, name: str) -> bool:
        frozen = self._freeze(point)
        if frozen is None or not self._killer.kill(frozen.function, frozen.pid):
            return False
        return name != "C13" or self._state_of(frozen.reply) == "confirmed"

    def _lose_approval(self) -> bool:
        """C2: the approval is stored, its answer is not heard; the same key asks again."""
        cut = Cut(pattern="POST /api/interactions/[^ ]+/reply ")
        return self._lose(self._ground.before_api, cut) and " 202 " in cut.answer

    def _deliver_twice(self) -> bool:
        """C4: the queue is two minutes late, and then delivers tasks again that have been done."""
        if not self._delay():
            return False
        before = self._duplicate(on=True)
        until = time.monotonic() + _PASSED_WITHIN_S
        while (after := self._duplicate(on=True)) < before + 3 and time.monotonic() < until:
            time.sleep(0.2)
        self._duplicate(on=False)
        return after > before

    def _delay(self) -> bool:
        """Whether a task was due two minutes ago and waits still."""
        late = self._ground.seconds(_DELAY)
        self._switch_queue("pause")
        time.sleep(late)
        due = [task["schedule"] for task in self._tasks() if not task["running"]]
        self._switch_queue("resume")
        return bool(due) and min(due) <= time.time() - late + _PAUSE_SLACK_S

    def _lose_claim(self) -> bool:
        """C6: the claim is stored, and the worker's connection to the store dies before it hears.

        The reply's name for the attempt is in the store, so the process sends, or leaves it.
        """
        frozen = self._freeze(CrashPoint.CLAIM_BEFORE)
        if frozen is None:
            return False
        cut = self._ground.before_store.lose(Cut(ports=client_ports(frozen.pid)))
        self._killer.wake(frozen.pid)
        return self._heard(self._ground.before_store, cut)

    def _lose_sending(self) -> bool:
        """C8: WB has taken the answer, and we do not hear so."""
        write = self._random.choice(WRITES)
        cut = Cut(pattern=f"{write}[ ?]")
        return self._lose(self._ground.before_wb, cut) and " 2" in cut.answer

    def _send_late(self) -> bool:
        """C9: WB does the work after we have given up waiting."""
        wb = self._ground.wb
        since = wb.get("/_control/calls", params={"since": 10**9}).json()["last"]
        fault = {"kind": "slow", "seconds": LATE_S, "count": 1}
        fault_id = wb.post(
            "/_control/faults", json={**fault, "operation": self._random.choice(WRITES)}
        ).json()["id"]
        until = time.monotonic() + _PASSED_WITHIN_S + LATE_S
        late: list[Any] = []
        while not late and time.monotonic() < until:
            time.sleep(0.5)
            calls = wb.get("/_control/calls", params={"since": since}).json()["calls"]
            late = [one for one in calls if "slow" in one["faults"] and one["took_effect"]]
        wb.delete(f"/_control/faults/{fault_id}")
        return bool(late)

    def _wake_after_takeover(self) -> bool:
        """C14: a worker sleeps on its claim until another one has looked, and wakes as a zombie."""
        frozen = self._freeze(CrashPoint.CLAIM_AFTER)
        if frozen is None:
            return False
        until = time.monotonic() + self._ground.seconds(60) + 40
        while (state := self._state_of(frozen.reply)) in _NOT_TAKEN and time.monotonic() < until:
            time.sleep(0.5)
        self._killer.toll.zombies += 1
        self._killer.wake(frozen.pid)
        return state not in _NOT_TAKEN

    def _revoke_token(self) -> bool:
        """C16: the token dies between claim and sending; the seller connects with a new one."""
        frozen = self._freeze(CrashPoint.CLAIM_AFTER)
        if frozen is None:
            return False
        body = {"text": self._shop.token, "token": self._shop.token}
        self._ground.wb.post("/_control/token/revoke", json=body).raise_for_status()
        self._killer.wake(frozen.pid)
        until = time.monotonic() + 10
        while (state := self._state_of(frozen.reply)) != "blocked" and time.monotonic() < until:
            time.sleep(0.1)
        self._shop.connect()
        return state == "blocked"

    def _terminate(self) -> bool:
        """C17: a new version is deployed in the middle of a task."""
        points = (CrashPoint.PREPARE_AFTER, CrashPoint.CLAIM_AFTER, CrashPoint.POST_AFTER)
        frozen = self._freeze(self._random.choice(points))
        if frozen is None:
            return False
        born = born_at(frozen.pid)
        os.kill(frozen.pid, signal.SIGTERM)
        os.kill(frozen.pid, signal.SIGCONT)
        until = time.monotonic() + GRACE_S
        while born_at(frozen.pid) == born and time.monotonic() < until:
            time.sleep(0.05)
        if born_at(frozen.pid) == born:
            os.kill(frozen.pid, signal.SIGKILL)
        return True

    def _freeze(self, point: CrashPoint) -> Frozen | None:
        """Arm a point and wait until somebody stands at it."""
        armed = self._ground.points / point
        armed.touch()
        until = time.monotonic() + _PASSED_WITHIN_S
        while not (taken := list(self._ground.points.glob(f"{point}@*"))):
            if time.monotonic() > until:
                armed.unlink(missing_ok=True)
                taken = list(self._ground.points.glob(f"{point}@*"))
                if not taken:
                    return None
                break
            time.sleep(_POLL_S)
        pid = int(taken[0].name.rpartition("@")[2])
        self._killer.hold(pid)
        taken[0].unlink()
        reply = self._find_line(point, pid) if wait_stopped(pid) else ""
        if not reply:
            # Somebody else's kill came first: then nobody can say that the point was passed.
            self._killer.wake(pid)
            return None
        function = "inbox_api" if point.startswith("approve.") else "dispatch_reply"
        return Frozen(point=point, function=function, pid=pid, reply=reply)

    def _find_line(self, point: CrashPoint, pid: int) -> str:
        """The function's own log says that it has passed, and for which reply."""
        for line in reversed(self._ground.log.read_text(errors="replace").splitlines()[-2000:]):
            if '"point.passed"' in line:
                said = json.loads(line)
                if said["point"] == point and said["pid"] == pid:
                    return str(said["reply"])
        return ""

    def _lose(self, relay: Relay, cut: Cut) -> bool:
        relay.lose(cut)
        return self._heard(relay, cut)

    def _heard(self, relay: Relay, cut: Cut) -> bool:
        if cut.done.wait(_PASSED_WITHIN_S):
            return True
        relay.forget(cut)
        return False

    def _state_of(self, reply: str) -> str:
        shown = self._shop.look_at(reply)
        return str(shown["state"]) if shown else ""

    def _tasks(self) -> list[dict[str, Any]]:
        try:
            shown = self._ground.queues.get("/tasks", params={"queue": "dispatch"})
        except httpx.TransportError:
            return []
        tasks: list[dict[str, Any]] = shown.json()
        return tasks

    def _switch_queue(self, action: str) -> None:
        with suppress(httpx.TransportError):
            self._ground.queues.post(f"/queues/dispatch/{action}")

    def _duplicate(self, *, on: bool) -> int:
        try:
            answer = self._ground.queues.post("/duplicate", json={"on": on})
        except httpx.TransportError:
            return 0
        return int(answer.json()["duplicated"])
