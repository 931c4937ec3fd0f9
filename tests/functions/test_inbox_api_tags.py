"""A seller's own tags on one item through the API: all of them at once, clean and bounded."""

from typing import Any

import pytest

from shared.domain.tagging import LONGEST_TAG, MOST_TAGS
from tests.builders import make_item
from tests.functions.api import fields, problem
from tests.functions.conversation import shop


def test_tags_are_kept_clean_and_each_once() -> None:
    item = make_item(tags=("Мягкий",))
    world, browser = shop(item)
    path = f"/interactions/{item.id}"
    since = browser.get("/inbox/changes").get_json()["next"]
    world.pass_time(seconds=40)

    written = ["  Брак   партии ", "брак партии", "на\nскладе", "№7 50% +/-?!#&_.", "и\u0306"]
    told = browser.ask("PATCH", path, body={"tags": written}).get_json()
    world.bill().clear()
    again = browser.ask("PATCH", path, body={"tags": told["tags"]}).get_json()

    assert told["tags"] == ["Брак партии", "на складе", "№7 50% +/-?!#&_.", "й"]
    assert told["source"]["tags"] == ["Мягкий"]
    assert again["tags"] == told["tags"]
    assert (again["row"]["revision"], world.bill().writes.total()) == (1, 0)
    world.pass_time(seconds=1)
    changed = browser.get("/inbox/changes", since=since).get_json()["changed"]
    assert [row["id"] for row in changed] == [item.id]


def test_other_edits_leave_tags_and_an_empty_list_takes_them_off() -> None:
    item = make_item()
    _, browser = shop(item)

    def patch(body: dict[str, Any]) -> list[str]:
        tags: list[str] = browser.ask("PATCH", f"/interactions/{item.id}", body=body).get_json()[
            "tags"
        ]
        return tags

    assert patch({"tags": ["опт"]}) == ["опт"]
    assert patch({"status": "closed", "note": "Позвонить"}) == ["опт"]
    assert patch({"tags": []}) == []


def test_rows_show_tags_and_lists_are_narrowed_by_them() -> None:
    item, other = make_item(), make_item(external_id="R2")
    _, browser = shop(item, other)
    path = f"/interactions/{item.id}"

    def rows(**query: Any) -> list[tuple[str, list[str]]]:
        items = browser.get("/inbox", **query).get_json()["items"]
        return [(row["id"], row.get("tags", [])) for row in items]

    assert browser.ask("PATCH", path, body={"tags": ["Ждёт замены"]}).status_code == 200

    borne = (item.id, ["Ждёт замены"])
    assert sorted(rows()) == sorted([borne, (other.id, [])])
    assert rows(tag=" ждёт  замены ") == rows(q="тег:«ждёт замены»") == [borne]
    assert rows(tag="опт") == rows(q="тег:опт") == []
    assert problem(browser.get("/inbox", tag="<b>"))[0] == 422
    assert browser.ask("PATCH", path, body={"tags": []}).status_code == 200
    assert rows(tag="ждёт замены") == []


@pytest.mark.parametrize(
    ("tags", "field", "message"),
    [
        ([""], "tags.0", "Не короче 1 символов"),
        (["  "], "tags.0", "Не короче 1 символов"),
        (["ок", "т" * (LONGEST_TAG + 1)], "tags.1", f"Не длиннее {LONGEST_TAG} символов"),
        ([str(one) for one in range(MOST_TAGS + 1)], "tags", f"Не больше {MOST_TAGS} значений"),
        (["<b>жир</b>"], "tags.0", "Только буквы, цифры, пробел и знаки - _ . + / & № # % ! ?"),
        (["тег\u202e"], "tags.0", "Только буквы, цифры, пробел и знаки - _ . + / & № # % ! ?"),
        ([7], "tags.0", "Здесь нужен текст"),
        ("опт", "tags", "Здесь нужен список"),
    ],
)
def test_a_tag_that_is_no_plain_words_is_refused(tags: Any, field: str, message: str) -> None:
    item = make_item()
    _, browser = shop(item)

    answer = browser.ask("PATCH", f"/interactions/{item.id}", body={"tags": tags})

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == [field]
    assert answer.get_json()["errors"][0]["message"] == message
