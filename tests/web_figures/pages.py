"""Pages of a signed-in browser, and what is asked of them in their own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.web_figures.ground import Place

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

# Notes when the first row and the first words are there, before anything of the app runs.
WATCH = """
(() => {
  const note = (name, selector) => {
    if (window[name] || !document.querySelector(selector)) return
    requestAnimationFrame(() => { window[name] ??= performance.now() })
  }
  const seen = () => {
    note('__firstRow', '[data-row]')
    note('__firstWords', '[role=region][aria-label="Переписка"]')
  }
  new MutationObserver(seen).observe(document, { childList: true, subtree: true })
  window.__shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
})()
"""


@contextmanager
def open_context(browser: Browser, place: Place, size: ViewportSize) -> Iterator[BrowserContext]:
    """A browser of its own, with the account's cookie."""
    context = browser.new_context(locale="ru-RU", viewport=size, has_touch=size is PHONE)
    host = urlsplit(place.origin).hostname or "127.0.0.1"
    cookie = {"name": "session", "value": place.cookie, "domain": host, "path": "/"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.add_init_script(WATCH)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@contextmanager
def open_page(browser: Browser, place: Place, size: ViewportSize) -> Iterator[Page]:
    """One page of such a browser."""
    with open_context(browser, place, size) as context:
        yield context.new_page()
