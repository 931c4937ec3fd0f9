"""`make figures`: the README's table of what was measured, from the last run of each command.

It measures nothing itself: commands leave their figures in `build/figures/`. A figure that nobody
has measured here keeps the row that it had.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.figures import ROOT
from infra.local.screen import say

MEASURED = ROOT / "build" / "figures"
README = ROOT / "README.md"
_PLACE = re.compile(r"(<!-- figures -->\n)(.*?)(<!-- /figures -->)", re.DOTALL)
_HEAD = "| What | Measured | Must be | By | At |\n|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: which figure of which command, in words that hold its unit as `{}`.

    A `part` of a command can be measured alone; the newest run that holds it counts.
    """

    command: str
    figure: str
    what: str
    says: str = "{}"
    part: str = ""

    def is_told_by(self, name: str) -> bool:
        """Whether this is a run of the command, or of parts of it that hold this one."""
        _, behind, parts = name.partition(f"{self.command}-")
        return name == self.command or (bool(behind) and self.part in parts.split("-"))


SHOWN: tuple[Shown, ...] = (
    Shown(
        "bench",
        "list_reads_equal",
        "a page reads as many documents however full the inbox is",
        part="lists",
    ),
    Shown("bench", "list_flatness", "a page at 100 000 items, against 1 000", "{} ×", "lists"),
    Shown("bench", "list_overhead", "a page, against the bare query", "{} ×", "emulator"),
    Shown("bench", "page_kb", "a page of 50", "{} kB", "lists"),
    Shown("bench", "writes_per_item", "documents written per new item", part="budgets"),
    Shown("bench", "cold_start_ratio_max", "cold start, against a bare function", "{} ×", "cold"),
    Shown("bench", "cost_per_1000_usd", "1 000 interactions, answered", "{} USD", "costs"),
    Shown(
        "bench",
        "plan_sync_of_rate",
        "syncs of 10 000 sellers, of their queue's pace",
        "{} ×",
        "scale",
    ),
    Shown("bench", "function_named_s", "a stopped function is named after", "{} s", "health"),
    Shown("bench", "queue_named_s", "a paused queue is named after", "{} s", "health"),
    Shown("bench", "scheduler_named_s", "a stopped scheduler is named after", "{} s", "health"),
    Shown("analytics", "alerts_ms", "alerts over 10 000 items", "{} ms"),
    Shown("bench-load", "list_p95_ms", "a list under fifty people, 95 times of a hundred", "{} ms"),
    Shown("bench-load", "approve_p95_ms", "an approval under them, likewise", "{} ms"),
    Shown(
        "bench-load",
        "memory_mb_per_minute",
        "memory grows under them",
        "{} MB a minute",
        "long",
    ),
    Shown(
        "bench-load",
        "memory_of_limit_max",
        "the heaviest function, of its memory",
        "{} ×",
        "each",
    ),
    Shown("bench-web", "js_gzip_kb", "script until the first conversation", "{} kB"),
    Shown("bench-web", "warm_paint_ms", "the inbox, opened again", "{} ms"),
    Shown("chaos", "kills", "processes killed under load"),
    Shown("chaos", "duplicated", "replies sent twice by it"),
    Shown("chaos", "lost", "replies lost by it"),
    Shown("simulate", "schedules", "schedules of faults that were played"),
    Shown("simulate", "violations", "broken promises in them"),
    Shown("security", "attacks", "attacks on routes and promises"),
    Shown("security", "attacks_succeeded", "of them successful"),
    Shown("eval", "intent_macro_f1", "intents, macro-F1 on texts that nobody tuned for"),
    Shown("restore-drill", "resent", "replies sent again after a restore"),
)


def main() -> int:
    """Write the README's table."""
    README.write_text(
        fill_figures(README.read_text(encoding="utf-8"), read_measured(MEASURED)), encoding="utf-8"
    )
    say("README.md: figures written")
    return 0


def read_measured(folder: Path) -> dict[str, dict[str, Any]]:
    """The newest line of each command that has run here, the oldest first."""
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    return {path.stem: json.loads(path.read_text()) for path in files}


def fill_figures(readme: str, measured: dict[str, dict[str, Any]]) -> str:
    """Put the table between its two marks."""

    def fill(marks: re.Match[str]) -> str:
        known = {row.split(" | ")[0]: row for row in marks.group(2).splitlines()}
        rows = [_row(shown, measured) or known.get(f"| {shown.what}") for shown in SHOWN]
        body = "".join(f"{row}\n" for row in rows if row)
        return f"{marks.group(1)}{_HEAD}{body}{marks.group(3)}"

    return _PLACE.sub(fill, readme)


def _row(shown: Shown, measured: dict[str, dict[str, Any]]) -> str | None:
    tellers = [
        told
        for name, told in measured.items()
        if shown.is_told_by(name) and shown.figure in told["figures"]
    ]
    if not tellers:
        return None
    told = tellers[-1]
    sign, bound = told["bars"].get(shown.figure, ("", ""))
    bar = f"{sign} {_spell(bound)}" if sign else ""
    value = shown.says.format(_spell(told["figures"][shown.figure]))
    command = "bench-analytics" if shown.command == "analytics" else shown.command
    return f"| {shown.what} | {value} | {bar} | `make {command}` | {told['commit']} |"


def _spell(number: float) -> str:
    return f"{int(number):_}".replace("_", " ") if number == int(number) else f"{number:.3g}"


if __name__ == "__main__":
    raise SystemExit(main())
