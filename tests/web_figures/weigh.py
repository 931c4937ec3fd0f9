"""What the browser fetches until the first conversation is open."""

import gzip
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response

from tests.web_figures.ground import Place
from tests.web_figures.pages import DESKTOP, open_page

_KB = 1024
_BEFORE_WORDS = """
performance.getEntriesByType('resource')
  .filter((entry) => entry.startTime < window.__firstWords)
  .map((entry) => entry.name)
"""


def weigh(browser: Browser, place: Place) -> dict[str, float]:
    """Scripts and styles as gzip makes them, and requests to anybody else."""
    got: list[Response] = []
    with open_page(browser, place, DESKTOP) as page:
        page.on("response", lambda response: got.append(response))  # noqa: PLW0108
        page.goto(f"{place.origin}/app/inbox/all")
        page.locator("[data-row]").first.click()
        page.get_by_role("region", name="Переписка").wait_for()
        page.wait_for_load_state("networkidle")
        asked_first = set(page.evaluate(_BEFORE_WORDS))
        sizes = {"script": 0, "stylesheet": 0}
        strangers = 0
        for response in got:
            kind = response.request.resource_type
            if kind in sizes and response.url in asked_first:
                sizes[kind] += len(gzip.compress(response.body(), 9))
            home = urlsplit(response.url).netloc == urlsplit(place.origin).netloc
            strangers += not home and not response.url.startswith(("data:", "blob:"))
    return {
        "js_gzip_kb": round(sizes["script"] / _KB, 1),
        "css_gzip_kb": round(sizes["stylesheet"] / _KB, 1),
        "third_party_requests": strangers,
    }
