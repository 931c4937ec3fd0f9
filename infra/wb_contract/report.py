"""What the command says: a table for people, JSON for machines, one line for the log."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from infra.wb_contract.findings import Inspection, Verdict, worst_of

_COLUMNS = ("Operation", "Where", "Change", "We rely on", "Now")
_WIDEST = 44
_WORDS = {
    Verdict.EQUAL: "nothing has changed",
    Verdict.CHANGED: "the contract has changed",
    Verdict.UNCHECKED: "could not be checked",
}


def draw_table(inspection: Inspection) -> str:
    """One comparison as text."""
    lines = [f"{inspection.source}: {_WORDS[inspection.verdict]}"]
    rows = [
        (one.operation, one.place, one.change, one.expected, one.found)
        for one in sorted(inspection.findings)
    ]
    if rows:
        lines += _draw_rows([_COLUMNS, *rows])
    lines += [f"  not checked: {reason}" for reason in inspection.unchecked]
    lines += [f"  note: {note}" for note in inspection.notes]
    return "\n".join(lines)


def make_report(inspections: Sequence[Inspection]) -> dict[str, Any]:
    """The same for a machine."""
    return {
        "outcome": worst_of(list(inspections)).name.lower(),
        "checks": [asdict(one) | {"outcome": one.verdict.name.lower()} for one in inspections],
    }


def make_log_line(inspections: Sequence[Inspection]) -> dict[str, Any]:
    """One structured line for Cloud Logging; anything but equality is an error."""
    verdict = worst_of(list(inspections))
    return {
        "severity": "INFO" if verdict is Verdict.EQUAL else "ERROR",
        "message": f"wb_contract.{verdict.name.lower()}",
        "event": f"wb_contract.{verdict.name.lower()}",
        **make_report(inspections),
    }


def write_json(value: dict[str, Any]) -> str:
    """Compact, and readable where it is Russian."""
    return json.dumps(value, ensure_ascii=False)


def _draw_rows(rows: list[tuple[str, ...]]) -> list[str]:
    cut = [tuple(_cut(cell) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in cut) for column in range(len(_COLUMNS))]
    drawn = [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cut
    ]
    return [drawn[0], "  " + "  ".join("-" * width for width in widths), *drawn[1:]]


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"
