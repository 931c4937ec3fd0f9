"""Pictures of every screen in both sizes, taken on the way of the journeys."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from infra.journey import DESKTOP

FOLDER = Path(__file__).parents[2] / "build" / "screens"
PHONE: ViewportSize = {"width": 390, "height": 844}
# Both ends, and both sides of every width at which the panes change places.
WIDTHS = (320, 360, 559, 560, 767, 768, 1024, 1119, 1120, 1280, 1359, 1360, 1680, 1920)
_SETTLES_MS = 250
# Screens that no journey stands on for long.
APART = {
    "landing": "/",
    "privacy": "/privacy/",
    "home": "/app/home",
    "list-of-all": "/app/inbox/all",
    "empty-list": "/app/inbox/snoozed",
    "connect-again": "/app/connect",
    "settings-profile": "/app/settings/profile",
    "settings-general": "/app/settings/general",
    "settings-deadlines": "/app/settings/deadlines",
    "settings-ai": "/app/settings/ai",
    "settings-promo": "/app/settings/promo",
    "settings-security": "/app/settings/security",
    "missing": "/app/nowhere",
}


def record(page: Page, name: str) -> None:
    """Keep how the page looks on a desk and on a phone, and see that it fits every width."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    own = page.viewport_size or DESKTOP
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.screenshot(path=FOLDER / f"{name}-{size['width']}.png", animations="disabled")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": own["height"]})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{name} is {over} px too wide at {width}"
    page.set_viewport_size(own)


def record_apart(page: Page, origin: str) -> None:
    """Keep the screens that no journey comes by."""
    for name, path in APART.items():
        page.goto(f"{origin}{path}")
        settle(page)
        record(page, name)


def settle(page: Page) -> None:
    """Wait until the screen shows what it is about."""
    page.get_by_role("heading").first.wait_for()
    page.wait_for_timeout(_SETTLES_MS)
