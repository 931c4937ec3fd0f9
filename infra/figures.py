"""The one line of JSON that measuring commands end with."""

import json
import operator
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
_OPERATORS = {"<=": operator.le, ">=": operator.ge, "==": operator.eq, "<": operator.lt}
Bar = tuple[str, float]


def report_figures(command: str, figures: dict[str, float], bars: dict[str, Bar]) -> bool:
    """Print and keep the figures; true when every bar holds and every barred figure was taken."""
    ok = all(name in figures and holds(figures[name], bar) for name, bar in bars.items())
    line = json.dumps(
        {
            "command": command,
            "ok": ok,
            "figures": figures,
            "bars": bars,
            "commit": _read_commit(),
            "machine": {
                "cores": os.cpu_count(),
                "python": platform.python_version(),
                "system": platform.system(),
            },
        }
    )
    folder = ROOT / "build" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{command}.json").write_text(line + "\n")
    print(line, flush=True)
    return ok


def holds(figure: float, bar: Bar) -> bool:
    """Whether a figure is on the right side of its bar."""
    sign, bound = bar
    return bool(_OPERATORS[sign](figure, bound))


def _read_commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "unknown"
