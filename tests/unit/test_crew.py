"""Many waits at once, each with what its caller knows."""

from contextvars import ContextVar
from threading import Barrier, get_ident

from shared.adapters.crew import Crew

KNOWN: ContextVar[str] = ContextVar("known", default="")


def test_results_come_in_order_and_the_waits_overlap() -> None:
    # Nobody passes before all four have come.
    together = Barrier(4, timeout=30)

    def work(number: int) -> int:
        together.wait()
        return number * number

    assert list(Crew(4).run_all(work, range(4))) == [0, 1, 4, 9]


def test_each_thread_knows_what_its_caller_knows() -> None:
    KNOWN.set("trace")

    assert list(Crew(3).run_all(lambda _: KNOWN.get(), range(5))) == ["trace"] * 5


def test_no_more_work_at_once_than_there_are_threads() -> None:
    in_pairs = Barrier(2, timeout=30)

    def work(_: int) -> int:
        in_pairs.wait()
        return get_ident()

    assert len(set(Crew(2).run_all(work, range(50)))) == 2
