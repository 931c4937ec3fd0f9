"""The first journey in a real browser: sign in, open, insert the draft, send, see the receipt."""

import time

from playwright.sync_api import Page, expect, sync_playwright

from infra.browser import launch_browser
from infra.local.seed import EMAIL, PASSWORD

_PATIENCE_MS = 90_000


def take_journey(origin: str) -> float:
    """Take it once and return how many seconds it took."""
    with sync_playwright() as driver, launch_browser(driver) as browser:
        page = browser.new_page(locale="ru-RU", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(_PATIENCE_MS)
        started = time.monotonic()
        sign_in(page, origin)
        open_first_card(page)
        send_draft(page)
        expect(page.get_by_text("Принято WB")).to_be_visible(timeout=_PATIENCE_MS)
        return time.monotonic() - started


def sign_in(page: Page, origin: str) -> None:
    """From the address that `make dev` prints to the list."""
    page.goto(f"{origin}/app/")
    page.get_by_label("Почта").fill(EMAIL)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()


def open_first_card(page: Page) -> None:
    """Open the review that is due first."""
    page.get_by_role("button", name="Отзывы").first.click()
    page.locator("[data-row]").first.click()


def send_draft(page: Page) -> None:
    """Insert the draft and approve it."""
    page.get_by_role("button", name="Вставить черновик").click()
    page.get_by_role("button", name="Отправить").click()
