"""What is dear to make is made once, however many threads ask for it at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

from shared.domain.errors import Unavailable
from shared.domain.once import build_once

ASKING = 8


def test_threads_that_come_together_get_the_same_thing() -> None:
    inside, others_wait = threading.Event(), threading.Event()
    made: list[object] = []

    @build_once
    def build() -> object:
        inside.set()
        others_wait.wait(10)
        made.append(object())
        return made[-1]

    with ThreadPoolExecutor(ASKING) as pool:
        first = pool.submit(build)
        assert inside.wait(10)
        others = [pool.submit(build) for _ in range(ASKING - 1)]
        others_wait.set()
        got = {id(one.result(10)) for one in (first, *others)}

    assert len(made) == 1
    assert got == {id(made[0])}


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    @build_once
    def build() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("not yet")
        return "made"

    for _ in range(2):
        try:
            got = build()
        except Unavailable:
            got = ""

    assert (got, len(tries)) == ("made", 2)


def test_each_choice_has_a_thing_of_its_own() -> None:
    @build_once
    def build(name: str) -> list[str]:
        return [name]

    assert build("a") is build("a")
    assert build("a") != build("b")


def test_making_one_thing_may_need_another() -> None:
    @build_once
    def part() -> str:
        return "part"

    @build_once
    def whole() -> str:
        return f"{part()} and {part()}"

    assert whole() == "part and part"
