"""Medians, shares and ratios, and the table that they are shown in: nothing here measures."""

import re
import statistics
from collections.abc import Mapping, Sequence

from infra.figures import Bar, holds

Figures = dict[str, float]
# Of a route in an inbox of one size: alone, and with as many other clients at the same time.
_COLUMNS = {
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "rps_1": "a second",
    "of_8_p50_ms": "p50 ms of 8",
    "of_8_p95_ms": "p95 ms of 8",
    "rps_8": "a second by 8",
}
_SIZED = re.compile(rf"(?P<what>[a-z_]+)_(?P<size>\d+)_(?P<column>{'|'.join(_COLUMNS)})")


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


def split_growth(figures: Mapping[str, float]) -> tuple[Figures, str]:
    """What was measured at one size alone goes to a table with a line for each size of inbox."""
    rows: dict[tuple[str, int], dict[str, float]] = {}
    rest: Figures = {}
    for name, value in figures.items():
        if found := _SIZED.fullmatch(name):
            rows.setdefault((found["what"], int(found["size"])), {})[found["column"]] = value
        else:
            rest[name] = value
    heads = " | ".join(_COLUMNS.values())
    lines = [f"| route | items | {heads} |", f"| --- | --: |{' --: |' * len(_COLUMNS)}"]
    for (what, size), row in rows.items():
        values = " | ".join(_spell(row[one]) if one in row else "" for one in _COLUMNS)
        lines.append(f"| {what} | {size} | {values} |")
    return rest, "\n".join(lines) + "\n" if rows else ""


def _spell(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.4g}"
