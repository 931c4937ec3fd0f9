"""Many items of a cabinet, for syncs to read."""

from datetime import timedelta

from shared.domain.interaction import Channel
from tests.sync_bench import SyncBench

REVIEW = Channel.REVIEW
QUESTION = Channel.QUESTION


def fill(bench: SyncBench, count: int, *, answered: int = 0, step: int = 60) -> list[str]:
    """Reviews of the past, oldest first; some have been answered."""
    first = bench.clock.now() - timedelta(seconds=step * (count + answered))
    names = []
    for number in range(count + answered):
        name = bench.cabinet.add_review(
            text="Мало ли что", rating=3, at=first + timedelta(seconds=step * number)
        )
        if number < answered:
            bench.cabinet.answer_in_portal(REVIEW, name, "Спасибо")
        names.append(name)
    bench.later(seconds=1)
    return names
