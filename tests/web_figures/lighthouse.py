"""Lighthouse, pinned, on the landing page and on the inbox of the large account."""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

from infra.browser import find_browser
from infra.local.screen import say
from tests.web_figures.ground import Place

VERSION = "12.8.2"
FOLDER = Path(__file__).parents[2] / "build" / "lighthouse"
_ALL = ("performance", "accessibility", "best-practices", "seo")
PAGES = {"/": _ALL, "/app/inbox/all": _ALL[:3]}


def rate(place: Place, runs: int) -> dict[str, float]:
    """The lowest median score of any category; nothing without the tool."""
    tool = _install()
    if tool is None:
        say("Lighthouse cannot be installed here: not measured")
        return {}
    scores: dict[tuple[str, str], list[float]] = {}
    for path, categories in PAGES.items():
        for run in range(runs):
            report = _run(tool, place, path, categories, run)
            for name in categories:
                score = report["categories"][name]["score"] or 0
                scores.setdefault((path, name), []).append(100 * score)
    medians = {key: statistics.median(values) for key, values in scores.items()}
    for (path, name), value in medians.items():
        say(f"Lighthouse {path} {name}: {value:.0f}")
    return {"lighthouse_min": round(min(medians.values()))}


def _install() -> Path | None:
    tool = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if tool.exists():
        return tool
    npm = shutil.which("npm")
    if npm is None:
        return None
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--no-save"]
    subprocess.run([*command, f"lighthouse@{VERSION}"], cwd=FOLDER, check=False)
    return tool if tool.exists() else None


def _run(
    tool: Path, place: Place, path: str, categories: tuple[str, ...], run: int
) -> dict[str, dict[str, dict[str, float]]]:
    output = FOLDER / f"report-{run}.json"
    headers = FOLDER / "headers.json"
    headers.write_text(json.dumps({"Cookie": f"session={place.cookie}"}))
    command = [
        str(tool),
        place.origin + path,
        "--quiet",
        "--output=json",
        f"--output-path={output}",
        f"--only-categories={','.join(categories)}",
        f"--extra-headers={headers}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
    ]
    env = {**os.environ, "CHROME_PATH": find_browser() or ""}
    subprocess.run(command, env=env, check=True, timeout=240)
    answer: dict[str, dict[str, dict[str, float]]] = json.loads(output.read_text())
    return answer
