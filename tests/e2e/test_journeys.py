"""A seller's ways through the product in real Chromium, on one real local stack."""

import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from infra.browser import launch_browser
from infra.journey import DESKTOP, PATIENCE_MS, expect_receipt, send_draft
from infra.local.driver import RunningStack, start_stack
from infra.local.seed import PASSWORD
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS
from tests.e2e.screens import PHONE, record, record_apart, settle

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.timeout(300)]
CLICKS_WITHIN_S = 120
OWN_PASSWORD = "gorod-u-reki-2026"


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    running = start_stack(folder / "data", next(PORT_ROWS), "--store", "embedded")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver, launch_browser(driver) as running:
        yield running


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A window that nobody has signed in with."""
    context = browser.new_context(locale="ru-RU", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


@pytest.fixture
def page(stranger: Page, seller: Seller, stack: RunningStack) -> Page:
    """The seeded seller's window."""
    stranger.context.add_cookies(
        [{"name": "session", "value": seller.http.cookies["session"], "url": stack.state["origin"]}]
    )
    return stranger


def test_settings_changed_elsewhere_are_not_overwritten(
    page: Page, stack: RunningStack, seller: Seller
) -> None:
    address = f"{stack.state['origin']}/app/settings/general"
    page.goto(address)
    field = page.get_by_label("Сколько секунд ответ можно отменить")
    field.fill("6")
    with page.context.new_page() as other:
        other.goto(address)
        other.get_by_label("Сколько секунд ответ можно отменить").fill("5")
        other.get_by_role("button", name="Сохранить").click()
        expect(other.get_by_text("Сохранено").first).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Раздел изменили в другом окне").first).to_be_visible()
    record(page, "settings-changed-elsewhere")
    page.get_by_role("button", name="Показать новое").click()

    expect(field).to_have_value("5")
    assert seller.get("/settings/general")["undo_seconds"] == 5


def test_a_new_seller_answers_the_first_example_within_two_minutes(
    stranger: Page, stack: RunningStack
) -> None:
    page, began = stranger, time.monotonic()
    page.set_viewport_size(PHONE)
    _register(page, stack.state["origin"])
    page.get_by_role("button", name="Пропустить и посмотреть на примерах").click()
    _rows(page).first.click()
    page.get_by_role("button", name="Вставить черновик").wait_for()
    record(page, "example")
    send_draft(page)

    expect(page.get_by_text("Пример: ").first).to_be_visible()
    assert time.monotonic() - began < CLICKS_WITHIN_S
    page.go_back()
    record(page, "examples")


def test_a_cabinet_is_connected_and_the_queue_opens_by_itself(
    stranger: Page, stack: RunningStack
) -> None:
    with httpx.Client(base_url=stack.state["simulator"], timeout=40, trust_env=False) as wb:
        sid = wb.post("/_control/sellers", json={"name": "Вторая лавка"}).json()["sid"]
        review = {"text": "Чайник протёк на второй день", "productValuation": 2}
        wb.post("/_control/reviews", params={"seller": sid}, json=review).raise_for_status()
        scopes = {"seller": sid, "scopes": "feedbacks,chats,returns", "type": "service"}
        token = wb.get("/_control/token", params=scopes).raise_for_status().json()["token"]
    page = stranger
    _register(page, stack.state["origin"])
    page.get_by_label("Токен WB").wait_for()
    record(page, "connect")
    page.get_by_label("Токен WB").fill("not-a-token")
    page.get_by_role("button", name="Проверить и подключить").click()
    expect(page.get_by_label("Токен WB")).to_have_attribute("aria-invalid", "true")
    record(page, "connect-refused")
    page.get_by_label("Токен WB").fill(token)
    page.get_by_role("button", name="Проверить и подключить").click()
    expect(page.get_by_text("Что разрешает токен")).to_be_visible()
    record(page, "connected")

    _rows(page).filter(has_text="Чайник протёк").wait_for()


def test_items_are_put_off_and_ended_by_keys(page: Page, stack: RunningStack) -> None:
    page.goto(f"{stack.state['origin']}/app/inbox/attention")
    _rows(page).first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Переписка").wait_for()
    ended = page.url
    page.keyboard.press("e")
    expect(page.get_by_text("Перенесено в «Готово»").first).to_be_visible()
    page.wait_for_url(lambda url: url != ended)
    page.keyboard.press("z")
    page.wait_for_url(ended)
    page.get_by_role("main").get_by_role("button", name="Готово").wait_for()
    page.keyboard.press("h")
    page.wait_for_url(lambda url: url != ended)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    record(page, "keys")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()
    record(page, "palette")


def test_a_reply_is_taken_back_and_its_words_return(page: Page, stack: RunningStack) -> None:
    _open_item(page, stack)
    words = f"Спасибо за отзыв! Рады, что вещь вам подошла. {uuid.uuid4().hex[:4]}"
    _compose(page).fill(words)
    _send(page)
    page.get_by_role("main").get_by_role("button", name="Отменить").first.click()

    expect(_compose(page)).to_have_value(words)


