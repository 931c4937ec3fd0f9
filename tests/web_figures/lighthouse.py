"""Lighthouse, pinned, on the landing page, the sign-in and the inbox of the large account."""

import itertools
import json
import os
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from infra.browser import find_browser
from infra.local.screen import say
from infra.node_tool import install_tool
from tests.web_figures.ground import Place

_ROOT = Path(__file__).parents[2]
SOURCE = _ROOT / "infra" / "lighthouse"
FOLDER = _ROOT / "build" / "lighthouse"
_TOOL = FOLDER / "node_modules" / ".bin" / "lighthouse"
_ALL = ("performance", "accessibility", "best-practices", "seo")
# What a stranger opens is rated without the account's cookie.
STRANGERS = {"/": _ALL, "/app/login": _ALL[:3]}
SELLERS = {"/app/inbox/all": _ALL[:3]}
_TRIES = 5
Report = dict[str, dict[str, dict[str, float]]]


class NotRatedError(Exception):
    """Lighthouse could not load the page."""


def rate(place: Place, runs: int) -> dict[str, float]:
    """The lowest median score of any category; nothing without the tool."""
    if not install_tool(SOURCE, FOLDER):
        say("✗ npm could not install Lighthouse: not measured")
        return {}
    scores: dict[tuple[str, str], list[float]] = {}
    for path, categories in (STRANGERS | SELLERS).items():
        for report in _run_often(place, path, categories, runs):
            for name in categories:
                score = report["categories"][name]["score"] or 0
                scores.setdefault((path, name), []).append(100 * score)
    medians = {key: statistics.median(values) for key, values in scores.items()}
    for (path, name), value in medians.items():
        say(f"Lighthouse {path} {name}: {value:.0f}")
    return {"lighthouse_min": round(min(medians.values()))}


def _run_often(place: Place, path: str, categories: tuple[str, ...], runs: int) -> Iterator[Report]:
    """As many reports as wanted: Chromium now and then loses the trace of a load."""
    tries = (_run(place, path, categories) for _ in range(_TRIES * runs))
    reports = list(itertools.islice(filter(None, tries), runs))
    if len(reports) < runs:
        raise NotRatedError(path)
    yield from reports


def _run(place: Place, path: str, categories: tuple[str, ...]) -> Report | None:
    output = FOLDER / f"report-{path.strip('/').replace('/', '-') or 'landing'}.json"
    headers = FOLDER / "headers.json"
    cookie = {"Cookie": f"session={place.cookie}"} if path in SELLERS else {}
    headers.write_text(json.dumps(cookie))
    command = [
        str(_TOOL),
        place.origin + path,
        "--quiet",
        "--no-enable-error-reporting",
        "--output=json",
        f"--output-path={output}",
        f"--only-categories={','.join(categories)}",
        f"--extra-headers={headers}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
    ]
    env = {**os.environ, "CHROME_PATH": find_browser() or ""}
    if subprocess.run(command, env=env, check=False, timeout=240).returncode:
        return None
    answer: Report = json.loads(output.read_text())
    return answer
