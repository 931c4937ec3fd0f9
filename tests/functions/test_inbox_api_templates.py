"""A seller's own reply templates, through the API."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.store.counting import CountingStore, CountingStores
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId
from shared.domain.reply_templates import (
    MOST_TEMPLATES,
    VARIABLES,
    ReplyTemplate,
    TemplateWords,
    fill_sample,
)
from shared.ports import Create, Query, Store, Write
from shared.usecases.keep_templates import TooManyTemplates, add_template
from tests.builders import NOON, SELLER
from tests.functions.api import Browser, fields, make_world, problem
from tests.stores import embedded_stores

TEXT = "Здравствуйте, {имя}! Спасибо, что выбрали {товар}."
WORDS: dict[str, Any] = {
    "title": "Благодарность",
    "text": TEXT,
    "channels": ["review"],
    "intents": ["thanks"],
}


def add(browser: Browser, number: int = 1, **changes: Any) -> Any:
    body = WORDS | {"client_request_id": str(uuid.UUID(int=number))} | changes
    return browser.post("/templates", body)


def change(browser: Browser, name: str, **changes: Any) -> Any:
    body = WORDS | {"revision": 1} | changes
    return browser.ask("PUT", f"/templates/{name}", body=body)


def titles(browser: Browser) -> list[str]:
    return [one["title"] for one in browser.get("/templates").get_json()["items"]]


def test_a_template_is_kept_listed_changed_and_taken_away() -> None:
    browser = make_world().seller()

    made = add(browser).get_json()
    name = made["template"]["id"]
    changed = change(browser, name, title="Спасибо").get_json()["template"]

    assert (made["template"]["channels"], made["findings"]) == (["review"], [])
    assert (changed["title"], changed["revision"]) == ("Спасибо", 2)
    assert titles(browser) == ["Спасибо"]
    assert browser.ask("DELETE", f"/templates/{name}").status_code == 204
    assert browser.ask("DELETE", f"/templates/{name}").status_code == 404
    assert titles(browser) == []


def test_the_list_says_which_variables_there_are_and_costs_nothing_unchanged() -> None:
    browser = make_world().seller()
    add(browser)

    first = browser.get("/templates")
    again = browser.get("/templates", headers={"If-None-Match": first.headers["ETag"]})

    known = [one["name"] for one in first.get_json()["variables"]]
    assert known == ["имя", "товар", "артикул", "бренд", "размер", "цвет", "оценка", "магазин"]
    assert first.get_json()["most"] == MOST_TEMPLATES
    assert again.status_code == 304


def test_the_same_request_again_makes_no_second() -> None:
    browser = make_world().seller()

    first, again = add(browser), add(browser)

    assert first.get_json() == again.get_json()
    assert titles(browser) == ["Благодарность"]


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("Здравствуйте, {фамилия}!", "unknown_variable", "{фамилия}"),
        ("Здравствуйте, {}!", "unknown_variable", "{}"),
        ("Здравствуйте, {имя!", "lone_brace", "{имя}"),
        ("Здравствуйте! " + "я" * 1000, "too_long", "1000"),
    ],
)
def test_what_is_no_template_is_said_at_the_field(text: str, code: str, word: str) -> None:
    browser = make_world().seller()

    answer = add(browser, text=text, channels=["chat"])

    assert problem(answer) == (422, "invalid")
    [wrong] = answer.get_json()["errors"]
    assert (wrong["field"], wrong["code"]) == ("text", code)
    assert word in wrong["message"]


def test_variables_are_read_in_any_case_and_spacing() -> None:
    browser = make_world().seller()

    assert add(browser, text="Здравствуйте, { Имя }! Спасибо за отзыв.").status_code == 201


def test_a_template_that_could_never_be_sent_is_refused_with_its_place() -> None:
    browser = make_world().seller()
    text = "{имя}, мы вернём деньги за {товар} сегодня."

    answer = add(browser, text=text)

    assert problem(answer) == (422, "guardrails")
    [finding] = answer.get_json()["findings"]
    assert (finding["rule"], finding["severity"]) == ("promise", "block")
    assert text[finding["start"] : finding["end"]] == "вернём деньги"
    assert finding["rewrite"] is None
    assert titles(browser) == []


def test_a_warning_is_told_and_the_template_is_kept() -> None:
    browser = make_world().seller()

    kept = add(browser, text="Спасибо, {имя}", channels=["review"]).get_json()

    assert [one["rule"] for one in kept["findings"]] == ["too_short"]
    assert titles(browser) == ["Благодарность"]


def test_places_are_found_behind_values_of_other_lengths() -> None:
    text = "{имя} {размер} {товар}: конец"
    filled = fill_sample(text)

    start = filled.text.index("конец")

    assert text[filled.origin(start, end=False) :] == "конец"
    assert filled.origin(len(filled.text), end=True) == len(text)
    assert text[filled.origin(1, end=False) : filled.origin(2, end=True)] == "{имя}"
    assert "{" not in fill_sample("".join(f"{{{name}}}" for name in VARIABLES)).text


def test_a_change_over_an_older_one_is_refused() -> None:
    browser = make_world().seller()
    name = add(browser).get_json()["template"]["id"]
    change(browser, name, title="Первое")

    late = change(browser, name, title="Второе")
    same = change(browser, name, title="Первое")

    assert problem(late) == (409, "conflict")
    assert same.get_json()["template"]["revision"] == 2
    assert titles(browser) == ["Первое"]


def kept(number: int) -> ReplyTemplate:
    return ReplyTemplate(
        id=f"t{number}",
        title=f"Шаблон {number}",
        text=TEXT,
        channels=(),
        intents=(),
        revision=1,
        created_at=NOON,
        changed_at=NOON,
    )


def test_there_are_only_so_many() -> None:
    world = make_world()
    browser = world.seller()
    store = world.counting.of_seller(browser.seller)
    store.commit([Create(kept(number)) for number in range(MOST_TEMPLATES)])

    answer = add(browser)

    assert problem(answer) == (422, "invalid")
    assert fields(answer) == ["title"]
    assert "200" in answer.get_json()["errors"][0]["message"]


class BusyStores(CountingStores):
    """Somebody else adds a template just after all were counted."""

    def of_seller(self, seller: SellerId) -> Store:
        store = self._stores.of_seller(seller)
        return BusyStore(store, self.bill)


class BusyStore(CountingStore):
    def commit(self, writes: Sequence[Write]) -> None:
        if isinstance(writes[0], Create):
            self._store.commit([Create(kept(MOST_TEMPLATES))])
        super().commit(writes)


def test_two_at_once_do_not_pass_the_bound() -> None:
    plain = embedded_stores()
    store = plain.of_seller(SELLER)
    store.commit([Create(kept(number)) for number in range(1, MOST_TEMPLATES)])
    words = TemplateWords(title="Спасибо", text=TEXT)

    with pytest.raises(TooManyTemplates):
        add_template(
            SELLER,
            words,
            "1",
            stores=BusyStores(plain),
            clock=FixedClock(NOON),
            judge=Judge(),
        )

    assert store.count(Query(kind=ReplyTemplate)) == MOST_TEMPLATES


def test_another_sellers_templates_are_like_none() -> None:
    world = make_world()
    browser = world.seller()
    name = add(browser).get_json()["template"]["id"]
    stranger = world.seller("other@example.com")

    assert titles(stranger) == []
    assert change(stranger, name).status_code == 404
    assert stranger.ask("DELETE", f"/templates/{name}").status_code == 404
    assert titles(browser) == ["Благодарность"]
