import pytest

from infra.local.tasks.rates import Throttle, TokenBucket


def test_a_bucket_lets_a_seconds_worth_go_at_once_and_then_keeps_the_rate() -> None:
    bucket = TokenBucket(rate=5)

    started = 0
    for tick in range(21):
        free = bucket.available(100 + tick / 10, factor=1.0)
        bucket.spend(free)
        started += free

    assert started == 5 + 2 * 5


def test_an_empty_bucket_says_when_the_next_dispatch_may_start() -> None:
    bucket = TokenBucket(rate=4)
    bucket.spend(bucket.available(10, factor=1.0))

    assert bucket.ready_at(10, factor=1.0) == pytest.approx(10.25)
    assert bucket.available(10.25, factor=1.0) == 1


def test_a_slowed_queue_refills_slowly_and_holds_less() -> None:
    bucket = TokenBucket(rate=10)

    assert bucket.available(10, factor=0.5) == 5
    bucket.spend(5)
    assert bucket.ready_at(10, factor=0.5) == pytest.approx(10.2)


def test_overload_halves_the_rate_once_a_second_and_never_below_a_tenth() -> None:
    throttle = Throttle()

    slowed = [throttle.note_overload(now) for now in (100.0, 100.2, 100.9, 101.0)]

    assert slowed == [True, False, False, True]
    for now in range(102, 120):
        throttle.note_overload(float(now))
    assert throttle.factor(119.0) == pytest.approx(0.1)


def test_a_slowed_queue_recovers_with_quiet_time() -> None:
    throttle = Throttle()
    throttle.note_overload(100.0)

    assert throttle.factor(100.0) == pytest.approx(0.5)
    assert throttle.factor(105.0) == 1.0
    assert throttle.factor(1e9) == 1.0


def test_mostly_failing_attempts_slow_the_queue_and_a_few_do_not() -> None:
    few, many = Throttle(), Throttle()

    for number in range(40):
        few.note_success() if number % 4 else few.note_failure(100.0)
        many.note_failure(100.0) if number % 4 else many.note_success()

    assert few.factor(100.0) == 1.0
    assert many.factor(100.0) < 1.0
