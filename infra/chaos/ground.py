"""The real local stack for one run, with a relay before each server whose answers may get lost."""

import os
import shutil
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.chaos.relay import Relay
from infra.local.children import Child, ChildFailed, python_module, revive_dead
from infra.local.data import DataFolder
from infra.local.emulator_search import Missing, find_emulator
from infra.local.environment import WB_ADDRESSES
from infra.local.firestore import FirestoreEmulator
from infra.local.ports import HOST, Ports
from infra.local.screen import progress, say
from infra.local.stack import ROOT, Plan, Stack

FOLDER = ROOT / "build" / "chaos"
WORKERS = {"dispatch_reply": 4, "inbox_api": 2, "ingest_items": 2}
# By the product's clock: longer than any pause here, shorter than a person's fifteen minutes.
QUIET_S = 180
MODERATION = (
    *("--set", "moderation_seconds=40"),
    *("--set", "answer_visible_seconds=10"),
    *("--set", "question_visible_seconds=10"),
)
_FIRST_ROW, _LAST_ROW, _ROW = 24000, 28000, 20
_EMULATOR_PORT = 19
_NEVER_S = 86400.0


@dataclass
class ChaosStack(Stack):
    """The stack of `make dev` with functions that are back at once after a kill."""

    def functions(self, env: dict[str, str]) -> list[Child]:
        """One loader that forks every function's server, and one address for all."""
        workers = [f"--workers={name}={number}" for name, number in WORKERS.items()]
        command = python_module(
            "infra.chaos.pool",
            *("--first-port", str(self.plan.ports.function(0))),
            *("--ledger", str(FOLDER / "ledger"), *workers),
        )
        health = f"http://{HOST}:{self.plan.ports.function(0)}/api/health"
        return [self.child("pool", command, health, env), self.router()]


class Ground:
    """Where everything of one run stands."""

    def __init__(self, speed: float, seed: int) -> None:
        self.speed = speed
        self.strangers: list[str] = []
        self.points = FOLDER / "points"
        self.ledger = FOLDER / "ledger"
        self._row = _free_row()
        shutil.rmtree(FOLDER, ignore_errors=True)
        for folder in (self.points, self.ledger):
            folder.mkdir(parents=True)
        found = find_emulator()
        if isinstance(found, Missing):
            raise ChildFailed(found.reason)
        self.emulator = FirestoreEmulator(found, export_every=_NEVER_S)
        self.stack = ChaosStack(self._plan(seed))
        ports = self.stack.plan.ports
        self.before_store = Relay(self._row + _EMULATOR_PORT)
        self.before_wb = Relay(ports.simulator)
        self.before_api = Relay(ports.gateway)
        for relay in (self.before_store, self.before_wb, self.before_api):
            relay.start()
        self.wb = httpx.Client(base_url=self.stack.addresses.simulator, timeout=40, trust_env=False)
        self.queues = httpx.Client(
            base_url=self.stack.addresses.queues, timeout=40, trust_env=False
        )
        self._over = threading.Event()

    @property
    def log(self) -> Path:
        """What all functions wrote."""
        return self.stack.plan.data.logs / "pool.log"

    def seconds(self, by_product: float) -> float:
        """How long real time takes for that many seconds of the product's clock."""
        return by_product / self.speed

    def start(self) -> None:
        """Everything that `make dev` has, and the relays in front."""
        with progress("Firestore emulator"):
            self.emulator.start(self._row + _EMULATOR_PORT, FOLDER / "store")
        os.environ["FIRESTORE_EMULATOR_HOST"] = f"{HOST}:{self.before_store.port}"
        os.environ |= dict.fromkeys(WB_ADDRESSES, f"http://{HOST}:{self.before_wb.port}")
        (FOLDER / "data").mkdir()
        self._lock = self.stack.plan.data.prepare()
        self.stack.start()
        for queue in ("draft", "link"):
            # Nothing here depends on drafts, and they would take half of the machine.
            self.queues.post(f"/queues/{queue}/pause").raise_for_status()
        for work in (self._watch, self._tick):
            threading.Thread(target=work, daemon=True).start()

    def now(self) -> str:
        """The moment by the product's clock, which is the simulator's."""
        now: str = self.wb.get("/_control/clock").json()["now"]
        return now

    def switch(self, words: str) -> None:
        """Say to dispatch what an operator says: `running`, or `paused`, and of which restore."""
        file = self.stack.plan.data.root / "dispatch"
        draft = file.with_suffix(".new")
        draft.write_text(words)
        draft.replace(file)

    def stop(self) -> None:
        """End every process."""
        self._over.set()
        self.stack.stop()
        self.emulator.stop()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            revive_dead(self.stack.children, self._note_death)

    def _note_death(self, text: str) -> None:
        """The killer spares what is outside of the product: WB, the queues, and its own stack."""
        say(f"  ! {text}")
        self.strangers.append(text)

    def check_strangers(self) -> None:
        """A simulator that was started again has another clock: then nothing here is proved."""
        if self.strangers:
            raise ChildFailed(f"killed by somebody else: {'; '.join(self.strangers)}")

    def _tick(self) -> None:
        """A minute of the product's clock is shorter than one of the scheduler's."""
        while not self._over.wait(self.seconds(60)):
            for job in ("watch-deadlines", "plan-sync"):
                self.queues.post(f"/schedules/{job}/run")

    def _plan(self, seed: int) -> Plan:
        world = ("--items", "0", "--generator-seed", str(seed), "--speed", str(self.speed))
        settings = {
            "CLOCK_SPEED": str(self.speed),
            "QUIET_PERIOD_S": str(QUIET_S),
            "CRASH_POINTS": str(self.points),
        }
        return Plan(
            ports=Ports(self._row),
            data=DataFolder(FOLDER / "data"),
            each=True,
            backend="firestore",
            simulator_options=(*world, *MODERATION),
            settings=settings,
        )


def _free_row() -> int:
    for row in range(_FIRST_ROW, _LAST_ROW, _ROW):
        if all(_is_free(port) for port in range(row, row + _ROW)):
            return row
    sys.exit(f"no row of {_ROW} free ports between {_FIRST_ROW} and {_LAST_ROW}")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
