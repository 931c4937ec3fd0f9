"""How long a person waits: for the list, for a conversation, for the letter that was typed."""

import statistics
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.web_figures.ground import Place
from tests.web_figures.pages import DESKTOP, open_page

TIMES = 5
# The list is kept for the next visit two seconds after it was shown.
_KEPT_MS = 3000

_OPEN = """
async (id) => {
  const began = performance.now()
  document.querySelector(`[data-row="${id}"]`).click()
  for (;;) {
    await new Promise(requestAnimationFrame)
    const shown = document.querySelector('[role=region][aria-label="Переписка"]')
    if (shown && location.pathname.endsWith(id)) return performance.now() - began
    if (performance.now() - began > 20000) return 20000
  }
}
"""

# From the key's own moment to the frame after it was answered.
_KEYS = """
() => {
  window.__keys = []
  document.addEventListener('keydown', (event) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.__keys.push(performance.now() - event.timeStamp)
      channel.port2.postMessage(0)
    })
  }, true)
}
"""


def time_it(browser: Browser, place: Place) -> dict[str, float]:
    """Medians of several tries; the slower kind of key counts."""
    cold = [_first_row(browser, place, lambda _: None) for _ in range(TIMES)]
    with open_page(browser, place, DESKTOP) as page:
        address = f"{place.origin}/app/inbox/all"
        page.goto(address)
        page.locator("[data-row]").first.wait_for()
        page.wait_for_timeout(_KEPT_MS)
        warm = [_load(page, address) for _ in range(TIMES)]
        opened = _open_again(page)
        keys = _press_keys(page)
        nodes = _scroll_far(page)
    return {
        "cold_list_ms": round(statistics.median(cold)),
        "warm_paint_ms": round(statistics.median(warm)),
        "open_ms": round(statistics.median(opened)),
        "key_to_paint_ms": round(keys, 1),
        "dom_nodes": nodes,
    }


def _first_row(browser: Browser, place: Place, prepare: Callable[[Page], None]) -> float:
    with open_page(browser, place, DESKTOP) as page:
        prepare(page)
        return _load(page, f"{place.origin}/app/inbox/all")


def _load(page: Page, address: str) -> float:
    page.goto(address)
    page.locator("[data-row]").first.wait_for()
    page.wait_for_timeout(50)
    return float(page.evaluate("window.__firstRow"))


def _open_again(page: Page) -> list[float]:
    """Opening what was opened a moment ago."""
    ids = page.locator("[data-row]").evaluate_all(
        "rows => rows.slice(0, 6).map(r => r.dataset.row)"
    )
    for item in ids:
        page.evaluate(_OPEN, item)
    return [float(page.evaluate(_OPEN, item)) for item in ids]


def _press_keys(page: Page) -> float:
    page.evaluate(_KEYS)
    for _ in range(10):
        page.keyboard.press("j")
        page.wait_for_timeout(250)
    steps = page.evaluate("window.__keys.splice(0)")
    field = page.locator("[data-composer]")
    letters: list[float] = []
    if field.count():
        field.focus()
        page.keyboard.type("Спасибо за отзыв", delay=60)
        letters = page.evaluate("window.__keys.splice(0)")
    return max(statistics.median(one) for one in (steps, letters) if one)


def _scroll_far(page: Page) -> int:
    """The most nodes that the list holds while somebody scrolls through many pages."""
    most = 0
    for _ in range(12):
        page.evaluate("document.querySelector('[data-list]').scrollTop += 4000")
        page.wait_for_timeout(250)
        count = page.evaluate("document.querySelectorAll('#list *').length")
        most = max(most, int(count))
    return most
