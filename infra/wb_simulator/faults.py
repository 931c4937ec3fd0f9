"""Failure modes that a test switches on, with a count of how often each one fired."""

import random
from collections import Counter
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "status",
    "error_body",
    "timeout_before",
    "timeout_after",
    "drop",
    "slow",
    "malformed",
    "partial",
    "duplicate",
    "storm_429",
    "expire_token",
    "shift",
]


class Fault(BaseModel):
    """One failure mode; ``operation`` is a pattern over ``METHOD /path``."""

    model_config = ConfigDict(extra="forbid")

    id: int = 0
    kind: Kind
    operation: str = "*"
    seller: str | None = None
    skip: int = Field(default=0, ge=0)
    count: int | None = Field(default=None, ge=1)
    probability: float = Field(default=1.0, gt=0, le=1)
    status: int = Field(default=503, ge=200, le=599)
    body: str | None = None
    content_type: str | None = None
    has_effect: bool = False
    seconds: float = Field(default=30.0, ge=0)
    ms: float | None = Field(default=None, ge=0)
    until: float | None = None
    fields: list[str] = []
    every: int = Field(default=1, ge=1)
    items: int = Field(default=1, ge=1)
    hits: int = 0

    def fits(self, operation: str, seller: str | None) -> bool:
        """Whether this fault speaks about such a call."""
        return fnmatchcase(operation, self.operation) and self.seller in (None, seller)

    def is_ready(self, now: float) -> bool:
        """Neither used up nor over."""
        return not self.is_spent and (self.until is None or self.until > now)

    @property
    def wait_seconds(self) -> float:
        """Milliseconds win where both are given."""
        return self.seconds if self.ms is None else self.ms / 1000

    @property
    def is_spent(self) -> bool:
        """A counted fault ends by itself."""
        return self.count is not None and self.hits >= self.count


class Faults:
    """All failure modes that are on."""

    def __init__(self, seed: int = 1) -> None:
        self._active: dict[int, Fault] = {}
        self._random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self._last = 0
        self.fired: Counter[str] = Counter()

    def add(self, fault: Fault, now: float) -> Fault:
        """A storm counts its seconds from now, by the simulator's clock."""
        self._last += 1
        fault.id = self._last
        if fault.kind == "storm_429" and fault.until is None:
            fault.until = now + fault.seconds
        self._active[fault.id] = fault
        return fault

    def fire(self, operation: str, seller: str | None, now: float) -> list[Fault]:
        """The faults that hit this call, each counted."""
        hit = []
        for fault in self._active.values():
            if not fault.is_ready(now) or not fault.fits(operation, seller):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.probability < 1 and self._random.random() >= fault.probability:
                continue
            fault.hits += 1
            self.fired[fault.kind] += 1
            hit.append(fault)
        return hit

    def remove(self, fault_id: int) -> bool:
        """Switch one failure mode off."""
        return self._active.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Switch everything off."""
        self._active.clear()

    def listing(self) -> list[dict[str, Any]]:
        """What is on or spent, with the number of hits."""
        return [fault.model_dump() | {"spent": fault.is_spent} for fault in self._active.values()]
