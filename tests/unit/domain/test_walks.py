"""A list that changes while it is read is still read whole."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.sync.state import Walk
from shared.domain.sync.walks import advance_archive, advance_walk, has_gap, recent_from
from tests.builders import NOON


@dataclass
class ChangingList:
    """Items by second of creation, as WB filters, sorts and pages them."""

    seconds: dict[str, int]
    shuffled: Random | None = None
    left: set[str] = field(default_factory=set)

    def read(self, walk: Walk, take: int) -> list[tuple[str, int]]:
        start = walk.start if walk.cut is None else walk.cut
        found = [
            (name, second)
            for name, second in self.seconds.items()
            if name not in self.left
            and second >= start
            and (walk.stop is None or second <= walk.stop)
        ]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        if self.shuffled:
            self.shuffled.shuffle(found)
        return found[walk.skip : walk.skip + take]


def read_all(source: ChangingList, take: int, most: int = 400) -> tuple[set[str], int]:
    walk: Walk | None = Walk()
    seen: set[str] = set()
    calls = 0
    while walk is not None:
        page = source.read(walk, take)
        seen |= {name for name, _ in page}
        walk = advance_walk(walk, [second for _, second in page], take, len(page))
        calls += 1
        assert calls <= most
    return seen, calls


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 95, 100, 1000])
def test_pages_of_a_quiet_list_cost_one_call_each(count: int) -> None:
    source = ChangingList({f"i{number}": 100 + 7 * number for number in range(count)})

    seen, calls = read_all(source, take=100)

    assert seen == set(source.seconds)
    assert calls <= count // 99 + 1


def test_more_items_in_one_second_than_fit_a_page_are_all_read() -> None:
    crowd = {f"crowd{number}": 500 for number in range(57)}
    source = ChangingList(crowd | {"before": 10, "after": 900})

    seen, _ = read_all(source, take=10)

    assert seen == set(source.seconds)


def test_a_crowd_that_no_page_can_reach_does_not_stop_the_walk() -> None:
    source = ChangingList({f"c{number}": 60 for number in range(12_500)} | {"before": 5})

    seen, _ = read_all(source, take=1000)

    assert "before" in seen
    assert len(seen) > 9000


def test_an_order_that_wb_does_not_keep_is_read_in_ever_smaller_windows() -> None:
    source = ChangingList({f"i{n}": 100 + 60 * n for n in range(90)}, shuffled=Random(7))

    seen, _ = read_all(source, take=10)

    assert seen == set(source.seconds)


def test_a_page_that_nobody_can_read_is_stepped_over() -> None:
    assert advance_walk(Walk(start=7), [], take=10, seen=10) == Walk(start=7, skip=5)
    assert advance_walk(Walk(skip=9996), [], take=10, seen=10) is None


@given(
    seconds=st.lists(st.integers(1, 400), min_size=1, max_size=120),
    leaving=st.randoms(use_true_random=False),
    take=st.integers(5, 30),
)
def test_items_that_leave_between_pages_hide_no_other(
    seconds: list[int], leaving: Random, take: int
) -> None:
    source = ChangingList({f"i{number}": second for number, second in enumerate(seconds)})
    walk: Walk | None = Walk()
    seen: set[str] = set()

    while walk is not None:
        page = source.read(walk, take)
        seen |= {name for name, _ in page}
        walk = advance_walk(walk, [second for _, second in page], take, len(page))
        staying = [name for name in source.seconds if name not in source.left]
        source.left |= set(leaving.sample(staying, min(len(staying), take // 2)))

    assert not set(source.seconds) - source.left - seen


def test_a_walk_keeps_its_end_and_its_purpose() -> None:
    walk = Walk(start=5, stop=900, top=900, whole=True)

    following = advance_walk(walk, [800, 700, 600], take=3, seen=3)

    assert following == Walk(start=5, stop=601, top=900, whole=True)


def read_archive(seconds: list[int], take: int, changes: dict[int, list[int]]) -> set[int]:
    """Read by page numbers; before the n-th call some items leave the list."""
    walk: Walk | None = Walk()
    seen: set[int] = set()
    calls = 0
    while walk is not None:
        for leaver in changes.get(calls, []):
            seconds.remove(leaver)
        page = sorted(seconds, reverse=True)[walk.skip : walk.skip + take]
        seen |= set(page)
        walk = advance_archive(walk, page, take, len(page))
        calls += 1
        assert calls < 100
    return seen


def test_the_archive_costs_one_call_per_page() -> None:
    walk = advance_archive(Walk(), list(range(100, 90, -1)), take=10, seen=10)

    assert walk == Walk(skip=9, stop=91)
    assert advance_archive(walk, [91, 90], take=10, seen=2) is None
    assert advance_archive(Walk(), [], take=10, seen=0) is None


@pytest.mark.parametrize("call", range(1, 6))
@pytest.mark.parametrize("leaving", [1, 2, 4])
def test_what_leaves_the_archive_hides_nothing_behind_it(call: int, leaving: int) -> None:
    seconds = list(range(1, 48))

    seen = read_archive(seconds.copy(), 10, {call: list(range(47, 47 - leaving, -1))})

    assert seen == set(seconds)


def test_an_archive_that_became_shorter_than_what_was_read_is_read_to_its_end() -> None:
    seconds = list(range(1, 20))

    seen = read_archive(seconds.copy(), 10, {1: list(range(11, 20))})

    assert seen == set(seconds)


def test_the_archive_is_read_as_far_as_wb_lets_anybody() -> None:
    walk = Walk(skip=199_500, stop=10)

    assert advance_archive(walk, list(range(10, 0, -1)), take=1000, seen=1000) is None


def test_an_archive_without_order_is_read_to_its_end() -> None:
    dice = Random(5)
    walk: Walk | None = Walk()
    calls = 0
    while walk is not None and calls < 60:
        page = [dice.randrange(1000) for _ in range(10 if walk.skip < 90 else 3)]
        walk = advance_archive(walk, page, 10, len(page))
        calls += 1

    assert walk is None


def test_the_newest_answers_are_read_back_to_what_is_known() -> None:
    cursor = int((NOON - timedelta(days=30)).timestamp())

    assert recent_from(None, NOON) == NOON - timedelta(days=3)
    assert recent_from(int(NOON.timestamp()), NOON) == NOON - timedelta(days=3)
    assert recent_from(cursor, NOON) == NOON - timedelta(days=30, minutes=10)


@pytest.mark.parametrize(
    ("created", "seen", "gap"),
    [([5000, 4000], 2, True), ([5000, 3000], 2, False), ([5000], 1, False), ([], 2, True)],
)
def test_a_full_page_that_ends_too_early_leaves_a_gap(
    created: list[int], seen: int, gap: bool
) -> None:
    assert has_gap(4000, created, take=2, seen=seen) is gap
