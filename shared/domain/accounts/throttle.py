"""How long somebody who tries too often has to wait: the delay grows, nobody is locked out."""

from datetime import datetime, timedelta

from shared.domain.dataclass import dataclass
from shared.domain.leads import LEADS_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginThrottle:
    """Recent attempts of one account or address; its id is a hash, so that it names nobody."""

    id: str
    attempts: int
    last_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottlePolicy:
    """After `free` attempts each further one waits twice as long, from `step` up to `most`.

    After `forget` without an attempt everything is forgiven.
    """

    free: int
    step: timedelta
    most: timedelta
    forget: timedelta


SIGN_IN_PER_ACCOUNT = ThrottlePolicy(
    free=5, step=timedelta(seconds=1), most=timedelta(minutes=1), forget=timedelta(hours=1)
)
SIGN_IN_PER_ADDRESS = ThrottlePolicy(
    free=20, step=timedelta(seconds=1), most=timedelta(minutes=5), forget=timedelta(minutes=30)
)
REGISTER_PER_ADDRESS = ThrottlePolicy(
    free=5, step=timedelta(hours=1), most=timedelta(hours=1), forget=timedelta(hours=1)
)
RESET_PER_ACCOUNT = ThrottlePolicy(
    free=3, step=timedelta(minutes=10), most=timedelta(hours=1), forget=timedelta(hours=1)
)
RESET_PER_ADDRESS = ThrottlePolicy(
    free=10, step=timedelta(minutes=1), most=timedelta(hours=1), forget=timedelta(hours=1)
)
LEAD_PER_ADDRESS = ThrottlePolicy(
    free=3, step=timedelta(minutes=1), most=timedelta(hours=1), forget=timedelta(hours=3)
)
# Of a throttle whose key holds the day, so that the next day begins anew.
LEADS_PER_DAY = ThrottlePolicy(
    free=LEADS_A_DAY, step=timedelta(days=1), most=timedelta(days=1), forget=timedelta(days=2)
)

# Doublings beyond this exceed every policy's `most` and would only overflow.
_MOST_DOUBLINGS = 20


def wait_left(throttle: LoginThrottle | None, policy: ThrottlePolicy, now: datetime) -> timedelta:
    """How long the next attempt still has to wait; zero when it may come now."""
    if throttle is None or now - throttle.last_at >= policy.forget:
        return timedelta(0)
    over = throttle.attempts - policy.free
    if over < 0:
        return timedelta(0)
    delay = min(policy.step * (1 << min(over, _MOST_DOUBLINGS)), policy.most)
    return max(throttle.last_at + delay - now, timedelta(0))


def count_attempt(
    throttle: LoginThrottle | None, key: str, policy: ThrottlePolicy, now: datetime
) -> LoginThrottle:
    """Add one attempt, starting from none when the earlier ones are forgiven."""
    fresh = throttle is None or now - throttle.last_at >= policy.forget
    attempts = 0 if throttle is None or fresh else throttle.attempts
    return LoginThrottle(
        id=key, attempts=max(attempts, 0) + 1, last_at=now, expires_at=now + policy.forget
    )
