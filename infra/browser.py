"""A real Chromium for journeys and figures, wherever this machine has one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright

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
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    # The sandbox refuses to run as root, as containers usually do.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = driver.chromium.launch(executable_path=path, args=[*_QUIET, *root])
    try:
        yield browser
    finally:
        browser.close()
