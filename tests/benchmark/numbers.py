"""Medians, shares and ratios, and the table that they are shown in: nothing here measures."""

import statistics
from collections.abc import Mapping, Sequence

from infra.figures import Bar, holds

Figures = dict[str, float]


def take_share(values: Sequence[float], share: float) -> float:
    """The value that `share` of all are not above: the smallest one that is enough."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def tell_times(name: str, seconds: Sequence[float]) -> Figures:
    """Median and 95th percentile of one call, in milliseconds."""
    return {
        f"{name}_p50_ms": round(statistics.median(seconds) * 1000, 2),
        f"{name}_p95_ms": round(take_share(seconds, 0.95) * 1000, 2),
    }


def divide(part: float, whole: float) -> float:
    """A ratio to two digits; what took no time at all is no measure."""
    if whole <= 0:
        raise ValueError("nothing can be a multiple of nothing")
    return round(part / whole, 2)


def make_table(figures: Mapping[str, float], bars: Mapping[str, Bar]) -> str:
    """Markdown: a figure a line, with its bar and whether it holds."""
    lines = ["| figure | value | bar | holds |", "| --- | --: | --- | --- |"]
    for name, value in figures.items():
        sign, bound = bars.get(name, ("", 0.0))
        held = "" if not sign else "yes" if holds(value, (sign, bound)) else "**no**"
        shown = f"{sign} {bound:g}" if sign else ""
        lines.append(f"| {name} | {_spell(value)} | {shown} | {held} |")
    return "\n".join(lines) + "\n"


def _spell(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.4g}"
