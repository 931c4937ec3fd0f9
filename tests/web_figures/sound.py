"""Whether the screens can be used by everybody, fit every width, and stand still."""

import re
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from infra.local.screen import say
from tests.web_figures.ground import HEADERS, Place
from tests.web_figures.pages import DESKTOP, PHONE, open_page

ROOT = Path(__file__).parents[2]
_AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
RECORD = ROOT / "build" / "screens"
_THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_SECTIONS = re.compile(r"SECTION_NAMES = \[(.+?)\]", re.DOTALL)
WIDTHS = (320, 360, 390, 480, 600, 768, 900, 1024, 1120, 1280, 1366, 1440, 1680, 1920)


def section_names() -> list[str]:
    """The sections of the settings, as the web app's addresses name them."""
    found = _SECTIONS.search((ROOT / "web/src/route.ts").read_text())
    return re.findall(r"'(\w+)'", found[1]) if found else []


SCREENS = {
    "landing": "/",
    "privacy": "/privacy/",
    "list": "/app/inbox/all",
    "attention": "/app/inbox/attention",
    "found": "/app/inbox/all?q=размер",
    "empty": "/app/inbox/failed",
    "conversation": "/app/inbox/all/{id}",
    "context": "/app/inbox/all/{id}?panel=1",
    "home": "/app/home",
    "analytics": "/app/analytics",
    "connect": "/app/connect",
    **{f"settings-{name}": f"/app/settings/{name}" for name in section_names()},
    "missing": "/app/nowhere",
}
STRANGERS = {name: f"/app/{name}" for name in ("login", "register", "forgot", "reset")}
# Keys that open what covers a screen.
COVERS = {"keys": "?", "palette": "Control+k"}


def look_at(browser: Browser, place: Place) -> dict[str, float]:
    """Axe's complaints in both sizes and themes, and screens that are wider than their window."""
    RECORD.mkdir(parents=True, exist_ok=True)
    complaints = wide = 0
    for size in (DESKTOP, PHONE):
        with open_page(browser, place, size) as page:
            item = _first_item(page, place)
            for name, path in SCREENS.items():
                _visit(page, place.origin + path.format(id=item))
                complaints += _look(page, name, size)
                wide += _sweep(page, name) if size is DESKTOP else 0
            for name, keys in COVERS.items():
                _visit(page, f"{place.origin}/app/inbox/all")
                page.keyboard.press(keys)
                page.get_by_role("dialog").wait_for()
                complaints += _look(page, name, size)
        with open_page(browser, Place(place.origin, "nobody"), size) as page:
            for name, path in STRANGERS.items():
                _visit(page, place.origin + path)
                complaints += _look(page, name, size)
                wide += _sweep(page, name) if size is DESKTOP else 0
    return {"axe_violations": complaints, "wide_screens": wide}


def _first_item(page: Page, place: Place) -> str:
    page.goto(f"{place.origin}/app/inbox/all")
    first = page.locator("[data-row]").first
    first.wait_for()
    return str(first.get_attribute("data-row"))


def _visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _look(page: Page, name: str, size: ViewportSize) -> int:
    """Keep a picture and ask axe, in the light and in the dark."""
    complaints = 0
    for theme in _THEMES:
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=RECORD / f"{name}-{size['width']}-{theme}.png")
        complaints += _ask_axe(page, f"{name} at {size['width']}, {theme}")
    page.emulate_media(color_scheme="light")
    return complaints


def _ask_axe(page: Page, name: str) -> int:
    page.evaluate(_AXE.read_text())
    found = page.evaluate("axe.run(document).then(({ violations }) => violations)")
    for one in found:
        where = "; ".join(str(node["target"]) for node in one["nodes"][:3])
        say(f"axe, {name}: {one['id']} at {where}")
    return len(found)


def _sweep(page: Page, name: str) -> int:
    wide, own = 0, page.viewport_size or DESKTOP
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(60)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            say(f"{name} is {over} px too wide at {width}")
            wide += 1
    page.set_viewport_size(own)
    return wide


def stand_still(browser: Browser, place: Place) -> dict[str, float]:
    """How far things move when other items change while somebody looks at the list."""
    with open_page(browser, place, DESKTOP) as page:
        page.goto(f"{place.origin}/app/inbox/all")
        page.locator("[data-row]").nth(2).hover()
        page.wait_for_timeout(1500)
        page.evaluate("window.__shift = 0")
        ids = page.locator("[data-row]").evaluate_all("rows => rows.map(r => r.dataset.row)")
        for number, item in enumerate(ids[4:8]):
            page.request.patch(
                f"{place.origin}/api/interactions/{item}",
                data={"status": "closed", "note": f"{number}"},
                headers=HEADERS | {"Origin": place.origin},
            )
        page.wait_for_timeout(9000)
        return {"layout_shift": round(float(page.evaluate("window.__shift")), 4)}
