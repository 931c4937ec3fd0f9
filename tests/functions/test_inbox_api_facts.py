"""What a text says of the product, and what it leaves open, through the API."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.automatic.codes import PromoCode
from shared.domain.interaction import Answer, Channel, Interaction
from shared.domain.products.card import Card, Characteristic
from shared.domain.settings import SellerSettings
from shared.ports import Create, Put
from shared.usecases.draft_reply import draft_reply
from tests.builders import NOON, make_chat, make_item
from tests.functions.api import problem
from tests.functions.test_inbox_api_replies import reply_body, shop


def test_what_the_card_denies_is_shown_and_refused_and_what_it_leaves_out_is_shown() -> None:
    item = make_item(Channel.QUESTION, text="Из чего он?")
    world, browser = shop(item)
    line = Characteristic(name="Состав", value="хлопок 100 %")
    card = Card(nm_id=item.source.product.nm_id, name="Плед", characteristics=(line,))
    world.counting.of_seller(browser.seller).commit([Create(card)])
    wrong, free = "Плед из чистой шерсти.", "Плед из хлопка, шум 40 дБ."

    found = browser.post("/checks", {"interaction_id": item.id, "text": wrong}).get_json()
    shown = browser.post("/checks", {"interaction_id": item.id, "text": free}).get_json()
    refused = browser.post(f"/interactions/{item.id}/reply", reply_body(wrong, confirm=True))

    (denied,) = [one for one in found["findings"] if one["rule"] == "contradicted_claim"]
    assert denied["message"] == "В карточке товара иначе: Состав — хлопок 100 %"
    assert denied["quote"] == "Ответ не должен спорить с карточкой товара"
    assert found["rewrite"] == "Уточним эту информацию и ответим точно."
    assert [one["verdict"] for one in shown["claims"]] == ["confirmed", "unknown"]
    assert shown["findings"] == []
    assert problem(refused) == (422, "guardrails")
    assert refused.get_json()["findings"] == found["findings"]


def test_an_open_ask_and_an_opposite_answer_want_a_second_press() -> None:
    item = make_item(Channel.QUESTION, text="Какой состав? Есть ли чехол?")
    before = make_item(
        Channel.QUESTION, "Q0", text="Из чего?", answer=Answer(text="Состав: 100 % хлопок.")
    )
    _, browser = shop(item, before)
    text = "Здравствуйте! Состав: 80 % хлопок."

    first = browser.post(f"/interactions/{item.id}/reply", reply_body(text))
    second = browser.post(f"/interactions/{item.id}/reply", reply_body(text, confirm=True))

    assert problem(first) == (422, "guardrails")
    found = first.get_json()["findings"]
    assert [(one["rule"], one["severity"]) for one in found] == [
        ("opposite_answer", "warn"),
        ("open_ask", "warn"),
    ]
    assert "«Состав: 100 % хлопок.»" in found[0]["message"]
    assert found[1]["message"] == "Остаётся без ответа: «Есть ли чехол»"
    assert second.status_code == 202


def test_a_wish_makes_another_draft_and_is_never_in_a_task() -> None:
    item = make_item(Channel.QUESTION, text="Есть ли чехол?")
    world, browser = shop(item)
    path = f"/interactions/{item.id}/draft"

    for wish in ("короче и с шуткой", "короче и с шуткой", "теплее"):
        assert browser.post(path, {"instruction": wish}).status_code == 202
        tasks = [task.payload for task in world.queue.waiting]
    draft_reply(
        browser.seller,
        item.id,
        stores=world.counting,
        writers=[TemplateWriter()],
        cards=MemoryCards(),
        clock=world.clock,
    )
    plain = browser.post(path).get_json()
    browser.post(path, {"instruction": "короче и с шуткой"})
    stored = world.counting.of_seller(browser.seller).get(Interaction, item.id)

    assert len(tasks) == 2
    assert all(set(one) == {"seller", "interaction", "cause"} for one in tasks)
    assert plain["reasons"] == []
    assert stored is not None
    assert stored.value.ai.draft is not None
    assert stored.value.ai.draft.wish == "короче и с шуткой"
    again = browser.post(path, {"instruction": "х" * 301})
    assert problem(again) == (422, "invalid")


def test_a_template_says_which_wishes_it_cannot_follow() -> None:
    item = make_item(Channel.QUESTION, text="Есть ли чехол?")
    world, browser = shop(item)
    browser.post(f"/interactions/{item.id}/draft", {"instruction": "добавь шутку"})

    report = draft_reply(
        browser.seller,
        item.id,
        stores=world.counting,
        writers=[TemplateWriter()],
        cards=MemoryCards(),
        clock=world.clock,
    )
    draft = browser.post(f"/interactions/{item.id}/draft").get_json()

    assert draft["id"] == report.draft_id == "1"
    assert draft["reasons"] == ["Шаблоны понимают только «короче», «теплее» и «без приветствия»"]


def test_a_chat_offers_the_code_that_holds_for_its_product_today_and_nothing_else_does() -> None:
    chat, review = make_chat(), make_item()
    world, browser = shop(chat, review)
    code = PromoCode(
        code="VESNA10",
        percent=10,
        starts_on=NOON.date(),
        ends_on=NOON.date(),
        channels=(Channel.REVIEW, Channel.CHAT),
    )

    def offered(item: Interaction, **changes: Any) -> str | None:
        codes = SellerSettings(promo_codes=(replace(code, **changes),))
        world.counting.of_seller(browser.seller).commit([Put(codes)])
        said: str | None = browser.get(f"/interactions/{item.id}").get_json()["promo"]
        return said

    promo = offered(chat)
    assert promo == "В нашем магазине действует промокод VESNA10: скидка 10 % до 22 ноября."
    text = f"Заказ уже едет к вам, спасибо за ожидание.\n\n{promo}"
    found = browser.post("/checks", {"interaction_id": chat.id, "text": text}).get_json()
    assert [one for one in found["findings"] if one["severity"] == "block"] == []
    assert offered(review) is None
    assert offered(chat, active=False) is None
    assert offered(chat, channels=(Channel.REVIEW,)) is None
    assert offered(chat, articles=(1,)) is None
    assert offered(chat, ends_on=NOON.date() - timedelta(days=1)) is None
