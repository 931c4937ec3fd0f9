"""What a seller sees, in real Chromium, on Firestore's emulator."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from infra.browser import launch_browser
from infra.journey import (
    DESKTOP,
    PATIENCE_MS,
    expect_receipt,
    row_with,
    send_draft,
    show_channel,
    sign_in,
)
from infra.local.driver import RunningStack, start_stack
from tests.e2e.client import Seller
from tests.e2e.conftest import PORT_ROWS

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(300)]
MANUAL_MODERATION = "--simulator=--set moderation=manual"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver, launch_browser(driver) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ru-RU", viewport=DESKTOP)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    yield opened
    context.close()
    # A signed-out visitor is told so by 401, which Chromium prints by itself.
    assert not [line for line in problems if "401" not in line]


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    running = start_stack(
        folder / "data", next(PORT_ROWS), "--store", "firestore", MANUAL_MODERATION
    )
    yield running
    running.stop()


def test_a_new_review_is_answered_and_its_publication_proven(
    stack: RunningStack, seller: Seller, page: Page
) -> None:
    words = f"Кружка пришла целой, держит тепло весь день {uuid.uuid4().hex[:6]}"
    sign_in(page, stack.state["origin"])
    show_channel(page, "Отзывы")
    # Here the newest stand first; a list by deadline draws them only where it is scrolled to.
    page.get_by_text("Все", exact=True).first.click()
    page.get_by_role("list", name="Список обращений").get_by_role("link").first.wait_for()

    review = {"text": words, "productValuation": 5}
    added = seller.wb.post("/_control/reviews", json=review).raise_for_status().json()["id"]
    seller.sync_now()
    row = row_with(page, words)
    fresh = page.get_by_role("button", name="новы")
    row.or_(fresh).first.wait_for()
    if fresh.is_visible():
        fresh.click()
    row.first.click()
    send_draft(page)

    expect_receipt(page, "Принято WB")
    seller.wb.post(
        "/_control/moderation", json={"id": added, "verdict": "publish"}
    ).raise_for_status()
    expect_receipt(page, "Опубликовано")


def test_many_are_chosen_over_pages_looked_at_sent_and_taken_back(
    stack: RunningStack, page: Page
) -> None:
    sign_in(page, stack.state["origin"])
    show_channel(page, "Отзывы")
    rows = page.get_by_role("list", name="Список обращений").get_by_role("listitem")
    rows.first.hover()
    rows.first.get_by_role("checkbox").click()
    # The end of the first page brings the next one, and the choice outlives it.
    rows.last.scroll_into_view_if_needed()
    rows.last.hover()
    rows.last.get_by_role("checkbox").click()
    chosen = page.get_by_role("region", name="Выбранные обращения")
    chosen.get_by_role("button", name="Отправить").click()
    look = page.get_by_role("dialog", name="Отправить черновики")
    send = look.get_by_role("button", name=re.compile(r"^Отправить \d+"))
    send.wait_for()
    # What a draft leaves open is not meant until it is ticked.
    for tick in look.get_by_role("checkbox").all():
        tick.check()
    count = number_in(send)
    send.click()

    page.get_by_role("button", name=re.compile("^(Отменить|Остановить)")).last.click()
    undone = page.get_by_text(re.compile(r"^Отменено: \d+"))
    undone.wait_for()

    assert number_in(undone) == count == 2
    assert page.get_by_role("button", name="Отменить").count() == 0


def number_in(place: Locator) -> int:
    return int(re.sub(r"\D", "", place.inner_text()))


def test_the_inbox_is_usable_on_a_phone(stack: RunningStack, browser: Browser) -> None:
    context = browser.new_context(
        locale="ru-RU", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, stack.state["origin"])
    row = page.get_by_role("list", name="Список обращений").get_by_role("link").first
    row.wait_for()
    page.get_by_role("button", name="Как искать").tap()
    panel = page.get_by_role("group", name="Как искать").bounding_box()
    page.keyboard.press("Escape")
    row.tap()

    page.get_by_role("button", name="Отправить", exact=True).wait_for()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.go_back()
    row.wait_for()
    context.close()

    assert width <= 390
    assert panel is not None
    assert 0 <= panel["x"] <= 390 - panel["width"]
