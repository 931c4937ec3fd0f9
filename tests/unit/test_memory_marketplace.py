"""What a test may script on the marketplace in memory, and that its items are WB's."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.wb_cabinet import Effect, Landing, MemoryCabinet
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import (
    AccessDenied,
    Denial,
    InboxError,
    Malformed,
    RateLimited,
    Rejected,
    Unavailable,
)
from shared.domain.interaction import Channel, Sender
from shared.domain.marketplace import ListRequest
from shared.domain.products.card import Card, Picture
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.ports import Marketplace
from tests.wb_openapi import check_data

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNKNOWN = Outcome(verdict=Verdict.UNKNOWN)


def make(clock: FixedClock | None = None) -> tuple[MemoryCabinet, Marketplace]:
    marketplaces = MemoryMarketplaces(clock or FixedClock(NOON))
    cabinet = marketplaces.add_cabinet()
    return cabinet, marketplaces.open(marketplaces.issue_token())


def reply_to(review: str, text: str = "Спасибо!") -> Outgoing:
    return Outgoing(channel=Channel.REVIEW, target=review, text=text)


def shown(opened: Marketplace, channel: Channel, external_id: str) -> object:
    raw = opened.read_item(channel, external_id)
    assert raw is not None
    return raw["answer"]


def test_raw_items_have_the_documented_shapes() -> None:
    cabinet, opened = make()
    review, question = cabinet.add_review(text="Хорошо"), cabinet.add_question(text="Есть?")
    chat = cabinet.open_chat(text="Здравствуйте!")
    cabinet.say(chat, "Ответ", sender=Sender.SELLER, source="seller-portal")
    envelope = {"error": False, "errorText": "", "additionalErrors": None}

    for _ in range(2):
        for channel, target in ((Channel.REVIEW, review), (Channel.QUESTION, question)):
            raw = opened.read_item(channel, target)
            place = "feedback" if channel is Channel.REVIEW else "question"
            check_data(f"GET /api/v1/{place}", envelope | {"data": raw})
            opened.send_reply(Outgoing(channel=channel, target=target, text="Спасибо!"))
    check_data("GET /api/v1/seller/chats", {"result": list(opened.list_chats()), "errors": None})
    page = opened.list_events(None)
    result = {
        "next": page.next_cursor,
        "newestEventTime": "2026-11-22T12:00:00Z",
        "oldestEventTime": "2026-11-22T12:00:00Z",
        "totalEvents": len(page.items),
        "events": list(page.items),
    }
    check_data("GET /api/v1/seller/events", {"result": result, "errors": None})


def test_reads_fail_as_scripted_one_each() -> None:
    cabinet, opened = make()
    errors: list[InboxError] = [RateLimited(3), Unavailable("down"), Malformed("odd")]
    cabinet.fail_reads(*errors)

    for error in errors:
        with pytest.raises(type(error)):
            opened.list_chats()

    assert opened.list_chats() == ()
    assert len(cabinet.calls_of("list_chats")) == 4


@pytest.mark.parametrize("effect", list(Effect))
def test_a_failing_write_does_what_it_is_told(effect: Effect) -> None:
    cabinet, opened = make()
    review = cabinet.add_review(text="Хорошо")
    cabinet.fail_write(UNKNOWN, effect)

    outcome = opened.send_reply(reply_to(review))
    at_once = shown(opened, Channel.REVIEW, review) is not None
    cabinet.land_late_writes()
    later = shown(opened, Channel.REVIEW, review) is not None

    assert outcome == UNKNOWN
    assert (at_once, later) == (effect is Effect.AT_ONCE, effect is not Effect.NONE)
    assert [call.text for call in cabinet.calls_of("send_reply")] == ["Спасибо!"]


def test_every_landing_is_kept() -> None:
    cabinet, opened = make()
    review = cabinet.add_review(text="Хорошо")

    opened.send_reply(reply_to(review))
    opened.send_reply(reply_to(review, "Ещё раз"))

    assert cabinet.landings == [
        Landing(channel=Channel.REVIEW, target=review, text="Спасибо!", at=NOON)
    ]


def test_moderation_may_wait_for_a_person() -> None:
    clock = FixedClock(NOON)
    cabinet, opened = make(clock)
    cabinet.moderated_after, cabinet.visible_after = None, timedelta(hours=1)
    first, second = cabinet.add_review(text="Раз"), cabinet.add_review(text="Два")
    for review in (first, second):
        opened.send_reply(reply_to(review))

    cabinet.accept_answer(Channel.REVIEW, first)
    cabinet.reject_answer(Channel.REVIEW, second)
    clock.advance(timedelta(days=1))

    assert shown(opened, Channel.REVIEW, first) == {
        "text": "Спасибо!",
        "editable": True,
        "state": "wbRu",
    }
    assert shown(opened, Channel.REVIEW, second) == {
        "text": "Спасибо!",
        "editable": True,
        "state": "rejected",
    }


def test_a_shown_answer_can_be_accepted_too() -> None:
    cabinet, opened = make()
    cabinet.moderated_after = None
    question = cabinet.add_question(text="Есть?")
    opened.send_reply(Outgoing(channel=Channel.QUESTION, target=question, text="Да."))

    cabinet.accept_answer(Channel.QUESTION, question)

    assert shown(opened, Channel.QUESTION, question) is not None


def test_an_answer_from_long_ago_cannot_be_edited() -> None:
    clock = FixedClock(NOON)
    marketplaces = MemoryMarketplaces(clock)
    cabinet = marketplaces.add_cabinet()
    old = {"text": "Да.", "editable": True, "createDate": "2026-11-22T12:00:00Z"}
    question = cabinet.add_question(text="Есть?", answer=old, state="wbRu")
    spent = cabinet.add_question(text="Есть?", answer=old | {"editable": False}, state="wbRu")

    clock.advance(timedelta(days=61))
    opened = marketplaces.open(marketplaces.issue_token())

    for target in (question, spent):
        edit = Outgoing(channel=Channel.QUESTION, target=target, text="Нет.")
        assert opened.send_reply(edit).verdict is Verdict.REFUSED


def test_items_change_and_vanish() -> None:
    cabinet, opened = make()
    review = cabinet.add_review("own-id", text="Хорошо")

    cabinet.change_item(Channel.REVIEW, review, productValuation=1)
    raw = opened.read_item(Channel.REVIEW, review)
    cabinet.remove_item(Channel.REVIEW, review)

    assert raw is not None
    assert raw["productValuation"] == 1
    assert opened.read_item(Channel.REVIEW, review) is None


def test_events_come_in_pages() -> None:
    cabinet, opened = make()
    cabinet.events_page = 2
    chat = cabinet.open_chat("1:own", text="Раз", rid="order", at=NOON - timedelta(minutes=5))
    for minute in (4, 3):
        cabinet.say(chat, "Два", at=NOON - timedelta(minutes=minute))

    first = opened.list_events(None)
    second = opened.list_events(first.next_cursor)

    assert [len(page.items) for page in (first, second)] == [2, 1]
    assert first.items[0]["message"]["attachments"]["goodCard"]["rid"] == "order"


def test_a_late_message_with_a_known_sign_still_lands() -> None:
    cabinet, opened = make()
    chat = cabinet.open_chat(text="Здравствуйте!")
    sign = opened.list_chats()[0]["replySign"]
    written = Outgoing(channel=Channel.CHAT, target=chat, text="Да", reply_sign=sign)
    cabinet.fail_write(UNKNOWN, Effect.LATER)

    opened.send_reply(written)
    opened.send_reply(written)
    cabinet.land_late_writes()

    assert [landing.text for landing in cabinet.landings] == ["Да", "Да"]
    assert all(landing.add_time for landing in cabinet.landings)


def test_old_reviews_are_not_waiting_and_windows_are_open_on_both_sides() -> None:
    cabinet, opened = make()
    cabinet.add_review(text="Давно", at=NOON - timedelta(days=31))
    fresh = cabinet.add_review(text="Сейчас")

    page = opened.list_items(ListRequest(channel=Channel.REVIEW, answered=False))

    assert [item["id"] for item in page.items] == [fresh]


def test_a_test_token_and_an_unknown_seller_are_denied() -> None:
    marketplaces = MemoryMarketplaces(FixedClock(NOON))
    stranger = MemoryMarketplaces(FixedClock(NOON)).issue_token("sid-9")
    tokens = [marketplaces.issue_token(kind=TokenKind.TEST), stranger]

    for token in tokens:
        with pytest.raises(AccessDenied) as caught:
            marketplaces.open(token).list_chats()
        assert caught.value.denial is Denial.TOKEN


def test_a_personal_token_says_so() -> None:
    marketplaces = MemoryMarketplaces(FixedClock(NOON))

    facts = marketplaces.read_token(marketplaces.issue_token(kind=TokenKind.PERSONAL))

    assert facts.kind is TokenKind.PERSONAL


def test_cards_in_memory() -> None:
    cards = MemoryCards([Card(nm_id=1, name="Футболка")])
    cards.add(Card(nm_id=2, name="Кружка"))
    cards.add_photo(cards.photo_url(1), Picture(content=b"GIF89a", content_type="image/webp"))

    assert [card and card.name for card in map(cards.fetch, (1, 2, 3))] == [
        "Футболка",
        "Кружка",
        None,
    ]
    assert cards.fetched == [1, 2, 3]
    assert cards.fetch_photo(cards.photo_url(1)).content_type == "image/gif"
    with pytest.raises(Rejected):
        cards.fetch_photo(cards.photo_url(2))
    cards.is_down = True
    with pytest.raises(Unavailable):
        cards.fetch(1)
