"""What a model says and nobody has written down is gone before a seller sees the draft."""

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.wb_items import make_product
from shared.domain.drafts.claims.claim import ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.findings import CONTRADICTED
from shared.domain.drafts.draft import Draft, Method, Severity
from shared.domain.interaction import Channel
from shared.domain.products.card import Card, Characteristic, Price
from tests.builders import NOON
from tests.reply_bench import Bench
from tests.unit.usecases.test_draft_reply import drafts_of, write_draft
from tests.writers import ScriptedWriter

KEPT = "Спасибо за ваш вопрос, нам приятно, что вы выбираете эту вещь."
NOBODY_KNOWS = (
    (ClaimKind.COMPOSITION, "Состав: хлопок и немного шерсти."),
    (ClaimKind.MEASURE, "Ширина 150 см."),
    (ClaimKind.MEASURE, "Мощность целых 1800 ватт."),
    (ClaimKind.COUNTRY, "Сделано на фабрике в Турции."),
    (ClaimKind.SET, "В комплекте есть чехол."),
    (ClaimKind.PRICE, "Стоит она всего 1990 рублей."),
    (ClaimKind.AVAILABILITY, "Сейчас есть в наличии на складе."),
)
THE_CARD_DENIES = (
    (ClaimKind.COMPOSITION, "Состав: хлопок и немного шерсти."),
    (ClaimKind.MEASURE, "Ширина 150 см."),
    (ClaimKind.MEASURE, "Мощность целых 1800 ватт."),
    (ClaimKind.COUNTRY, "Сделано на фабрике в Турции."),
    (ClaimKind.SET, "В комплекте есть чехол."),
    (ClaimKind.PRICE, "Стоит она всего 1990 рублей."),
)
LINES = {
    "Состав": "полиэстер 100%",
    "Ширина": "90 см",
    "Мощность": "600 Вт",
    "Страна производства": "Китай",
    "Комплектация": "вещь - 1 шт.",
}


def draft_of(words: str, *lines: Characteristic, price: Price | None = None) -> Draft:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION, text="Расскажите о ней?")
    nm_id = bench.item(item).source.product.nm_id
    card = Card(nm_id=nm_id, name="Вещь", characteristics=lines, price=price)
    writer = ScriptedWriter(f"{KEPT} {words} Хорошего дня!")
    write_draft(bench, item, writer, cards=MemoryCards([card]))
    (draft,) = drafts_of(bench, item)
    assert draft.method is Method.LLM
    return draft


@pytest.mark.parametrize(("kind", "words"), NOBODY_KNOWS)
def test_a_fact_that_no_card_holds_is_left_out_of_a_draft(kind: ClaimKind, words: str) -> None:
    draft = draft_of(words)

    assert draft.text.startswith(f"{KEPT} Хорошего дня!"), kind
    assert not [one for one in draft.claims if one.verdict is ClaimVerdict.UNKNOWN]


@pytest.mark.parametrize(("kind", "words"), THE_CARD_DENIES)
def test_a_fact_that_the_card_denies_is_shown_with_its_line_and_blocks(
    kind: ClaimKind, words: str
) -> None:
    lines = [Characteristic(name=name, value=value) for name, value in LINES.items()]
    draft = draft_of(words, *lines, price=Price(kopecks=99_000, noted_at=NOON))

    denied = [one for one in draft.claims if one.verdict is ClaimVerdict.CONTRADICTED]
    assert {one.kind for one in denied} == {kind}
    assert all(one.field and one.value for one in denied)
    found = [one for one in draft.findings if one.rule == CONTRADICTED]
    assert {one.severity for one in found} == {Severity.BLOCK}
    assert denied[0].field in found[0].message


def test_what_the_name_of_a_product_says_is_known_without_a_card() -> None:
    bench = Bench()
    product = make_product() | {"productName": "Глина косметическая 100 мл"}
    item = bench.add_item(Channel.REVIEW, text="Хорошая", productDetails=product)
    text = "Спасибо, что выбрали глину косметическую 100 мл, пользуйтесь с радостью!"
    write_draft(bench, item, ScriptedWriter(text))

    (draft,) = drafts_of(bench, item)

    assert draft.text.startswith(text)
    assert {one.verdict for one in draft.claims} == {ClaimVerdict.CONFIRMED}
