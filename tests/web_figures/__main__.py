"""`make bench-web`: measures, prints a table, and ends with the line of figures."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from infra.browser import launch_browser
from infra.figures import Bar, report_figures
from infra.local.screen import say
from tests.web_figures.ground import Place, stand
from tests.web_figures.keyboard import answer_by_keys
from tests.web_figures.lighthouse import rate
from tests.web_figures.sound import look_at, stand_still
from tests.web_figures.speed import time_it
from tests.web_figures.switches import leaf_through
from tests.web_figures.weigh import weigh

PORT = 24000
BARS: dict[str, Bar] = {
    "js_gzip_kb": ("<=", 60.0),
    "css_gzip_kb": ("<=", 20.0),
    "third_party_requests": ("==", 0.0),
    "lighthouse_min": (">=", 95.0),
    "axe_violations": ("==", 0.0),
    "warm_paint_ms": ("<=", 300.0),
    "cold_list_ms": ("<=", 1000.0),
    "open_ms": ("<=", 100.0),
    "key_to_paint_ms": ("<=", 50.0),
    "dom_nodes": ("<=", 1500.0),
    "layout_shift": ("==", 0.0),
    "mismatches": ("==", 0.0),
    "keyboard_answers": (">=", 20.0),
    "wide_screens": ("==", 0.0),
}
_GROWTH = 1.5
_TIMED = ("warm_paint_ms", "cold_list_ms", "open_ms", "key_to_paint_ms")


def main() -> int:
    """Measure with many items, and the waits again with ten times as many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=100_000, help="0 leaves the large inbox out")
    parser.add_argument("--lighthouse", type=int, default=5, help="runs of which the median counts")
    arguments = parser.parse_args()
    figures, bars = measure_web(arguments.items, arguments.many, arguments.lighthouse)
    for name, value in figures.items():
        bar = bars.get(name)
        say(f"{name:<22}{value:>10}   {' '.join(map(str, bar)) if bar else ''}")
    return 0 if report_figures("bench-web", figures, bars) else 1


def measure_web(items: int, many: int, lighthouse: int) -> tuple[dict[str, float], dict[str, Bar]]:
    """Figures with their bars; the growth has one where there are many items to compare with."""
    folder = Path(tempfile.mkdtemp(prefix="web-figures-"))
    figures: dict[str, float] = {"items": items}
    bars = dict(BARS)
    try:
        with stand(folder / "some", PORT, items) as place:
            figures |= _measure(place, lighthouse)
        if many:
            with stand(folder / "many", PORT, many) as place:
                figures |= _compare(place, figures)
            bars["slower_when_many"] = ("<=", _GROWTH)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures, bars


_STEPS = (weigh, time_it, stand_still, answer_by_keys, leaf_through, look_at)


def _measure(place: Place, runs: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    with sync_playwright() as driver, launch_browser(driver) as browser:
        for step in _STEPS:
            found = step(browser, place)
            say(f"{step.__name__}: {found}")
            figures |= found
    return figures | (rate(place, runs) if runs else {})


def _compare(place: Place, before: dict[str, float]) -> dict[str, float]:
    """The same waits in the larger inbox, and the worst ratio; what is short is not told apart."""
    with sync_playwright() as driver, launch_browser(driver) as browser:
        after = time_it(browser, place)
    ratios = [after[name] / max(before[name], 50.0) for name in _TIMED]
    return {f"{name}_many": after[name] for name in _TIMED} | {
        "dom_nodes_many": after["dom_nodes"],
        "slower_when_many": round(max(ratios), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
