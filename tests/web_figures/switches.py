"""Somebody leafs fast through a slow and failing inbox: nothing is shown of another item."""

import random
from typing import Any

from playwright.sync_api import Browser, Page

from tests.web_figures.ground import Place
from tests.web_figures.pages import DESKTOP, open_page

SWITCHES = 200
SEED = 11
# Shorter words may well be said of two items.
_TELLING = 20

# Answers about items come after 0 to 3 s, and one in ten does not come; both end when aborted.
_SLOW = """
(() => {
  let seed = 11
  const roll = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  const real = window.fetch
  window.fetch = (path, init) => {
    if (!window.__slow || !/interactions[/][^/]+$/.test(String(path))) return real(path, init)
    const [late, lost] = [roll() * 3000, roll() < 0.1]
    return new Promise((resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      setTimeout(() => lost ? reject(new TypeError('lost')) : resolve(real(path, init)), late)
    })
  }
})()
"""

# Header, words and composer at one moment, as somebody sees them.
_LOOK = """
() => ({
  id: location.pathname.split('/').pop(),
  words: document.querySelector('[role=region][aria-label="Переписка"]')?.textContent ?? null,
  typed: document.querySelector('[data-composer]')?.value ?? null,
})
"""
_GO = """(id) => document.querySelector(`[data-row="${id}"]`)?.click()"""


def leaf_through(browser: Browser, place: Place) -> dict[str, float]:
    """How often a look found something of another item, and how many looks there were."""
    dice = random.Random(SEED)
    wrong = shown = 0
    with open_page(browser, place, DESKTOP) as page:
        page.add_init_script(_SLOW)
        page.goto(f"{place.origin}/app/inbox/attention")
        page.locator("[data-row]").first.wait_for()
        ids = page.locator("[data-row]").evaluate_all("rows => rows.map(r => r.dataset.row)")
        texts = {item: _words_of(page, place, item) for item in ids}
        page.evaluate("window.__slow = true")
        for _ in range(SWITCHES):
            page.evaluate(_GO, dice.choice(ids))
            page.wait_for_timeout(dice.choice((0, 30, 120, 400, 1500)))
            look = page.evaluate(_LOOK)
            shown += look["words"] is not None
            wrong += _is_wrong(look, texts, page)
    return {"mismatches": wrong, "switches": SWITCHES, "switches_shown": shown}


def _words_of(page: Page, place: Place, item: str) -> str:
    answer = page.request.get(f"{place.origin}/api/interactions/{item}").json()
    return " ".join(str(answer["source"].get("text") or "").split())[:60]


def _is_wrong(look: dict[str, Any], texts: dict[str, str], page: Page) -> bool:
    item, words = str(look["id"]), look["words"]
    own = f"черновик {item}"
    if look["typed"] and look["typed"] != own:
        return True
    if look["typed"] == "":
        page.locator("[data-composer]").fill(own)
    if words is None:
        return False
    seen = " ".join(words.split())
    others = (text for text in texts.values() if text != texts[item])
    return any(len(text) > _TELLING and text in seen for text in others)
