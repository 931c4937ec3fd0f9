"""What a number counts, as a file: a line an item, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.interaction import Channel
from shared.entrypoint.api.handlers.tables import write_table
from shared.usecases.roll_days import roll_seller
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, World, make_world

DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def browser(world: World) -> Browser:
    browser, other = world.seller(), world.seller("other@example.com")
    reviews = [
        make_item(
            external_id=f"R{number}",
            rating=1,
            text="=HYPERLINK(1)" if number == 0 else "Порвалось; «жаль»",
            created_at=NOON - number * DAY,
        )
        for number in range(60)
    ]
    question = make_item(Channel.QUESTION, "Q1", text="Есть ли 46 размер?", created_at=NOON)
    world.put(browser.seller, *reviews, question, make_chat())
    world.put(other.seller, make_item(external_id="theirs", text="Чужие слова"))
    world.pass_time(minutes=5)
    for one in (browser, other):
        roll_seller(one.seller, stores=world.counting, clock=world.clock)
    return browser


def table(browser: Browser, **query: Any) -> list[list[str]]:
    answer = browser.get("/analytics/export.csv", **query)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeffДата;Канал;")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_table_has_a_line_for_each_thing_that_is_counted(browser: Browser) -> None:
    head, *rows = table(browser, what="negative/open", days=90)

    assert len(rows) == 60
    assert all(len(row) == len(head) for row in rows)
    assert rows[0][1:3] == ["Отзыв", "1"]
    assert rows[0][0] == "22.11.2026 15:00"
    assert {row[-1] for row in rows} == {"'=HYPERLINK(1)", "Порвалось; «жаль»"}


def test_days_and_channels_narrow_it(browser: Browser) -> None:
    assert len(table(browser, what="seen/*", days=7)) == 1 + 7 + 1
    (row,) = table(browser, what="seen/question", days=7)[1:]
    assert (row[1], row[5], row[6]) == ("Вопрос", "о наличии", "Без ответа")
    assert table(browser, what="sent/*/accepted", days=7)[1:] == []


def test_a_pattern_that_nothing_could_name_is_refused(browser: Browser) -> None:
    assert browser.get("/analytics/export.csv", what="=1").status_code == 422
    assert browser.get("/analytics/export.csv", days=366).status_code == 422


@pytest.mark.parametrize("words", ["=1+1", "+7", "-1", "@SUM(A1)", "\t=1", " =1", "\r\n=1", "＝1"])
def test_no_spreadsheet_runs_what_a_buyer_wrote(words: str) -> None:
    _, line = write_table([make_item(text=words)], 5)
    (row,) = csv.reader(io.StringIO(line, newline=""), delimiter=";")

    assert row[-1] == f"'{words}"


def test_a_chat_is_told_by_its_last_words() -> None:
    _, line = write_table([make_chat(text="Когда придёт?")], 5)

    assert ";Чат;;" in line
    assert "Когда придёт?" in line


def test_a_table_that_is_cut_says_so_in_its_last_line() -> None:
    items = [make_item(external_id=f"R{number}") for number in range(3)]

    assert len(list(write_table(items, 3))) == 1 + 3
    *lines, last = write_table(items, 2)
    assert len(lines) == 1 + 2
    assert last.startswith("Здесь первые 2:")
