"""All parts of the product, started in order and stopped in reverse."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from infra.local.backend import choose_backend
from infra.local.children import Child, python_module, revive_dead
from infra.local.data import DataFolder
from infra.local.environment import Addresses, function_env
from infra.local.firestore import FirestoreEmulator
from infra.local.functions_server import function_names
from infra.local.ports import HOST, Ports
from infra.local.screen import progress, say
from infra.local.seed import Seeder
from infra.local.tasks.store import TaskStore

ROOT = Path(__file__).parents[2]
WATCH_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to start: `backend` may be auto, firestore or embedded.

    `settings` are more of the functions' settings, or others than a person's stack has.
    """

    ports: Ports
    data: DataFolder
    each: bool = False
    backend: str = "auto"
    scheduler: bool = True
    simulator_options: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Stack:
    """A running local stack."""

    plan: Plan
    children: list[Child] = field(default_factory=list)
    emulator: FirestoreEmulator | None = None
    store_note: str = ""

    @property
    def addresses(self) -> Addresses:
        """Where the parts answer."""
        return Addresses(ports=self.plan.ports)

    def start(self) -> None:
        """Start everything and seed the first seller; raises what the person should read."""
        keys = self.plan.data.read_keys()
        self._require_ports()
        backend = self._start_store()
        with progress("WB simulator and task queues"):
            self._launch(self._simulator(), self._queues())
        clock = httpx.get(f"{self.addresses.simulator}/_control/clock", timeout=10, trust_env=False)
        env = function_env(
            self.addresses,
            keys,
            backend=backend,
            embedded_path=self.plan.data.root / "embedded.sqlite",
            files_folder=self.plan.data.root / "files",
            mail_folder=self.plan.data.letters,
            clock_offset_s=clock.json()["offset_seconds"],
        )
        with progress(f"nine functions, {'a process each' if self.plan.each else 'one process'}"):
            self._launch(*self.functions({**env, **self.plan.settings}), self._gateway())
        with progress("seller with a connected WB cabinet"):
            Seeder(self.addresses.origin, self.addresses.simulator).ensure_seller()
        self._write_state(backend)

    def watch(self) -> None:
        """Keep the parts alive until interrupted."""
        while True:
            time.sleep(WATCH_EVERY_S)
            if self.emulator is not None:
                self.emulator.require_alive()
            revive_dead(self.children, lambda text: say(f"  ! {text}"))
            self._write_state(None)

    def stop(self) -> None:
        """Stop in reverse, the store last, so that nothing is written to a dead one."""
        for child in reversed(self.children):
            child.stop()
        if self.emulator is not None:
            self.emulator.stop()
        self.plan.data.mailbox.unlink(missing_ok=True)

    def _require_ports(self) -> None:
        ports = self.plan.ports
        parts = {
            "web app": ports.gateway,
            "task queues": ports.tasks,
            "task queues' switches": ports.tasks_http,
            "WB simulator": ports.simulator,
            "Firestore": ports.firestore,
            "functions": ports.functions,
        }
        if self.plan.each:
            parts |= {name: ports.function(n) for n, name in enumerate(function_names())}
        ports.require_free(parts)

    def _start_store(self) -> str:
        plan = self.plan
        choice = choose_backend(plan.backend, plan.data, one_process=not plan.each)
        self.store_note = choice.note
        if choice.found is not None:
            with progress("Firestore emulator"):
                self.emulator = FirestoreEmulator(choice.found)
                self.emulator.start(plan.ports.firestore, plan.data.root / "firestore")
            os.environ["FIRESTORE_EMULATOR_HOST"] = self.emulator.host
            if self.emulator.was_cut_off:
                self._allow_repetition()
        return choice.backend

    def _allow_repetition(self) -> None:
        """The last half minute's documents are gone: the tasks that made them must come again."""
        say("  ! the last run was cut off: its last half minute may be lost; WB is read again")
        tasks = TaskStore(self.plan.data.root / "tasks.sqlite")
        tasks.forget_names()
        tasks.close()

    def _launch(self, *children: Child) -> None:
        self.children.extend(children)
        for child in children:
            child.start()
        for child in children:
            child.wait_ready()

    def child(self, name: str, command: list[str], health: str, env: dict[str, str]) -> Child:
        """One process with its log."""
        log = self.plan.data.logs / f"{name}.log"
        return Child(name=name, command=command, log=log, env=env, health=health)

    def _simulator(self) -> Child:
        port = self.plan.ports.simulator
        state = str(self.plan.data.root / "simulator.sqlite")
        command = python_module("infra.wb_simulator", "--port", str(port), "--state", state)
        leashed = python_module("infra.local.leash", *command, *self.plan.simulator_options)
        health = f"{self.addresses.simulator}/_control/clock"
        return self.child("simulator", leashed, health, {})

    def _queues(self) -> Child:
        ports, root = self.plan.ports, self.plan.data.root
        command = python_module(
            "infra.local.tasks",
            *("--port", str(ports.tasks), "--http-port", str(ports.tasks_http)),
            *("--database", str(root / "tasks.sqlite"), "--key", str(root / "oidc.pem")),
            *("--table", str(ROOT / "infra" / "functions.json")),
            *("--schedule-target", self.addresses.function_url),
            *("--scheduler", "on" if self.plan.scheduler else "off"),
            *("--tick-at-start", "--end-with-parent"),
        )
        return self.child("queues", command, f"{self.addresses.queues}/health", {})

    def functions(self, env: dict[str, str]) -> list[Child]:
        """The processes that serve the functions below one address."""
        port = self.plan.ports.functions
        health = f"{self.addresses.functions}/inbox_api/api/health"
        if not self.plan.each:
            command = python_module("infra.local.functions_server", "--port", str(port))
            return [self.child("functions", command, health, env)]
        each = [self._one_function(name, own, env) for name, own in self._function_ports().items()]
        return [*each, self.router()]

    def router(self) -> Child:
        """One address for functions that have ports of their own."""
        port = self.plan.ports.functions
        ports = self._function_ports()
        routes = [f"--route=/{name}/=http://{HOST}:{own}/" for name, own in ports.items()]
        command = python_module("infra.local.gateway", "--port", str(port), *routes)
        return self.child("router", command, f"{self.addresses.functions}/inbox_api/api/health", {})

    def _function_ports(self) -> dict[str, int]:
        return {name: self.plan.ports.function(n) for n, name in enumerate(function_names())}

    def _one_function(self, name: str, port: int, env: dict[str, str]) -> Child:
        command = python_module("infra.local.functions_server", "--port", str(port), name)
        path = "/api/health" if name == "inbox_api" else "/"
        return self.child(name, command, f"http://{HOST}:{port}{path}", env)

    def _gateway(self) -> Child:
        api = f"{self.addresses.functions}/inbox_api"
        command = python_module(
            "infra.local.gateway",
            *("--port", str(self.plan.ports.gateway)),
            *("--site", str(ROOT / "web" / "dist"), "--route", f"/api/={api}/api"),
            *("--letters", str(self.plan.data.letters)),
        )
        return self.child("gateway", command, f"{self.addresses.origin}/app/", {})

    def _write_state(self, backend: str | None) -> None:
        """Tell tests and figures where everything is; rewritten when a child was revived."""
        path = self.plan.data.mailbox
        known = json.loads(path.read_text()) if path.exists() else {}
        state = known | {
            "origin": self.addresses.origin,
            "simulator": self.addresses.simulator,
            "queues": self.addresses.queues,
            "pids": {c.name: c.process.pid for c in self.children if c.process},
        }
        if backend:
            state["backend"] = backend
        if state != known:
            draft = path.with_suffix(".new")
            draft.write_text(json.dumps(state, indent=1))
            draft.replace(path)
