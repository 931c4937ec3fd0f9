"""A real Chromium for journeys and figures, wherever this machine has one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from infra.local.screen import say

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these Chromium talks to its maker's hosts at every start.
_QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def launch_browser(driver: Playwright) -> Iterator[Browser]:
    """Start the system's Chromium, else the one that playwright has installed."""
    path = find_browser()
    # The sandbox refuses to run as root, as containers usually do.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = driver.chromium.launch(executable_path=path, args=[*_QUIET, *root])
    try:
        yield browser
    finally:
        browser.close()


def find_browser() -> str | None:
    """The system's own Chromium, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def ensure_browser() -> bool:
    """Find a browser, or have playwright fetch one; false where neither can be done."""
    if find_browser():
        return True
    with sync_playwright() as driver:
        if Path(driver.chromium.executable_path).exists():
            return True
    say("No Chromium on this machine; playwright fetches one …")
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(fetch, check=False).returncode == 0


if __name__ == "__main__":
    if not ensure_browser():
        sys.exit("  ✗ The journeys need Chromium. Debian: apt-get install chromium")
