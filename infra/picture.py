"""The README's picture of who calls whom, drawn from the table that also deploys it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent / "functions.json"
_PLACE = re.compile(r"(<!-- picture -->\n).*?(<!-- /picture -->)", re.DOTALL)
_STORE = 'store[("store: one subtree per seller")]'


def fill_picture(readme: str) -> str:
    """Put the picture between its two marks, as Mermaid."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    text = "\n".join(["```mermaid", "flowchart LR", *_lines(table), "```", ""])
    return _PLACE.sub(lambda marks: f"{marks.group(1)}{text}{marks.group(2)}", readme)


def _lines(table: dict[str, Any]) -> Iterator[str]:
    functions = table["functions"]
    yield '  browser(["seller\'s browser"])'
    yield '  clock(["scheduler"])'
    yield '  WB(["Wildberries"])'
    yield f"  {_STORE}"
    for name, row in functions.items():
        if row["trigger"] == "http":
            yield f"  browser -->|/api| {name}"
    for job in table["schedules"].values():
        yield f"  clock -->|{_say_when(job['cron'])}| {job['function']}"
    for queue, limits in table["queues"].items():
        yield f"  {queue}[/queue {queue}/] --> {limits['function']}"
    for name, row in functions.items():
        if row["enqueues"]:
            yield f"  {name} --> {' & '.join(row['enqueues'])}"
        # Who may open tokens speaks to WB with them.
        if row["key"] == "unwrap":
            yield f"  {name} <==> WB"
    yield f"  {' & '.join(functions)} -.- store"


def _say_when(cron: str) -> str:
    minute, *rest = cron.split()
    if set(rest) != {"*"}:
        return f'"{cron.replace("*", "#42;")}"'
    return "every minute" if minute == "*" else "every hour"
