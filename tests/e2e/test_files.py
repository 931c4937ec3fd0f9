"""Files of chats: a buyer's on its way to the screen, a seller's on its way to the buyer."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, sync_playwright

from infra.browser import launch_browser
from infra.journey import DESKTOP, PATIENCE_MS, expect_receipt, sign_in
from infra.local.driver import RunningStack, start_stack
from tests.e2e.client import Seller, wait_for
from tests.e2e.conftest import PORT_ROWS

pytestmark = pytest.mark.stack
WORDS = "Посмотрите, пожалуйста, что пришло"
PAPER = b"%PDF-1.7 how to assemble the shelf"
CHECK, LATE, REFUSED = "check-1", "late-1", "refused-1"


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[RunningStack]:
    running = start_stack(folder / "data", next(PORT_ROWS), "--store=embedded")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def files(stack: RunningStack) -> dict[str, dict[str, Any]]:
    """The files of a new chat as the inbox names them, and the chat's id."""
    with Seller(stack) as seller:
        hung = [
            {"id": CHECK, "content_type": "application/pdf", "name": "чек.pdf"},
            {"id": LATE, "content_type": "application/pdf", "name": "акт.pdf", "state": "pending"},
            {"id": REFUSED, "content_type": "application/pdf", "name": "spam.pdf"},
        ]
        seller.wb.post("/_control/chats", json={"text": WORDS, "files": hung}).raise_for_status()
        judge(seller, REFUSED, "failed")

        def arrived() -> dict[str, Any] | None:
            seller.sync_now()
            rows = [row for row in seller.rows("all", channel="chat") if row["preview"] == WORDS]
            return seller.get(f"/interactions/{rows[0]['id']}") if rows else None

        item = wait_for(arrived)
    (message,) = item["messages"]["items"]
    named = {one["name"]: one for one in message["files"]}
    return named | {"item": item}


def judge(seller: Seller, file: str, state: str) -> None:
    seller.wb.patch(f"/_control/files/{file}", json={"state": state}).raise_for_status()


def status_of(seller: Seller, file: dict[str, Any], *, not_yet: int = 202) -> int | None:
    status = seller.http.get(f"/api/files/{file['id']}").status_code
    return None if status == not_yet else status


def test_a_paper_is_fetched_and_saved(seller: Seller, files: dict[str, Any]) -> None:
    wait_for(lambda: status_of(seller, files["чек.pdf"]))
    answer = seller.http.get(f"/api/files/{files['чек.pdf']['id']}")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_that_wb_refused_says_so(seller: Seller, files: dict[str, Any]) -> None:
    assert wait_for(lambda: status_of(seller, files["spam.pdf"])) == 451


@pytest.mark.browser
def test_a_file_under_moderation_is_saved_when_wb_lets_it_through(
    stack: RunningStack, seller: Seller, files: dict[str, Any]
) -> None:
    with sync_playwright() as driver, launch_browser(driver) as browser:
        page = browser.new_page(locale="ru-RU", viewport=DESKTOP)
        page.set_default_timeout(PATIENCE_MS)
        sign_in(page, stack.state["origin"])
        page.get_by_role("list", name="Список обращений").wait_for()
        page.goto(f"{stack.state['origin']}/app/inbox/all/{files['item']['row']['id']}")
        with page.expect_download(timeout=PATIENCE_MS) as saving:
            page.get_by_role("button", name="Скачать: акт.pdf").click()
            page.get_by_text("Получаем из WB…").wait_for()
            judge(seller, LATE, "ok")

        assert saving.value.suggested_filename == "акт.pdf"


@pytest.mark.browser
def test_a_file_goes_to_wb_once_and_with_the_words(
    stack: RunningStack, seller: Seller, files: dict[str, Any]
) -> None:
    words = "Здравствуйте! Прикрепляем схему сборки."
    paper: FilePayload = {"name": "схема.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    with sync_playwright() as driver, launch_browser(driver) as browser:
        page = browser.new_page(locale="ru-RU", viewport=DESKTOP)
        page.set_default_timeout(PATIENCE_MS)
        sign_in(page, stack.state["origin"])
        page.get_by_role("list", name="Список обращений").wait_for()
        page.goto(f"{stack.state['origin']}/app/inbox/all/{files['item']['row']['id']}")
        with page.expect_file_chooser() as choosing:
            page.get_by_role("button", name="Прикрепить").click()
        choosing.value.set_files([paper])
        page.get_by_role("list", name="Файлы к сообщению").get_by_text("КБ").wait_for()
        page.get_by_role("textbox", name="Сообщение в чат").fill(words)
        page.get_by_role("button", name="Отправить", exact=True).click()
        page.get_by_text("Файл: схема.pdf").wait_for()
        expect_receipt(page, "Доставлено")

    (sending,) = seller.sendings_of(words)
    (file,) = sending["body"]["files"]
    assert (file["name"], file["content_type"]) == ("схема.pdf", "application/pdf")
    assert file["sha256"] == sha256(PAPER).hexdigest()
