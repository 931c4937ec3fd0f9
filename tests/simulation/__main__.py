"""Try replies and sync under faults and print what came of it; see CONTRIBUTING.md.

Without arguments: 20 000 schedules, every single fault and pair at every handler, triples at
dispatch, and the mutants. `--seed` plays one schedule again and shows its trace.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable

from infra.figures import Bar, report_figures
from infra.local.screen import say
from tests.mutants import MUTANTS, find_survivors
from tests.simulation import cases, exhaustive
from tests.simulation.campaign import Job, Tally, Try, run_campaign
from tests.simulation.faults import Fault
from tests.simulation.schedules import trace_seed, try_seed

SCHEDULES = 20_000
SECONDS = 120
# Every two of the first side effects of each handler, and every three of dispatch.
LEAST_PAIRS = 20_000
LEAST_TRIPLES = 27_000
LEAST_MUTANTS = 14
AT_NIGHT = 1_000_000
PLACES_AT_NIGHT = 12
MOST_SHOWN = 20


def main() -> int:
    """Run what the arguments ask for; 0 when everything held."""
    asked = _read_arguments()
    if asked.seed is not None:
        return _replay(asked.seed)
    started = time.monotonic()
    tally = _campaign("schedules", try_seed, range(asked.schedules), asked.workers)
    seconds = time.monotonic() - started
    cpu = sum(os.times()[:4])
    all_of_it, figures = _put_faults(asked, tally)
    survivors = _try_mutants(asked.workers)
    zero = [fault.value for fault in Fault if not tally.faults[fault]]
    _show(all_of_it, tally, zero)
    figures |= {
        "schedules": tally.schedules,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "violations": len(all_of_it.wrongs),
        "duplicated": all_of_it.count("duplicate") + all_of_it.count("spent twice"),
        "lost": sum(map(all_of_it.count, ("lost", "missing", "nothing is stored"))),
        "stuck": all_of_it.count("stuck"),
        "rewritten_after_quiet": all_of_it.rewritten,
        "fault_kinds": len(Fault),
        "fault_kinds_at_zero": len(zero),
        "mutants": len(MUTANTS),
        "mutants_alive": len(survivors),
    }
    return 0 if report_figures("simulate", figures, _bars(asked)) else 1


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--schedules", type=int, default=SCHEDULES)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quick", action="store_true", help="no pairs and no triples")
    return parser.parse_args()


def _replay(seed: int) -> int:
    tally, engine = trace_seed(seed)
    for line in engine.lines or ():
        say(line)
    say(f"trace {engine.trace_hash()}")
    for wrong in tally.wrongs:
        say(f"✗ {wrong}")
    return int(bool(tally.wrongs))


def _put_faults(asked: argparse.Namespace, tally: Tally) -> tuple[Tally, dict[str, float]]:
    """Single faults, pairs and triples; their wrongs join those of the schedules."""
    whole = Tally()
    whole.add(tally)
    workers = asked.workers
    singles = _campaign("single faults", exhaustive.try_script, exhaustive.single_faults(), workers)
    singles.add(_campaign("handlers", cases.try_case, cases.single_faults(), workers))
    whole.add(singles)
    handlers = len(cases.CASES) + len(exhaustive.WAYS)
    figures: dict[str, float] = {"handlers": handlers, "singles": singles.schedules}
    if not asked.quick:
        pairs = _campaign("pairs", exhaustive.try_script, exhaustive.pairs(), workers)
        pairs.add(_campaign("pairs at handlers", cases.try_case, cases.pairs(), workers))
        at_night = asked.schedules >= AT_NIGHT
        places = PLACES_AT_NIGHT if at_night else exhaustive.TRIPLES_AT
        jobs = exhaustive.triples(places)
        triples = _campaign("triples", exhaustive.try_script, jobs, workers)
        whole.add(pairs)
        whole.add(triples)
        figures |= {"pairs": pairs.schedules, "triples": triples.schedules}
    return whole, figures


def _campaign(name: str, attempt: "Try[Job]", jobs: Iterable[Job], workers: int) -> Tally:
    started = time.monotonic()
    tally = run_campaign(attempt, jobs, workers, lambda done: say(f"  {name}: {done} …"))
    seconds = time.monotonic() - started
    say(f"{name}: {tally.schedules} in {seconds:.1f} s, {len(tally.wrongs)} wrong")
    return tally


def _try_mutants(workers: int) -> list[str]:
    try:
        return find_survivors(workers)
    except RuntimeError as broken:
        say(f"✗ {broken}")
        return [mutant.name for mutant in MUTANTS]


def _show(whole: Tally, tally: Tally, zero: list[str]) -> None:
    for fault in Fault:
        say(f"  {tally.faults[fault]:9}  {fault.value}")
    for end, number in sorted(tally.ends.items()):
        say(f"  {number:9}  {end}")
    for wrong in whole.wrongs[:MOST_SHOWN]:
        say(f"✗ {wrong}")
    for name in zero:
        say(f"✗ never happened: {name}")


def _bars(asked: argparse.Namespace) -> dict[str, Bar]:
    bars: dict[str, Bar] = {
        "schedules": (">=", asked.schedules),
        "violations": ("==", 0),
        "duplicated": ("==", 0),
        "lost": ("==", 0),
        "stuck": ("==", 0),
        "fault_kinds_at_zero": ("==", 0),
        "mutants": (">=", LEAST_MUTANTS),
        "mutants_alive": ("==", 0),
    }
    if asked.quick:
        return bars
    bars["pairs"] = (">=", LEAST_PAIRS)
    bars["triples"] = (">=", LEAST_TRIPLES)
    bars["seconds"] = ("<=", SECONDS * max(asked.schedules / SCHEDULES, 1))
    return bars


if __name__ == "__main__":
    sys.exit(main())
