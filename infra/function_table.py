"""The README's table of functions, made from the one table that also deploys them."""

import json
import re
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parent / "functions.json"
_PLACE = re.compile(r"(<!-- functions -->\n).*?(<!-- /functions -->)", re.DOTALL)


def fill_function_table(readme: str) -> str:
    """Put the table between its two marks."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    lines = ["| Function | Called by | Does | Memory | Secrets |", "|---|---|---|---|---|"]
    lines += [_row(name, row, table) for name, row in table["functions"].items()]
    text = "\n".join(lines) + "\n"
    return _PLACE.sub(lambda marks: f"{marks.group(1)}{text}{marks.group(2)}", readme)


def _row(name: str, row: dict[str, Any], table: dict[str, Any]) -> str:
    secrets = ", ".join(f"`{secret}`" for secret in row["secrets"]) or "none"
    caller = _caller(name, row["trigger"], table)
    return f"| `{name}` | {caller} | {row['does']} | {row['memory']} | {secrets} |"


def _caller(name: str, trigger: str, table: dict[str, Any]) -> str:
    if trigger == "http":
        return "browsers"
    queues = [queue for queue, limits in table["queues"].items() if limits["function"] == name]
    crons = [job["cron"] for job in table["schedules"].values() if job["function"] == name]
    callers = [f"schedule `{cron}`" for cron in crons] + [f"queue `{queue}`" for queue in queues]
    return ", ".join(callers)
