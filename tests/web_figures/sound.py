"""Whether the screens can be used by everybody, fit every width, and stand still."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from infra.local.screen import say
from tests.web_figures.ground import HEADERS, Place
from tests.web_figures.pages import DESKTOP, PHONE, open_page

ROOT = Path(__file__).parents[2]
_AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
RECORD = ROOT / "build" / "screens"
WIDTHS = (320, 360, 390, 480, 600, 768, 900, 1024, 1120, 1280, 1366, 1440, 1680, 1920)
SCREENS = {
    "landing": "/",
    "list": "/app/inbox/all",
    "attention": "/app/inbox/attention",
    "empty": "/app/inbox/failed",
    "conversation": "/app/inbox/all/{id}",
    "context": "/app/inbox/all/{id}?panel=1",
    "home": "/app/home",
    "connect": "/app/connect",
    "settings": "/app/settings/profile",
    "deadlines": "/app/settings/deadlines",
    "security": "/app/settings/security",
    "missing": "/app/nowhere",
}


def look_at(browser: Browser, place: Place) -> dict[str, float]:
    """Axe's complaints in both sizes, and screens that are wider than their window."""
    RECORD.mkdir(parents=True, exist_ok=True)
    complaints = wide = 0
    for size in (DESKTOP, PHONE):
        with open_page(browser, place, size) as page:
            page.goto(f"{place.origin}/app/inbox/all")
            first = page.locator("[data-row]").first
            first.wait_for()
            item = str(first.get_attribute("data-row"))
            for name, path in SCREENS.items():
                page.goto(place.origin + path.format(id=item))
                page.wait_for_load_state("networkidle")
                page.screenshot(path=RECORD / f"{name}-{size['width']}.png")
                complaints += _ask_axe(page, f"{name} at {size['width']}")
    with open_page(browser, place, DESKTOP) as page:
        for name, path in SCREENS.items():
            page.goto(place.origin + path.format(id=item))
            page.wait_for_load_state("networkidle")
            wide += _sweep(page, name)
    return {"axe_violations": complaints, "wide_screens": wide}


def _ask_axe(page: Page, name: str) -> int:
    page.evaluate(_AXE.read_text())
    found = page.evaluate("axe.run(document).then(({ violations }) => violations)")
    for one in found:
        where = "; ".join(str(node["target"]) for node in one["nodes"][:3])
        say(f"axe, {name}: {one['id']} at {where}")
    return len(found)


def _sweep(page: Page, name: str) -> int:
    wide = 0
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(60)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            say(f"{name} is {over} px too wide at {width}")
            wide += 1
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
