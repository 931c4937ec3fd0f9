"""Measure how well buyers' words are understood; see tests/evaluation/README.md.

Without arguments: development, practice, unseen and test lines by layer, traps, search, links,
alarms and cost. `--file` measures any file of lines and prints each miss. Misses of the unseen and
the test split are never printed, so that nobody tunes on them.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from infra.figures import Bar, holds, report_figures
from infra.local.screen import say
from tests.evaluation.cost import measure_cost
from tests.evaluation.layers import COMBINED, RULES, Layer, embed_text, find_layers
from tests.evaluation.lines import Line, LinesError, Reading, read_lines
from tests.evaluation.measure import Figures, Result, measure_baseline, measure_lines
from tests.evaluation.parts import PARTS
from tests.evaluation.real_texts import FOLDER, find_folder, read_texts
from tests.evaluation.splits import (
    DEVELOPMENT,
    PRACTICE,
    TEST,
    TRAPS,
    UNSEEN,
    find_changes,
    read_split,
    real_share,
)
from tests.evaluation.splits import FOLDER as HERE
from tests.evaluation.tables import tell_layers, tell_result

BARS: Mapping[str, Bar] = {
    "intent_accuracy": (">=", 0.82),
    "intent6_accuracy": (">=", 0.90),
    "chat_accuracy": (">=", 0.80),
    "topic_f1": (">=", 0.80),
    "topic_sentiment": (">=", 0.85),
    "escalation_recall": (">=", 0.95),
    "escalation_precision": (">=", 0.90),
    "baseline_accuracy": ("<=", 0.60),
    "traps_wrong": ("==", 0),
    "test_files_changed": ("==", 0),
    "real_share": (">=", 0.5),
    "cpu_ms_per_item": ("<=", 40),
    "cpu_ms_per_item_semantic": ("<=", 120),
}
# Taken by the whole run only.
_SLOW_BARS: Mapping[str, Bar] = {
    "search_recall": ("==", 1.0),
    "link_precision": ("==", 1.0),
    "link_recall": (">=", 0.99),
    "mass_defect_recall": ("==", 1.0),
    "mass_defect_false_per_100_months": ("<=", 1),
}


def main() -> int:
    """Run what the arguments ask for; 0 when everything held."""
    asked = _read_arguments()
    texts = read_texts(find_folder())
    if not texts:
        say(f"✗ no real texts at {find_folder()} ({FOLDER}): lines that name them are left out")
        if os.environ.get("CI") == "true":
            return 2
    try:
        if asked.file is not None:
            return _measure_file(asked.file, texts)
        return _measure_all(texts, quick=asked.quick, shows_misses=asked.misses)
    except (LinesError, OSError, UnicodeDecodeError) as refused:
        say(f"✗ {refused}")
        return 2


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("--file", type=Path, help="lines to measure instead of those kept here")
    parser.add_argument("--quick", action="store_true", help="texts only, as CI does")
    parser.add_argument("--misses", action="store_true", help="print misses, but of the test split")
    return parser.parse_args()


def _measure_file(path: Path, texts: Mapping[str, str]) -> int:
    reading = read_lines(path, texts)
    _tell_absent(path.name, reading)
    say(f"{path}: {len(reading.lines)} lines")
    layers = find_layers()
    results = _measure_layers(path.name, reading.lines, layers)
    for miss in results[layers[-1].name].misses:
        say(f"✗ {miss}")
    figures = results[layers[-1].name].figures | measure_baseline(reading.lines)
    figures |= {"lines": len(reading.lines), "absent": reading.absent}
    return _finish(figures, {name: bar for name, bar in BARS.items() if name in figures})


def _measure_all(texts: Mapping[str, str], *, quick: bool, shows_misses: bool) -> int:
    layers = find_layers()
    more = () if quick and not shows_misses else (PRACTICE, UNSEEN)
    splits = (DEVELOPMENT, *more, TEST)
    readings = {name: read_split(name, texts) for name in splits}
    figures: Figures = {}
    for name, reading in readings.items():
        _tell_absent(name, reading)
        results = _measure_layers(name, reading.lines, layers)
        figures = results[layers[-1].name].figures | measure_baseline(reading.lines)
        if shows_misses and name not in (UNSEEN, TEST):
            _say_all(f"✗ {miss}" for miss in results[layers[-1].name].misses)
        say(f"   {name}: {len(reading.lines)} lines, {real_share(reading.lines):.2f} real")
    lines = [*readings[DEVELOPMENT].lines, *readings[TEST].lines]
    figures |= _measure_kept(readings, layers[-1], texts)
    figures |= {"real_share": real_share(lines)} | _measure_costs(lines)
    if not quick:
        for part, measure in PARTS.items():
            figures |= measure()
            say(f"  ✓ {part}")
    bars = dict(BARS) if quick else {**BARS, **_SLOW_BARS}
    if not texts:
        del bars["real_share"]
    return _finish(figures, bars)


def _measure_layers(
    title: str, lines: Sequence[Line], layers: Iterable[Layer]
) -> Mapping[str, Result]:
    results = {layer.name: measure_lines(lines, layer) for layer in layers}
    for name, result in results.items():
        _say_all(tell_result(f"{title}, {name}", result))
    compared = {name: result.figures for name, result in results.items()}
    _say_all(["", f"── {title}: layers", *tell_layers(compared), ""])
    return results


def _measure_kept(
    readings: Mapping[str, Reading], layer: Layer, texts: Mapping[str, str]
) -> Figures:
    """Traps, and whether the test split is the one that was committed first."""
    traps = measure_lines(read_lines(TRAPS, texts).lines, layer).misses
    changes = find_changes(HERE / TEST)
    _say_all(f"✗ trap: {miss}" for miss in traps)
    _say_all(f"✗ the test split is not as it was committed: {change}" for change in changes)
    counts = {f"{name}_lines": len(reading.lines) for name, reading in readings.items()}
    return {"traps_wrong": len(traps), "test_files_changed": len(changes), **counts}


def _measure_costs(lines: Sequence[Line]) -> Figures:
    known = {layer.name: layer for layer in find_layers(embed_text)}
    return {
        "cpu_ms_per_item": measure_cost(lines, known[RULES]),
        "cpu_ms_per_item_semantic": measure_cost(lines, known[COMBINED]),
    }


def _finish(figures: Figures, bars: Mapping[str, Bar]) -> int:
    for name, bar in bars.items():
        if name not in figures:
            say(f"✗ nobody took: {name}")
        elif not holds(figures[name], bar):
            say(f"✗ missed: {name} {figures[name]:.3f}, {bar[0]} {bar[1]:g} expected")
    rounded = {name: round(value, 4) for name, value in figures.items()}
    return 0 if report_figures("eval", rounded, dict(bars)) else 1


def _tell_absent(name: str, reading: Reading) -> None:
    if reading.absent:
        say(f"✗ {name}: {reading.absent} lines left out, their real texts are not at hand")


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


if __name__ == "__main__":
    sys.exit(main())
