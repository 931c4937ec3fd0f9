"""Ports that are opened when they are first used."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.adapters.memory.ids import CountingIds
from shared.ports import Ids
from shared.ports.late import open_late


def test_a_late_port_is_opened_by_its_first_use_and_once() -> None:
    opened: list[Ids] = []
    at_once = Barrier(8)

    def make() -> Ids:
        opened.append(CountingIds())
        return opened[-1]

    late = open_late(make)
    untouched = list(opened)

    def ask(_: int) -> str:
        at_once.wait()
        return late.new()

    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(ask, range(8)))

    assert untouched == []
    assert len(opened) == 1
    assert len(set(names)) == len(names)
