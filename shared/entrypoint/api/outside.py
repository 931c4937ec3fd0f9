"""What the inbox API acts through: ports and settings, wired by the function alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.replies.switch import Switch
from shared.entrypoint.api.gate import Gate
from shared.entrypoint.api.pace import Pace
from shared.ports import (
    Clock,
    Embedder,
    Files,
    Ids,
    Marketplaces,
    PasswordHasher,
    Photos,
    Secrets,
    Stores,
    TaskQueue,
    Vault,
)
from shared.usecases.crash_points import Reach, pass_on

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

HOSTED_TOKENS = frozenset(
    {TokenKind.SERVICE, TokenKind.BASE, TokenKind.BASE_SECRET, TokenKind.UNKNOWN}
)
# WB lets a personal token serve the seller's own programs alone.
ALL_TOKENS = HOSTED_TOKENS | {TokenKind.PERSONAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything beyond one request.

    `origins` are the addresses of the app that may change state. `proxy_hops` says how many proxies
    of ours append to X-Forwarded-For; 0 trusts the connection alone. `sleep` takes seconds.
    `project` is the cloud project whose traces the log lines belong to. `switch` tells whether
    sending is on hold. `uploads` is how many files one process takes at once, `pace` how fast one
    seller may change things. The `judge` reads answers. The `embedder` is for buyers' words that
    are nowhere but in a request.
    """

    stores: Stores
    marketplaces: Marketplaces
    vault: Vault
    queue: TaskQueue
    clock: Clock
    ids: Ids
    secrets: Secrets
    hasher: PasswordHasher
    photos: Photos
    files: Files
    judge: Judge
    sleep: Callable[[float], None]
    cursor_keys: tuple[str, ...]
    origins: frozenset[str]
    secure_cookies: bool = True
    proxy_hops: int = 1
    accepted_tokens: frozenset[TokenKind] = HOSTED_TOKENS
    project: str = ""
    reach: Reach = pass_on
    switch: Callable[[], Switch] = Switch
    uploads: Gate = field(default_factory=Gate)
    pace: Pace = field(default_factory=Pace)
    embedder: Embedder | None = None
