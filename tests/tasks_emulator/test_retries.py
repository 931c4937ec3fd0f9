import pytest

from infra.local.tasks.retries import delay_after, is_exhausted, retry_delay
from infra.local.tasks.table import QueueLimits
from tests.tasks_emulator.support import queue_settings


def limits(**changes: float) -> QueueLimits:
    return QueueLimits.model_validate(queue_settings(**changes))


def test_the_intervals_are_those_of_googles_own_example() -> None:
    queue = limits(min_backoff_s=10, max_backoff_s=300, max_doublings=3)

    delays = [retry_delay(queue, failures) for failures in range(1, 9)]

    assert delays == [10, 20, 40, 80, 160, 240, 300, 300]


def test_without_doublings_the_interval_grows_linearly() -> None:
    queue = limits(min_backoff_s=2, max_backoff_s=7, max_doublings=0)

    delays = [retry_delay(queue, failures) for failures in range(1, 6)]

    assert delays == [2, 4, 6, 7, 7]


def test_a_thousand_failures_still_wait_no_longer_than_the_longest_interval() -> None:
    queue = limits(min_backoff_s=1, max_backoff_s=300, max_doublings=5000)

    assert retry_delay(queue, 4000) == 300


@pytest.mark.parametrize(
    ("retry_after", "expected"), [(None, 1), (0.5, 1), (30.0, 30), (1e9, 3600)]
)
def test_the_longer_of_backoff_and_retry_after_counts(
    retry_after: float | None, expected: float
) -> None:
    queue = limits(min_backoff_s=1, max_backoff_s=300)

    assert delay_after(queue, 1, retry_after) == expected


@pytest.mark.parametrize(
    ("max_attempts", "max_duration", "attempts", "since_first", "expected"),
    [
        (3, 0, 2, 1e5, False),
        (3, 0, 3, 0, True),
        (3, 60, 3, 59, False),
        (3, 60, 2, 61, False),
        (3, 60, 3, 60, True),
        (-1, 60, 900, 59, False),
        (-1, 60, 1, 60, True),
        (-1, 0, 10_000, 1e6, False),
    ],
)
def test_a_task_is_given_up_when_both_limits_are_spent(
    max_attempts: int, max_duration: float, attempts: int, since_first: float, expected: bool
) -> None:
    queue = limits(max_attempts=max_attempts, max_retry_duration_s=max_duration)

    assert (
        is_exhausted(queue, attempts=attempts, since_first_s=since_first, age_s=since_first)
        is expected
    )


def test_no_task_is_kept_longer_than_thirty_one_days() -> None:
    queue = limits(max_attempts=-1)

    assert is_exhausted(queue, attempts=1, since_first_s=0, age_s=31 * 24 * 3600)
