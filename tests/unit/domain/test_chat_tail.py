"""A chat's tail does not depend on how its messages came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.domain import chat as rules
from shared.domain.chat import MOST_PENDING, extend_tail, is_same_chat
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel, ChatTail, Message, Product, Sender, Source
from shared.domain.raw_items import ParsedItem
from tests.builders import NOON, make_source

CHAT = interaction_id("chat", "c1")
MINUTE = timedelta(minutes=1)


def said(minute: int, sender: Sender = Sender.CLIENT, text: str = "") -> Message:
    return Message(
        id=f"m{minute}-{sender.value}",
        interaction=CHAT,
        sender=sender,
        sent_at=NOON + minute * MINUTE,
        text=text or f"слова {minute}",
    )


def line(minute: int, **facts: object) -> ParsedItem:
    chat = ChatTail(reply_sign=f"sign-{minute}", order_key="rid-1")
    known = {"buyer_name": "Мария", "product": Product(nm_id=7), "chat": chat} | facts
    at = NOON + minute * MINUTE
    return ParsedItem(
        channel=Channel.CHAT, source=make_source("c1", text="", observed_at=at, **known)
    )


def events(minute: int, messages: Sequence[Message], **facts: object) -> ParsedItem:
    known = {"product": Product(nm_id=0), "created_at": messages[0].sent_at} | facts
    source = make_source(
        "c1",
        text="",
        observed_at=NOON + minute * MINUTE,
        chat=extend_tail(ChatTail(), messages),
        **known,
    )
    return ParsedItem(channel=Channel.CHAT, source=source, messages=tuple(messages))


def merge_chat(source: Source, parsed: ParsedItem) -> Source:
    return rules.merge_chat(source, parsed, listed=not parsed.messages)


def first_chat(parsed: ParsedItem) -> Source:
    return rules.first_chat(parsed, listed=not parsed.messages)


def test_a_chat_waits_since_the_oldest_words_that_nobody_answered() -> None:
    tail = extend_tail(ChatTail(), [said(1), said(2, Sender.SELLER), said(3), said(4)])

    assert tail.waiting_since == NOON + 3 * MINUTE
    assert len(tail.pending) == 2
    assert tail.last_text == "слова 4"


def test_an_answer_that_arrives_late_leaves_what_came_after_it() -> None:
    early = extend_tail(ChatTail(), [said(1), said(3)])

    tail = extend_tail(early, [said(2, Sender.SELLER)])

    assert tail.waiting_since == NOON + 3 * MINUTE
    assert tail.last_text == "слова 3"


def test_what_wb_says_neither_answers_nor_asks() -> None:
    asked = extend_tail(ChatTail(), [said(1), said(2, Sender.WB)])
    alone = extend_tail(ChatTail(), [said(2, Sender.WB)])

    assert asked.waiting_since == NOON + MINUTE
    assert asked.last_sender is Sender.CLIENT
    assert alone.last_sender is Sender.WB
    assert alone.waiting_since is None


def test_a_flood_keeps_the_oldest_words() -> None:
    tail = extend_tail(ChatTail(), [said(minute) for minute in range(MOST_PENDING + 50)])

    assert len(tail.pending) == MOST_PENDING
    assert tail.waiting_since == NOON


MESSAGES = st.lists(st.builds(said, st.integers(0, 12), st.sampled_from(list(Sender))), max_size=9)


@given(messages=MESSAGES, dice=st.randoms(use_true_random=False))
def test_order_parts_and_repetitions_make_no_difference(
    messages: list[Message], dice: Random
) -> None:
    whole = extend_tail(ChatTail(), messages)
    parts = [*messages, *dice.sample(messages, len(messages) // 2)]
    dice.shuffle(parts)
    tail = ChatTail()

    for message in parts:
        tail = extend_tail(tail, [message])

    assert tail == whole


@given(dice=st.randoms(use_true_random=False))
def test_reads_of_a_chat_may_be_merged_in_any_order(dice: Random) -> None:
    reads = [
        line(0),
        line(5, buyer_name="Анна"),
        events(1, [said(1)]),
        events(2, [said(2, Sender.SELLER)]),
        events(4, [said(3), said(1)]),
    ]
    dice.shuffle(reads)
    source = first_chat(reads[0])

    for read in [*reads[1:], *reads]:
        source = merge_chat(source, read)

    assert source.chat is not None
    assert source.buyer_name == "Анна"
    assert source.product.nm_id == 7
    assert source.chat.reply_sign == "sign-5"
    assert source.chat.waiting_since == NOON + 3 * MINUTE
    assert source.chat.listed_at == source.observed_at == NOON + 5 * MINUTE
    assert source.created_at == NOON


def test_events_fill_in_what_no_line_has_said() -> None:
    sign = ChatTail(reply_sign="from-event")
    first = events(1, [said(1)], buyer_name="Ева", product=Product(nm_id=9))
    opened = replace(first, source=replace(first.source, chat=sign))

    source = first_chat(opened)
    merged = merge_chat(source, line(0, buyer_name="", product=Product(nm_id=0)))

    assert merged.buyer_name == "Ева"
    assert merged.product.nm_id == 9
    assert merged.chat is not None
    assert merged.chat.reply_sign == "sign-0"


def test_reading_the_same_again_changes_nothing() -> None:
    source = merge_chat(first_chat(line(0)), events(1, [said(1)]))

    again = merge_chat(source, line(9, chat=ChatTail(reply_sign="sign-0", order_key="rid-1")))
    more = merge_chat(source, events(9, [said(2)]))

    assert is_same_chat(source, again)
    assert not is_same_chat(source, more)


def test_a_line_and_its_events_may_come_together() -> None:
    both = events(1, [said(1)], buyer_name="Мария", product=Product(nm_id=7))

    source = rules.first_chat(both, listed=True)

    assert source.chat is not None
    assert source.chat.listed_at == NOON + MINUTE
    assert len(source.chat.pending) == 1


@given(dice=st.randoms(use_true_random=False))
def test_the_lists_preview_stands_in_until_messages_are_seen(dice: Random) -> None:
    def shown(minute: int, text: str) -> ParsedItem:
        tail = ChatTail(reply_sign="s", preview=text, preview_at=NOON + minute * MINUTE)
        return line(minute, chat=tail)

    reads = [shown(0, "Первое"), shown(5, "Второе"), shown(3, "Между")]
    dice.shuffle(reads)
    source = first_chat(reads[0])
    for read in reads[1:]:
        source = merge_chat(source, read)
    heard = merge_chat(source, events(6, [said(1)]))
    again = merge_chat(heard, shown(9, "Третье"))

    assert source.chat is not None
    assert (source.chat.preview, source.chat.preview_at) == ("Второе", NOON + 5 * MINUTE)
    assert source.chat.waiting_since is None
    assert heard.chat is not None
    assert (heard.chat.preview, heard.chat.preview_at) == ("", None)
    assert is_same_chat(heard, again)
