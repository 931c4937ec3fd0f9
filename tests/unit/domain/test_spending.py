"""A model that fails rests, longer each time it fails again."""

from datetime import datetime, timedelta

from shared.domain.drafts.spending import DraftSpend, count_failure, count_success
from tests.builders import NOON

MINUTE = timedelta(minutes=1)


def fail(spend: DraftSpend, times: int, now: datetime) -> DraftSpend:
    for _ in range(times):
        spend = count_failure(spend, now)
    return spend


def test_the_third_failure_in_a_row_begins_a_rest() -> None:
    assert fail(DraftSpend(), 2, NOON).rests_until is None
    assert fail(DraftSpend(), 3, NOON).rests_until == NOON + MINUTE


def test_calls_under_way_make_a_rest_no_longer() -> None:
    assert fail(DraftSpend(), 200, NOON).rests_until == NOON + MINUTE


def test_a_failure_after_the_rest_doubles_it_up_to_half_an_hour() -> None:
    spend, now, rests = fail(DraftSpend(), 3, NOON), NOON, []
    for _ in range(7):
        assert spend.rests_until is not None
        rests.append((spend.rests_until - now) / MINUTE)
        now = spend.rests_until
        spend = count_failure(spend, now)

    assert rests == [1, 2, 4, 8, 16, 30, 30]


def test_one_good_answer_ends_the_row() -> None:
    assert count_success(fail(DraftSpend(), 3, NOON)) == DraftSpend()
