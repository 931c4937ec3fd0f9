"""The first journey in a real browser: sign in, open, insert the draft, send, see the receipt."""

import re
import time

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

from infra.browser import launch_browser
from infra.local.seed import EMAIL, PASSWORD

PATIENCE_MS = 90_000
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def take_journey(origin: str) -> float:
    """Take it once and return how many seconds it took."""
    with sync_playwright() as driver, launch_browser(driver) as browser:
        page = browser.new_page(locale="ru-RU", viewport=DESKTOP)
        page.set_default_timeout(PATIENCE_MS)
        started = time.monotonic()
        sign_in(page, origin)
        show_channel(page, "Отзывы")
        first_row(page).click()
        send_draft(page)
        expect_receipt(page, "Принято WB")
        return time.monotonic() - started


def sign_in(page: Page, origin: str) -> None:
    """From the address that `make dev` prints to the list."""
    page.goto(f"{origin}/app/")
    page.get_by_label("Почта").fill(EMAIL)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()


def show_channel(page: Page, channel: str) -> None:
    """Keep one channel in the list."""
    page.get_by_role("navigation", name="Каналы").get_by_text(channel).click()


def first_row(page: Page) -> Locator:
    """The item that is due first."""
    return page.get_by_role("list", name="Список обращений").get_by_role("link").first


def row_with(page: Page, text: str) -> Locator:
    """The row whose preview holds a text."""
    rows = page.get_by_role("list", name="Список обращений").get_by_role("link")
    return rows.filter(has_text=text)


def send_draft(page: Page) -> None:
    """Insert the draft and approve it."""
    page.get_by_role("button", name="Вставить черновик").click()
    page.get_by_role("button", name=re.compile("^Отправить(?! позже)")).click()


def expect_receipt(page: Page, words: str) -> None:
    """Wait until the open conversation shows a state of the reply."""
    main = page.get_by_role("main")
    expect(main.get_by_text(words).first).to_be_visible(timeout=PATIENCE_MS)
