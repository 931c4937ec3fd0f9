"""Generated requests over the whole OpenAPI document, against the API over the embedded store.

A stranger sends them, with the names of the owner's things among the ids; each answer is held
against the document, must not be a 5xx, and must hold no byte of the owner's.
"""

import io
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from random import Random
from typing import Any

import flask
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.functions.api import ORIGIN, PASSWORD
from tests.security.ground import CANARIES, STRANGER, UNKNOWN, Ground, make_ground

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# The product's clock moves on, so that throttles do not answer for the routes behind them.
_STEP_S = 20
_COOKIE = "__Host-session"


@dataclass
class Findings:
    """What the requests came to."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    server_errors: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


class Fuzzer:
    """One stranger who never tires; the same seed sends the same requests."""

    def __init__(self, number: int, app: flask.Flask | None = None) -> None:
        self.ground: Ground = make_ground()
        self.found = Findings()
        self._dice = Random(number)
        self._seed = number
        self._app = app or self.ground.world.app()
        self._names = _names(self.ground)
        self._token = self.ground.own["cookie"]

    def send(self, requests: int) -> Findings:
        """Spread so many requests over all operations."""
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", self._app)
        operations: list[Any] = [
            result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)
        ]
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        # Where nothing can be negated fewer come, so that the others have another round.
        while self.found.requests < requests:
            each = -(-(requests - self.found.requests) // (len(operations) * len(modes)))
            for operation in operations:
                for mode in modes:
                    self._play(operation, mode, each)
            self._seed += 1
        return self.found

    def _play(self, operation: Any, mode: GenerationMode, count: int) -> None:
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except Exception as error:  # noqa: BLE001 - an operation that has nothing to negate
            self.found.violations.append(f"{operation.label}: {type(error).__name__}")
            return
        goal = self.found.requests + count

        @seed(self._seed)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        @given(case=strategy)
        def play(case: Any) -> None:
            self._send(case)

        for _ in range(3):
            if self.found.requests < goal:
                self._try(play)
        self.found.operations.add(operation.label)

    def _try(self, play: Any) -> None:
        try:
            play()
        except Unsatisfiable:
            # Nothing can be wrong about an operation that takes nothing.
            return

    def _send(self, case: Any) -> None:
        self.ground.world.pass_time(seconds=_STEP_S)
        for name in case.path_parameters or {}:
            if self._dice.random() < 0.7:
                case.path_parameters[name] = self._dice.choice(self._names)
        headers = {"Origin": ORIGIN, "X-Requested-With": "inbox"}
        if "If-Match" in (case.headers or {}) and self._dice.random() < 0.7:
            headers["If-Match"] = self._tag(case.path)
        headers |= {name: str(v) for name, v in (case.headers or {}).items() if name not in headers}
        with redirect_stdout(io.StringIO()):
            response = case.call(headers=headers, cookies={_COOKIE: self._token})
        self._judge(case, response)

    def _judge(self, case: Any, response: Any) -> None:
        found = self.found
        found.requests += 1
        found.statuses[response.status_code] += 1
        label = f"{case.method} {case.path} {response.status_code}"
        if response.status_code >= 500:
            found.server_errors.append(label)
        said = response.content.decode("utf-8", "replace") + str(response.headers)
        if any(word in said for word in CANARIES):
            found.foreign.append(label)
        # What is not at an address is told before the document knows which operation was meant.
        if response.status_code not in (404, 405):
            self._hold_against_document(case, response, label)
        if response.status_code == 401 or case.path.startswith("/auth"):
            self._sign_in()

    def _hold_against_document(self, case: Any, response: Any, label: str) -> None:
        try:
            case.validate_response(response, checks=_CHECKS)
        except (Failure, FailureGroup) as failure:
            reasons = getattr(failure, "exceptions", [failure])
            self.found.violations += [f"{label}: {str(reason)[:200]}" for reason in reasons]

    def _tag(self, path: str) -> str:
        section = path.removesuffix("/reset")
        client = self._app.test_client()
        client.set_cookie(_COOKIE, self._token, domain="localhost", secure=True)
        with redirect_stdout(io.StringIO()):
            answer = client.get(f"/api{section}", base_url="https://localhost")
        return str(answer.headers.get("ETag", ""))

    def _sign_in(self) -> None:
        """A fuzzed sign-out or a new password must not end the campaign."""
        stranger = self.ground.stranger
        with redirect_stdout(io.StringIO()):
            if stranger.get("/auth/me").status_code == 200:
                self._token = stranger.token
                return
            self.ground.world.pass_time(hours=2)
            body = {"email": STRANGER, "password": PASSWORD}
            answer = stranger.post("/auth/login", body)
        assert answer.status_code == 200, answer.text
        self._token = stranger.token


def _names(ground: Ground) -> list[str]:
    kinds = ("interaction", "chat", "question", "answered", "reply", "file", "job", "photo")
    named = [things[kind] for kind in kinds for things in (ground.foreign, ground.own)]
    return [*named, ground.foreign["session"], UNKNOWN]


def fuzz_api(requests: int, number: int = 1) -> Findings:
    """Send that many generated requests at the least."""
    with redirect_stdout(io.StringIO()):
        return Fuzzer(number).send(requests)
