"""A draft is written once for the words that wait, by the first writer that can."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.store.faults import Fault, FaultyStores, in_turn
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.drafts.brief import PLAIN_BRIEF, Brief
from shared.domain.drafts.draft import Draft, Method
from shared.domain.drafts.drafting import basis_of
from shared.domain.drafts.written import Written
from shared.domain.errors import Malformed, Rejected, RetryLater, Stale, Unavailable
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Message, Sender
from shared.domain.products.card import Card
from shared.domain.settings import SellerSettings
from shared.ports import Create, Patch, Put, Query, Writer
from shared.usecases.draft_reply import DraftReport, DraftState, draft_reply
from tests.builders import NOON, SELLER
from tests.reply_bench import Bench
from tests.writers import ScriptedWriter

GOOD = "Спасибо за отзыв, очень рады вашей оценке!"


def write_draft(
    bench: Bench,
    item: InteractionId,
    *writers: Writer,
    cards: MemoryCards | None = None,
) -> DraftReport:
    return draft_reply(
        SELLER,
        item,
        stores=bench.stores,
        writers=writers or [TemplateWriter()],
        cards=cards or MemoryCards(),
        clock=bench.clock,
    )


def drafts_of(bench: Bench, item: InteractionId) -> list[Draft]:
    found = bench.plain.of_seller(SELLER).find(Query(kind=Draft, within=(item,)))
    return [stored.value for stored in found]


@pytest.mark.parametrize("channel", Channel)
def test_a_draft_costs_two_writes_and_a_repeated_task_none(channel: Channel) -> None:
    bench = Bench()
    item = bench.add_item(channel)
    store = bench.plain.of_seller(SELLER)
    nm_id = bench.item(item).source.product.nm_id
    store.commit([Put(Card(nm_id=nm_id, name="Плед", fetched_at=NOON))])
    bench.counting.bill.clear()

    first = write_draft(bench, item)
    assert bench.counting.bill.writes.total() == 2
    assert bench.counting.bill.commits == 1
    second = write_draft(bench, item)

    assert (first.state, second.state) == (DraftState.MADE, DraftState.KEPT)
    assert bench.counting.bill.writes.total() == 2
    (draft,) = drafts_of(bench, item)
    mark = bench.item(item).ai.draft
    assert mark is not None
    assert (mark.id, mark.basis) == (draft.id, basis_of(bench.item(item)))
    assert first.facts() == {"interaction": item, "state": "made", "method": "template"}


def test_the_models_words_are_kept_with_its_name() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    report = write_draft(bench, item, ScriptedWriter(GOOD), TemplateWriter())

    (draft,) = drafts_of(bench, item)
    assert (draft.text, draft.method, draft.model) == (GOOD, Method.LLM, "m")
    assert report.facts()["model"] == "wrote"
    assert draft.findings == ()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Unavailable("down"), "failed"),
        (Malformed("odd"), "failed"),
        ("Пишите на shop@example.ru, ответим", "guardrails"),
        ("Сразу вернём деньги!", "guardrails"),
    ],
)
def test_a_model_that_fails_or_breaks_the_rules_gives_way_to_templates(
    answer: str | Rejected | RetryLater, told: str
) -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    report = write_draft(bench, item, ScriptedWriter(answer), TemplateWriter())

    assert report.method == "template"
    assert report.facts()["model"] == told
    assert drafts_of(bench, item)[0].method is Method.TEMPLATE


def test_a_model_that_rests_is_told_for_every_draft_that_it_leaves_out() -> None:
    bench = Bench()
    items = [bench.add_item(Channel.REVIEW) for _ in range(5)]

    down = ScriptedWriter(*[Unavailable("down")] * 3)
    told = [write_draft(bench, item, down, TemplateWriter()).facts()["model"] for item in items]

    assert told == ["failed"] * 3 + ["resting"] * 2


def test_a_warning_is_attached() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    write_draft(bench, item, ScriptedWriter("Спасибо!"))

    assert [one.rule for one in drafts_of(bench, item)[0].findings] == ["too_short"]


def test_without_any_writer_the_task_is_tried_again() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)

    with pytest.raises(Unavailable):
        write_draft(bench, item, ScriptedWriter(Unavailable("down")))


def test_new_words_get_a_new_draft() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT)
    write_draft(bench, item)
    bench.clock.advance(timedelta(minutes=1))
    chat = bench.item(item).source.external_id
    bench.cabinet.say(chat, "И когда он придёт?")
    bench.ingest(Channel.CHAT, chat)

    report = write_draft(bench, item)

    assert (report.state, report.draft_id) == (DraftState.MADE, "2")


def test_a_discarded_draft_is_followed_by_another_one() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    write_draft(bench, item)
    discard = Patch(Interaction, (item,), {"ai.draft.basis": ""})
    bench.plain.of_seller(SELLER).commit([discard])

    write_draft(bench, item)

    first, second = drafts_of(bench, item)
    assert first.text != second.text


def test_a_model_reads_the_last_messages_in_order() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, text="слова 0")
    chat = bench.item(item).source.external_id
    for number in range(1, 15):
        bench.clock.advance(timedelta(seconds=1))
        bench.cabinet.say(chat, f"слова {number}")
    bench.ingest(Channel.CHAT, chat)
    writer = ScriptedWriter(GOOD)

    write_draft(bench, item, writer)

    ((messages, _, _),) = writer.heard
    assert [one.text for one in messages] == [f"слова {number}" for number in range(5, 15)]


def test_nothing_is_suggested_where_nobody_waits() -> None:
    bench = Bench()
    answered = bench.add_item(Channel.REVIEW)
    name = bench.item(answered).source.external_id
    bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Ответ")
    bench.ingest(Channel.REVIEW, name)
    rating_only = bench.add_item(Channel.REVIEW, text="")
    silent = bench.add_item(Channel.CHAT)
    bench.clock.advance(timedelta(minutes=1))
    chat = bench.item(silent).source.external_id
    bench.cabinet.say(chat, "Мы ответили", sender=Sender.SELLER, source="seller-portal")
    bench.ingest(Channel.CHAT, chat)

    for item in (answered, rating_only, silent, InteractionId("nowhere")):
        assert write_draft(bench, item).state is DraftState.UNNEEDED


def test_nothing_is_suggested_while_a_reply_is_on_its_way_or_the_item_is_closed() -> None:
    bench = Bench()
    flying, closed = bench.add_item(Channel.REVIEW), bench.add_item(Channel.QUESTION)
    bench.approve(flying)
    work = replace(bench.item(closed).work, closed=True)
    bench.plain.of_seller(SELLER).commit([Patch(Interaction, (closed,), {"work": work})])

    assert write_draft(bench, flying).state is DraftState.UNNEEDED
    assert write_draft(bench, closed).state is DraftState.UNNEEDED


def test_the_card_is_fetched_once_a_day_and_old_ones_do_when_the_network_is_down() -> None:
    bench = Bench()
    items = [bench.add_item(Channel.QUESTION) for _ in range(4)]
    nm_id = bench.item(items[0]).source.product.nm_id
    cards = MemoryCards([Card(nm_id=nm_id, name="Футболка")])
    writer = ScriptedWriter(GOOD, GOOD, GOOD, GOOD)

    write_draft(bench, items[0], writer, cards=cards)
    write_draft(bench, items[1], writer, cards=cards)
    assert len(cards.fetched) == 1
    bench.clock.advance(timedelta(hours=25))
    write_draft(bench, items[2], writer, cards=cards)
    assert len(cards.fetched) == 2
    bench.clock.advance(timedelta(hours=25))
    cards.is_down = True
    write_draft(bench, items[3], writer, cards=cards)

    assert [card.name for _, card, _ in writer.heard if card] == ["Футболка"] * 4


def test_a_product_without_a_card_is_asked_for_once_and_blocks_nothing() -> None:
    bench = Bench()
    items = [bench.add_item(Channel.QUESTION) for _ in range(2)]
    cards, writer = MemoryCards(), ScriptedWriter(GOOD, GOOD)

    for item in items:
        write_draft(bench, item, writer, cards=cards)

    assert len(cards.fetched) == 1
    assert [card for _, card, _ in writer.heard] == [None, None]


def test_cards_that_are_down_from_the_start_block_nothing() -> None:
    bench = Bench()
    item = bench.add_item(Channel.QUESTION)
    cards = MemoryCards()
    cards.is_down = True

    assert write_draft(bench, item, cards=cards).state is DraftState.MADE


def test_a_chat_about_no_product_has_no_card() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, nm_id=0)
    cards = MemoryCards()

    assert write_draft(bench, item, cards=cards).state is DraftState.MADE
    assert cards.fetched == []


def test_drafts_are_signed_with_the_trade_mark_or_the_chosen_name() -> None:
    bench = Bench()
    items = [bench.add_item(Channel.REVIEW) for _ in range(3)]
    writer = ScriptedWriter(GOOD, GOOD, GOOD)
    write_draft(bench, items[0], writer)
    facts = TokenFacts(
        sid="s",
        kind=TokenKind.SERVICE,
        feedbacks=True,
        chats=True,
        returns=True,
        read_only=False,
        expires_at=NOON,
    )
    connection = Connection(facts=facts, cabinet="c", trade_mark="Пример", connected_at=NOON)
    profile = Seller(id=SELLER, name="И", email="e", created_at=NOON, connection=connection)
    bench.plain.shared().commit([Create(profile)])

    write_draft(bench, items[1], writer)
    bench.plain.of_seller(SELLER).commit([Put(SellerSettings(signature="Ателье"))])
    write_draft(bench, items[2], writer)

    assert [signature for _, _, signature in writer.heard] == ["", "Пример", "Ателье"]


@pytest.mark.parametrize("fault", [Fault.LOSE_ACKNOWLEDGEMENT, Fault.REFUSE])
def test_a_doubtful_commit_leaves_one_draft(fault: Fault) -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, nm_id=0)
    bench.stores = FaultyStores(bench.counting, in_turn(fault))

    write_draft(bench, item)

    assert len(drafts_of(bench, item)) == 1


def test_a_store_that_refuses_everything_is_tried_again_later() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, nm_id=0)
    bench.stores = FaultyStores(bench.counting, in_turn(*[Fault.REFUSE] * 9))

    with pytest.raises(Unavailable):
        write_draft(bench, item)


class TalkingWriter(ScriptedWriter):
    """While this model thinks, the buyer goes on."""

    def __init__(self, bench: Bench, item: InteractionId, words: str) -> None:
        super().__init__(GOOD)
        self._bench, self._item, self._words = bench, item, words

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
        brief: Brief = PLAIN_BRIEF,
    ) -> Written:
        self._bench.clock.advance(timedelta(seconds=5))
        chat = self._bench.item(self._item).source.external_id
        if self._words:
            self._bench.cabinet.say(chat, self._words)
            self._bench.ingest(Channel.CHAT, chat)
        else:
            store = self._bench.plain.of_seller(SELLER)
            store.commit([Patch(Interaction, (self._item,), {"work.note": "заметка"})])
        return super().write(interaction, messages, card, signature, brief)


def test_a_draft_for_words_that_are_no_longer_the_last_is_written_anew() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, nm_id=0)

    with pytest.raises(Stale):
        write_draft(bench, item, TalkingWriter(bench, item, "Отвечайте же"))

    assert drafts_of(bench, item) == []
    assert write_draft(bench, item).state is DraftState.MADE


def test_a_note_written_meanwhile_is_kept() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT, nm_id=0)

    report = write_draft(bench, item, TalkingWriter(bench, item, ""))

    assert report.state is DraftState.MADE
    assert bench.item(item).work.note == "заметка"