def test_what_breaks_a_rule_is_rewritten_by_one_click(page: Page, stack: RunningStack) -> None:
    _open_item(page, stack)
    _compose(page).fill("Спасибо за отзыв! Мы обязательно вернём вам деньги.")
    _send(page)
    rewrite = page.get_by_role("button", name=re.compile("^Заменить на")).first
    rewrite.wait_for()
    record(page, "guardrails")
    rewrite.click()
    _send(page)

    expect(page.get_by_role("main").get_by_text("Отправится через").first).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Отменить").first.click()


def test_a_reply_that_wb_refuses_can_be_sent_again(
    page: Page, stack: RunningStack, seller: Seller
) -> None:
    fault = {"kind": "status", "status": 400, "operation": "POST /api/v1/feedbacks/answer"}
    seller.wb.post("/_control/faults", json=fault).raise_for_status()
    _open_item(page, stack)
    _compose(page).fill("Спасибо за отзыв! Нам важно знать, что вещь вам подошла.")
    _send(page)
    again = page.get_by_role("main").get_by_role("button", name="Отправить ещё раз")
    again.wait_for()
    record(page, "refused-by-wb")
    seller.wb.delete("/_control/faults").raise_for_status()
    again.click()

    expect_receipt(page, "Принято WB")


def test_a_session_that_ends_keeps_what_was_typed(page: Page, stack: RunningStack) -> None:
    _open_item(page, stack)
    _compose(page).fill("Спасибо за отзыв, мы уже")
    page.context.clear_cookies()
    # The words are being saved by themselves, which finds the session over.
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog).to_contain_text("Сессия закончилась")
    record(page, "session-over")
    dialog.get_by_label("Пароль", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Войти").click()
    expect(dialog).to_be_hidden()

    expect(_compose(page)).to_have_value("Спасибо за отзыв, мы уже")


def test_automatic_answers_are_tried_before_they_are_switched_on(
    page: Page, stack: RunningStack
) -> None:
    page.goto(f"{stack.state['origin']}/app/settings/auto_response")
    page.get_by_role("button", name="Проверить за 90 дней").click()
    seen = page.get_by_role("button", name="Я посмотрел отчёт")
    seen.click()
    page.get_by_text("Отчёт просмотрен").wait_for()
    record(page, "backtest")
    page.get_by_label("Отвечать на хорошие отзывы автоматически").check()
    page.get_by_role("button", name="Сохранить").click()
    stop = page.get_by_role("button", name="Остановить всё сейчас")
    stop.click()

    expect(page.get_by_label("Отвечать на хорошие отзывы автоматически")).not_to_be_checked()


def test_a_number_of_analytics_opens_what_it_counts(
    page: Page, stack: RunningStack, seller: Seller
) -> None:
    wait_for(lambda: list(seller.rows("attention", channel="review")))
    # The hour's own run may be at work just then, and a job runs once at a time.
    wait_for(lambda: seller.queues.post("/schedules/report-quality/run").is_success)
    wait_for(lambda: seller.get("/analytics/goals", days=30)["period"]["counted_at"])
    page.goto(f"{stack.state['origin']}/app/analytics")
    page.get_by_role("button", name="Полный").click()
    number = page.get_by_role("main").get_by_role("button", name=re.compile(r"^\d+$"))
    number.first.wait_for()
    record(page, "analytics")
    number.first.click()
    listed = page.get_by_role("dialog").get_by_role("link").first
    listed.wait_for()
    record(page, "counted")
    listed.click()

    page.get_by_role("region", name="Переписка").wait_for()


def test_every_other_screen_is_pictured(page: Page, stranger: Page, stack: RunningStack) -> None:
    record_apart(page, stack.state["origin"])
    stranger.context.clear_cookies()
    for name in ("login", "register", "forgot", "reset"):
        stranger.goto(f"{stack.state['origin']}/app/{name}")
        settle(stranger)
        record(stranger, name)


def _register(page: Page, origin: str) -> None:
    page.goto(f"{origin}/app/register")
    page.get_by_label("Название магазина").fill("Лавка у реки")
    page.get_by_label("Почта").fill(f"{uuid.uuid4().hex[:8]}@example.com")
    page.get_by_label("Пароль", exact=True).fill(OWN_PASSWORD)
    page.get_by_role("button", name="Зарегистрироваться").click()


def _rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Список обращений").get_by_role("link")


def _compose(page: Page) -> Locator:
    return page.locator("[data-composer]")


def _send(page: Page) -> None:
    page.get_by_role("button", name="Отправить", exact=True).click()


def _open_item(page: Page, stack: RunningStack) -> None:
    """The review that is due first."""
    page.goto(f"{stack.state['origin']}/app/inbox/attention?channel=review")
    _rows(page).first.click()
    _compose(page).wait_for()
