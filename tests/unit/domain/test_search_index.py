"""What an item is found by."""

from dataclasses import replace

from infra.index_entries import count_entries
from shared.adapters.store.codec import encode_document
from shared.domain.interaction import (
    Answer,
    Channel,
    Interaction,
    Message,
    Order,
    Photo,
    Product,
    Sender,
)
from shared.domain.language.letters import fold_text
from shared.domain.search.forms import stems_of_forms
from shared.domain.search.index import (
    COMMON_LEFT_OUT,
    MOST_HEARD,
    MOST_TERMS,
    RARE_LEFT_OUT,
    VERSION,
    begin_index,
    index_item,
    stems_of_source,
)
from shared.domain.search.match import find_spans
from shared.domain.search.parser import parse_search
from shared.domain.search.query import Field
from shared.domain.search.words import rarity_of, read_stems
from tests.builders import NOON, make_chat, make_item
from tests.stores import DECLARED

TERMS = ("lookup", "terms")


def say(chat: Interaction, name: str, text: str) -> Message:
    return Message(id=name, interaction=chat.id, sender=Sender.CLIENT, sent_at=NOON, text=text)


def test_all_that_is_known_of_an_item_is_found() -> None:
    item = make_item(
        text="Нитки торчат",
        pros="Мягкая",
        cons="Линяет",
        tags=("Удобно",),
        rating=2,
        buyer_name="Алёна",
        answer=Answer(text="Обменяем её"),
        photos=(Photo(full="a", mini="b"),),
        product=Product(nm_id=12345678, name="Плед", brand="Уют", article="KMP-7"),
    )
    terms = set(item.lookup.terms)

    assert terms >= {"нитк", "торчат", "мягк", "линя", "удобн", "плед", "уют", "kmp", "обменя"}
    assert terms >= {"12345678", "★2", "@photo"}
    assert terms & set(read_stems("Алёна"))
    assert any(term.startswith("#") for term in terms)
    assert not terms & {"ее", "7"}
    assert item.lookup.version == VERSION


def test_a_long_text_keeps_its_rarest_stems_and_says_that_it_left_some_out() -> None:
    rare = [f"редкослов{letter}" for letter in "абвгдежзиклмнопрстуфхцчшщ"]
    common = ["товар", "размер", "качество", "спасибо", "заказ", "упаковка", "вкус", "цена"]
    short = make_item(text=" ".join(common))
    filled = make_item(text=" ".join([*common, *rare, *(f"слово{n}" for n in range(32))]))
    endless = make_item(text=" ".join(f"слово{n}редкое" for n in range(300)))

    assert not {COMMON_LEFT_OUT, RARE_LEFT_OUT} & set(short.lookup.terms)
    assert COMMON_LEFT_OUT in filled.lookup.terms
    assert set(read_stems(" ".join(rare))) <= set(filled.lookup.terms)
    assert RARE_LEFT_OUT in endless.lookup.terms
    assert len(filled.lookup.terms) == len(endless.lookup.terms) == MOST_TERMS
    assert str(endless.source.product.nm_id) in endless.lookup.terms


def test_what_a_chat_heard_is_kept_in_whatever_order_and_number_it_came() -> None:
    chat = make_chat()
    first, second = say(chat, "m1", "Порвался рукав"), say(chat, "m2", "Пришлите другой")

    straight = index_item(index_item(chat, [first]), [second])
    mixed = index_item(index_item(index_item(chat, [second]), [first]), [first, second])

    assert straight.lookup == mixed.lookup
    assert {"рукав", "порва"} & set(straight.lookup.terms)
    assert index_item(straight, [first]) is straight
    endless = index_item(chat, [say(chat, "m3", " ".join(f"слово{n}" for n in range(5000)))])
    assert len(endless.lookup.heard.split()) <= MOST_HEARD


def test_a_chat_of_which_older_words_may_be_missing_stays_unfinished() -> None:
    old = replace(make_chat(), lookup=replace(make_chat().lookup, version=0))

    assert index_item(old, [say(old, "m", "ещё")]).lookup.version == 0
    assert begin_index(old).lookup.version == VERSION
    review = replace(make_item(), lookup=replace(make_item().lookup, version=0))
    assert index_item(review).lookup.version == VERSION


def test_a_name_is_left_out_where_names_are_not_kept() -> None:
    item = make_item(buyer_name="Фёкла")
    nameless = index_item(replace(item, source=replace(item.source, buyer_name="")))

    assert set(read_stems("Фёкла")) <= set(item.lookup.terms)
    assert not set(read_stems("Фёкла")) & set(nameless.lookup.terms)
    assert not set(read_stems("Фёкла")) & stems_of_source(item.source, named=False)


def test_forms_of_a_word_share_a_stem_with_its_text() -> None:
    for text, typed in (("подарка", "подарок"), ("детей", "ребенок"), ("чехлов", "чехол")):
        assert stems_of_forms(typed) & set(read_stems(text))
    assert stems_of_forms("win10") == {"win10"}


def test_names_of_one_thing_are_rarer_than_words_and_words_than_common_ones() -> None:
    ranked = ["12345678", "перекраск", "нитк", "44", "товар", "хорош"]

    assert sorted(ranked, key=rarity_of, reverse=True) == ranked


def test_spans_are_where_words_stand_in_any_form() -> None:
    search = parse_search('нитки "не подошёл" покупатель:анна', NOON)
    text = "Торчит НИТКА, не подошел размер. Анна"

    spans = [text[span.start : span.end] for span in find_spans(text, search)]

    assert spans == ["НИТКА", "не подошел"]
    assert [text[s.start : s.end] for s in find_spans("Анне", search, Field.BUYER)] != []
    assert fold_text("Ёж") == "еж"


def test_an_item_has_few_index_entries_besides_its_terms() -> None:
    review = make_item(
        rating=1, order=Order(shk=7), parent_id="R0", child_id="R2", text="Порвалась", pros="нет"
    )
    tagged = replace(review, work=replace(review.work, tags=tuple("абвгдежз")))
    chat, question = make_chat(order_key="rid"), make_item(Channel.QUESTION, "Q")
    for item in (review, index_item(tagged), chat, question):
        entries = count_entries(encode_document(item), "interactions", DECLARED, TERMS)
        assert entries.others <= 8
        assert entries.terms == len(item.lookup.terms) <= MOST_TERMS


def test_an_article_is_found_with_and_without_its_dashes() -> None:
    item = make_item(text="Нитки торчат", product=Product(nm_id=1, article="ORG-300", name="Стол"))

    assert {"org", "300", "org300"} <= {*index_item(item).lookup.terms}
    assert "org300" in stems_of_source(item.source)
