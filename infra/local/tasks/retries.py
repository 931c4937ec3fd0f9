"""When a failed task is tried again, and when it is given up.

The rules are those of ``google.cloud.tasks.v2.RetryConfig``.
"""

from infra.local.tasks.table import UNLIMITED_ATTEMPTS, QueueLimits

RETENTION_S = 31 * 24 * 3600.0
LONGEST_RETRY_AFTER_S = 3600.0
# More would overflow a float, and every back-off has an upper limit anyway.
_MOST_DOUBLINGS = 60


def retry_delay(limits: QueueLimits, failures: int) -> float:
    """Double `max_doublings` times, then grow linearly, never beyond the longest back-off."""
    doublings = min(failures - 1, limits.max_doublings, _MOST_DOUBLINGS)
    interval = limits.min_backoff_s * 2.0**doublings
    linear_steps = max(0, failures - 1 - limits.max_doublings)
    grown = interval + linear_steps * interval
    return min(grown, limits.max_backoff_s)


def delay_after(limits: QueueLimits, failures: int, retry_after_s: float | None) -> float:
    """The handler's own `Retry-After` is honoured where it is the longer one."""
    delay = retry_delay(limits, failures)
    if retry_after_s is None:
        return delay
    return max(delay, min(retry_after_s, LONGEST_RETRY_AFTER_S))


def is_exhausted(limits: QueueLimits, *, attempts: int, since_first_s: float, age_s: float) -> bool:
    """Both limits have to be spent; a limit that is not set counts as spent."""
    if age_s >= RETENTION_S:
        return True
    unlimited_attempts = limits.max_attempts == UNLIMITED_ATTEMPTS
    unlimited_time = limits.max_retry_duration_s == 0
    if unlimited_attempts and unlimited_time:
        return False
    attempts_spent = unlimited_attempts or attempts >= limits.max_attempts
    time_spent = unlimited_time or since_first_s >= limits.max_retry_duration_s
    return attempts_spent and time_spent
