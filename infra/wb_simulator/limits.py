"""Per-seller token buckets (WB API documentation, section "Лимиты запросов")."""

import math
from dataclasses import dataclass

from infra.wb_simulator.tokens import Token

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """One call is earned each ``interval_seconds``, at most ``burst`` are kept."""

    interval_seconds: float
    burst: int


FULL = {
    "feedbacks": Rate(1 / 3, 6),
    "chats": Rate(1, 10),
    "events": Rate(1, 10),
    "message": Rate(1, 10),
    "download": Rate(1, 10),
    "claims": Rate(3, 10),
    "claim": Rate(3, 10),
    "rating": Rate(60, 1),
    "seller-info": Rate(60, 10),
    "ping": Rate(10, 3),
    "cards": Rate(0.6, 5),
}
BASE = {
    "feedbacks": Rate(HOUR / 5, 1),
    "chats": Rate(HOUR, 1),
    "events": Rate(HOUR, 1),
    "message": Rate(HOUR, 1),
    "download": Rate(HOUR / 10, 1),
    "claims": Rate(HOUR, 1),
    "claim": Rate(HOUR, 1),
    "rating": Rate(HOUR, 1),
    "seller-info": Rate(24 * HOUR, 1),
    "ping": Rate(10, 3),
    "cards": Rate(HOUR / 2, 1),
}


@dataclass(slots=True)
class Bucket:
    """Fills with the simulator's clock."""

    rate: Rate
    calls: float
    at: float

    def refill(self, now: float) -> None:
        """Earn what the time since the last look is worth."""
        earned = max(0.0, now - self.at) / self.rate.interval_seconds
        self.calls = min(float(self.rate.burst), self.calls + earned)
        self.at = now


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may pass, and the headers that say so."""

    allowed: bool
    headers: dict[str, str]


def refuse(retry_seconds: float, rate: Rate, reset_seconds: float) -> Verdict:
    """A refusal carries no Remaining, and whole seconds in the other three."""
    return Verdict(
        allowed=False,
        headers={
            "X-Ratelimit-Retry": str(max(1, math.ceil(retry_seconds))),
            "X-Ratelimit-Limit": str(rate.burst),
            "X-Ratelimit-Reset": str(max(1, math.ceil(reset_seconds))),
        },
    )


class Limiter:
    """Buckets by seller, token type and scope: types never share one."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str], Bucket] = {}

    def take(self, token: Token, scope: str, now: float, *, with_secret: bool) -> Verdict:
        """Spend one call of the scope's bucket, or say when the next one is earned."""
        bucket = self._find(token, scope, now, with_secret=with_secret)
        # A refill in parts may end a rounding error below a whole call.
        if bucket.calls >= 1 - 1e-9:
            bucket.calls = max(0.0, bucket.calls - 1)
            return Verdict(allowed=True, headers={"X-Ratelimit-Remaining": str(int(bucket.calls))})
        interval = bucket.rate.interval_seconds
        missing_for_full = bucket.rate.burst - bucket.calls
        return refuse((1 - bucket.calls) * interval, bucket.rate, missing_for_full * interval)

    def remaining(self, token: Token, scope: str, now: float, *, with_secret: bool) -> int:
        """What an answer that costs nothing shows."""
        return int(self._find(token, scope, now, with_secret=with_secret).calls)

    def forget(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()

    def _find(self, token: Token, scope: str, now: float, *, with_secret: bool) -> Bucket:
        cut = token.is_base and not with_secret
        key = (token.seller, "base" if cut else token.owner_kind, scope)
        bucket = self._buckets.get(key)
        if bucket is None:
            rate = (BASE if cut else FULL)[scope]
            bucket = self._buckets[key] = Bucket(rate, float(rate.burst), now)
        bucket.refill(now)
        return bucket
