"""Every operation of the simulated API: who may call it, from which bucket, and who answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from werkzeug.wrappers import Request

from infra.wb_simulator.bodies import Reply
from infra.wb_simulator.tokens import Token
from infra.wb_simulator.world import Seller, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One authorised request on its way through a handler."""

    world: World
    seller: Seller
    token: Token
    request: Request
    now: float
    path: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Visit], Reply]
Forbidden = Literal["envelope", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``scope`` names the bucket, ``category`` the bit of the token."""

    method: str
    path: str
    scope: str
    category: str | None
    handler: Handler
    writes: bool = False
    forbidden: Forbidden = "problem"

    @property
    def name(self) -> str:
        """What fault patterns and the call log see."""
        return f"{self.method} {self.path}"


class EffectlessError(Exception):
    """The handler answers, but nothing in the world has changed by it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply
