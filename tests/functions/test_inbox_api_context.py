"""What lies around an interaction, as the API tells it: apart, bounded, and never another's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.drafts.draft import Draft, Method
from shared.domain.interaction import Answer, Channel, Interaction, Origin, Product
from shared.domain.search.index import begin_index
from shared.domain.understanding import DraftMark
from shared.ports import Create
from shared.usecases.link_thread import link_thread
from shared.usecases.read_context import MOST_READ
from shared.usecases.read_timeline import MOST_NEIGHBOURS
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import Browser, World, make_world, problem

WORDS = "Молния сломалась через неделю, верните деньги"


def shop(*items: Interaction) -> tuple[World, Browser]:
    world = make_world()
    browser = world.seller()
    world.put(browser.seller, *items)
    return world, browser


def before(item: Interaction, days: float) -> Interaction:
    at = NOON - timedelta(days=days)
    return replace(item, source=replace(item.source, created_at=at), occurred_at=at)


def named(item: Interaction, name: str) -> Interaction:
    return begin_index(replace(item, source=replace(item.source, buyer_name=name)))


def many(count: int) -> list[Interaction]:
    return [
        before(make_item(external_id=f"X{n}", buyer_name="Пётр", text=f"Тест {n}"), n / 100)
        for n in range(count)
    ]


def test_a_timeline_keeps_this_buyer_and_others_apart() -> None:
    first, second = make_chat("1:a", order_key="o"), make_chat("1:b", order_key="o")
    neighbour = before(make_item(buyer_name="Пётр", text="Мала", answer=Answer(text="Увы")), 3)
    world, browser = shop(first, second, neighbour)
    link_thread(browser.seller, first.id, stores=world.counting, clock=world.clock)

    timeline = browser.get(f"/interactions/{first.id}/timeline").get_json()

    assert (timeline["scope"], timeline["window_days"]) == ("customer_order", 45)
    assert timeline["thread_key"]["order_id"] == "o"
    assert timeline["channels_present"] == ["review", "chat"]
    steps = {step["interaction_id"]: step for step in timeline["steps"]}
    assert [steps[item.id]["group"] for item in (first, second, neighbour)] == [
        "current",
        "exact",
        "neighbour",
    ]
    assert steps[first.id]["is_current"]
    assert (steps[second.id]["confidence"], steps[second.id]["action_mode"]) == (
        0.99,
        "auto_allowed",
    )
    other = steps[neighbour.id]
    assert (other["confidence"], other["action_mode"], other["is_other_buyer"]) == (
        0.82,
        "assist_only",
        True,
    )
    assert other["last_reply_text"] == "Увы"
    assert other["wb_url"].startswith("https://seller.wildberries.ru/feedbacks/")
    assert "Пётр" not in str(timeline)


def test_others_drafts_and_examples_stay_out_of_a_timeline() -> None:
    item, other, example = make_item(), make_item(external_id="N"), make_item(external_id="D")
    example = replace(example, source=replace(example.source, origin=Origin.DEMO))
    drafts = [
        Draft(
            id=f"d{one.id}",
            interaction=one.id,
            basis="b",
            text=f"Ответ {one.source.external_id}",
            method=Method.TEMPLATE,
            model="",
            prompt_version="1",
            made_at=NOON,
        )
        for one in (item, other)
    ]
    marks = [DraftMark(id=draft.id, basis="b", method="template", made_at=NOON) for draft in drafts]
    items = [
        replace(one, ai=replace(one.ai, draft=mark))
        for one, mark in zip((item, other), marks, strict=True)
    ]
    world, browser = shop(*items, example)
    world.counting.of_seller(browser.seller).commit([Create(draft) for draft in drafts])

    steps = browser.get(f"/interactions/{item.id}/timeline").get_json()["steps"]

    assert {step["interaction_id"]: step["last_draft_text"] for step in steps} == {
        item.id: f"Ответ {item.source.external_id}",
        other.id: None,
    }


def test_the_newest_and_the_current_step_are_never_cut_off() -> None:
    current = before(make_item(external_id="R0", text="Давно"), 44)
    crowd = many(MOST_NEIGHBOURS + 40)
    world, browser = shop(current, *crowd)
    world.bill().clear()

    timeline = browser.get(f"/interactions/{current.id}/timeline").get_json()

    shown = [step["interaction_id"] for step in timeline["steps"]]
    assert shown[0] == current.id
    assert shown[-1] == crowd[0].id
    assert (len(shown), timeline["is_cut"]) == (MOST_NEIGHBOURS + 1, True)
    assert world.bill().reads[Interaction] <= MOST_NEIGHBOURS + 1
    moments = [step["occurred_at"] for step in timeline["steps"]]
    assert moments == sorted(moments)


@pytest.mark.parametrize(("days", "status"), [(1, 200), (180, 200), (0, 422), (181, 422)])
def test_the_window_has_bounds(days: int, status: int) -> None:
    item = make_item()
    _, browser = shop(item)

    answer = browser.get(f"/interactions/{item.id}/timeline?window_days={days}")

    assert answer.status_code == status


def test_an_item_without_a_product_number_has_neighbours_by_its_article() -> None:
    product = Product(nm_id=0, article="Куртка-77")
    item = make_item(product=product)
    other = make_item(external_id="R2", product=replace(product, nm_id=5))
    _, browser = shop(item, other)

    timeline = browser.get(f"/interactions/{item.id}/timeline").get_json()

    reasons = {step["match_reason"]: step["confidence"] for step in timeline["steps"]}
    assert reasons == {"current_interaction": 1.0, "article_time_window": 0.78}


def test_guesses_say_why_and_can_be_taken_away_and_put_back() -> None:
    review = named(make_item(text=WORDS), "Мария")
    chat = named(make_chat(text=WORDS), "Мария")
    world, browser = shop(review, chat)
    link_thread(browser.seller, review.id, stores=world.counting, clock=world.clock)
    path = f"/interactions/{review.id}/links/{chat.id}"

    (link,) = browser.get(f"/interactions/{review.id}").get_json()["links"]
    assert link["kind"] == "probabilistic"
    assert {"id": "name_match_probabilistic", "words": "такое же имя"} in link["reasons"]
    assert (link["auto_action_allowed"], link["policy_reason"]) == (
        False,
        "probabilistic_link_assist_only",
    )
    steps = browser.get(f"/interactions/{chat.id}/timeline").get_json()["steps"]
    assert {step["group"]: step["can_unlink"] for step in steps} == {
        "current": False,
        "guess": True,
    }

    assert browser.ask("DELETE", path).status_code == 204
    assert browser.get(f"/interactions/{chat.id}").get_json()["links"] == []
    assert browser.ask("DELETE", path).status_code == 204
    assert browser.ask("PUT", path).status_code == 204
    assert browser.get(f"/interactions/{chat.id}").get_json()["links"][0]["id"] == review.id


def test_nobody_unlinks_what_is_not_linked_or_not_theirs() -> None:
    review, chat = make_item(), make_chat()
    world, browser = shop(review, chat)
    stranger = world.seller("other@example.com")

    for one in (browser, stranger):
        for method in ("DELETE", "PUT"):
            answer = one.ask(method, f"/interactions/{review.id}/links/{chat.id}")
            assert problem(answer) == (404, "not_found")
    assert problem(stranger.get(f"/interactions/{review.id}/timeline")) == (404, "not_found")
    assert problem(stranger.get(f"/interactions/{review.id}/context")) == (404, "not_found")


def test_the_products_figures_say_how_many_they_are() -> None:
    product = Product(nm_id=7_700_001, size="46")
    items = [
        before(make_item(external_id=f"R{n}", product=product, size_fit="smaller", rating=4), 2)
        for n in range(8)
    ]
    item = make_item(Channel.QUESTION, "Q1", product=product, text="Маломерит?")
    _, browser = shop(item, *items)

    facts = browser.get(f"/interactions/{item.id}/context").get_json()["facts"]

    assert (facts["reviews"], facts["is_cut"]) == (8, False)
    assert facts["rating"] == {"mean": 4.0, "rated": 8, "recent": 4.0, "earlier": None}
    assert (facts["fit"]["n"], facts["fit"]["tendency"]) == (8, "smaller")
    assert facts["sizes"][0]["size"] == "46"


def test_earlier_answers_come_with_the_words_that_they_answered() -> None:
    item = make_item(Channel.QUESTION, "Q1", text="Какой состав ткани?")
    answered = make_item(
        Channel.QUESTION, "Q2", text="Состав ткани какой?", answer=Answer(text="Хлопок 95 %")
    )
    _, browser = shop(item, answered)

    (answer,) = browser.get(f"/interactions/{item.id}/context").get_json()["answers"]

    assert (answer["text"], answer["asked"]) == ("Хлопок 95 %", "Состав ткани какой?")
    assert answer["likeness"] == 1.0


def test_a_context_reads_a_bounded_part_of_a_popular_product() -> None:
    item = make_item()
    world, browser = shop(item, *many(MOST_READ + 50))
    world.bill().clear()

    facts = browser.get(f"/interactions/{item.id}/context").get_json()["facts"]

    assert facts["is_cut"]
    assert world.bill().reads[Interaction] <= MOST_READ + 1
