"""Each handler alone on its happy way, with every fault at every side effect."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Any

from tests.simulation import item_cases, office_cases, reply_cases
from tests.simulation.campaign import Tally
from tests.simulation.case import Case
from tests.simulation.engine import Engine, is_retried
from tests.simulation.faults import SCRIPTED, Fault, Odds

# So many side effects beyond those of a handler's own undisturbed run are hit too.
AND_AFTER = 2
PATIENCE = 900.0
SECOND_DELIVERY = 5.0
FIRST_RETRY = 10.0
MOST_DELIVERIES = 6
CASE_ODDS = Odds()

Scripted = tuple[str, tuple[tuple[int, Fault], ...]]


CASES: Mapping[str, Callable[[Engine], Case]] = {
    "cancel": reply_cases.cancel_case,
    "retry": reply_cases.retry_case,
    "resume": reply_cases.resume_case,
    "watch": reply_cases.watch_case,
    "plan": item_cases.plan_case,
    "sync": item_cases.sync_case,
    "chats": item_cases.chats_case,
    "ingest": item_cases.ingest_case,
    "link": item_cases.link_case,
    "draft": item_cases.draft_case,
    "close": item_cases.close_case,
    "connect": office_cases.connect_case,
    "disconnect": office_cases.disconnect_case,
    "upload": office_cases.upload_case,
    "ask file": office_cases.ask_case,
    "fetch file": office_cases.fetch_case,
    "full sync": office_cases.full_sync_case,
    "rebuild": office_cases.rebuild_case,
    "recount": office_cases.recount_case,
}


def single_faults() -> Iterator[Scripted]:
    """Nothing wrong, and one thing wrong, in every case."""
    for name in CASES:
        yield name, ()
        yield from ((name, (hit,)) for hit in product(range(_places(name)), SCRIPTED))


def pairs() -> Iterator[Scripted]:
    """Two things wrong, in every case."""
    for name in CASES:
        for where in combinations(range(_places(name)), 2):
            for what in product(SCRIPTED, repeat=2):
                yield name, tuple(zip(where, what, strict=True))


def _places(name: str) -> int:
    return _happy(name).own + AND_AFTER


def try_case(scripted: Scripted) -> Tally:
    """Whatever happened, all is at last as if nothing had."""
    name, hits = scripted
    played = play_case(name, dict(hits))
    shown = ", ".join(f"{fault} at {place}" for place, fault in hits)
    wrongs = [f"{name} with {shown}: {error}" for error in played.errors]
    if played.looks != _happy(name).looks:
        wrongs.append(f"{name} with {shown}: lost: another end than without faults")
    return Tally(1, played.fired, Counter({name: 1}), wrongs)


@dataclass(frozen=True, slots=True)
class Played:
    """How a case ended; `own` counts the side effects of its first delivery."""

    looks: Any
    own: int
    fired: Counter[Fault]
    errors: list[str]


@cache
def _happy(name: str) -> Played:
    played = play_case(name, {})
    assert not played.errors, played.errors
    return played


def play_case(name: str, script: Mapping[int, Fault]) -> Played:
    """Deliver a case's task until it is done; while somebody is frozen, deliver it again."""
    engine = Engine(0, CASE_ODDS, 0.0, script=script)
    case = CASES[name](engine)
    errors: list[str] = []
    own: list[int] = []

    def deliver(tries: int = 0) -> None:
        def end(error: BaseException | None) -> None:
            own.append(len(engine.effects))
            if is_retried(error) and tries < MOST_DELIVERIES:
                engine.at(FIRST_RETRY * 2**tries, lambda: deliver(tries + 1))
            elif error is not None:
                errors.append(f"{type(error).__name__}: {error}")

        engine.start(case.act, end, name)

    engine.at(0.0, deliver)
    if Fault.PAUSED in script.values():
        engine.at(SECOND_DELIVERY, deliver)
    engine.run_for(engine.now + PATIENCE, lambda: False)
    return Played(case.look(), own[0], engine.fired, errors)
