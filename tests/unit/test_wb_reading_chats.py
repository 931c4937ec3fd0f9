"""Chats are understood from their events and lines; answers are read back."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.adapters.wildberries.items import LARGEST_ITEM_BYTES
from shared.domain.chat import extend_tail
from shared.domain.errors import Malformed
from shared.domain.interaction import (
    ANY_IMAGE,
    Attachment,
    Channel,
    ChatTail,
    Product,
    Sender,
    Video,
)
from shared.domain.raw_items import ReadBack
from tests.recordings import recording
from tests.wb_reading import NOON, READER, source_of


def bundle(**changes: Any) -> dict[str, Any]:
    chat = recording("chats")["result"][0]
    events = recording("events")["result"]["events"]
    return {"chat": chat, "events": events} | changes


def test_a_chat_is_understood_from_its_events() -> None:
    parsed = READER.parse_item(Channel.CHAT, bundle(), NOON)

    source = parsed.source
    assert source.external_id == "1:11111111-a120-b178-008c-60af2460207c"
    assert source.created_at == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)
    assert source.buyer_name == "Олег"
    assert source.product == Product(nm_id=70_000_001, size="46")
    sign = "1:11111111-a120-b178-008c-60af2460207c:87654321:0f0e0d"
    rid = "2fb52cd9e25e52538a5f05994e688ae5"
    given = ChatTail(reply_sign=sign, order_key=rid, price=990, currency="RUB")
    assert source.chat == extend_tail(given, parsed.messages)
    assert source.chat.waiting_since == datetime(2026, 11, 22, 11, 50, tzinfo=UTC)
    assert [message.sender for message in parsed.messages] == [
        Sender.CLIENT,
        Sender.WB,
        Sender.SELLER,
        Sender.WB,
        Sender.CLIENT,
    ]
    first = parsed.messages[0]
    assert first.photos[0].full.endswith("f2.jpg")
    assert first.attachments == (
        Attachment(
            name="Чек.pdf",
            download_id="ecaeb056-a4ee-45b4-ae45-666811755d38",
            content_type="application/pdf",
            size=1_046_143,
            url="https://chat-basket-01.wbbasket.ru/vol0/part1/f1/pdf/f1.pdf",
        ),
        Attachment(
            name="Фото",
            download_id="fd6be4e3-5447-41d7-a1e6-b2d3e06c3b05",
            content_type=ANY_IMAGE,
            url="https://chat-basket-01.wbbasket.ru/vol0/part1/f2/jpg/f2.jpg",
        ),
    )
    assert first.nm_id == 70_000_001
    assert len({message.interaction for message in parsed.messages}) == 1


def test_an_automatic_message_is_no_answer() -> None:
    events = recording("events")["result"]["events"][:2]
    from_the_buyers_site = deepcopy(events[1]) | {"sender": "seller", "source": "rusite"}
    nameless = deepcopy(events[1]) | {"sender": "seller", "eventID": "another"}

    raw = bundle(events=[*events, from_the_buyers_site | {"eventID": "third"}, nameless])
    parsed = READER.parse_item(Channel.CHAT, raw, NOON)

    tail = parsed.source.chat
    assert tail is not None
    assert tail.waiting_since == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)
    assert tail.last_sender is Sender.CLIENT
    assert {message.sender for message in parsed.messages[1:]} == {Sender.WB}


def test_an_answer_from_the_sellers_telephone_is_an_answer() -> None:
    events = recording("events")["result"]["events"][:3]
    events[2]["source"] = "android"

    tail = READER.parse_item(Channel.CHAT, bundle(events=events), NOON).source.chat

    assert tail is not None
    assert (tail.waiting_since, tail.last_sender) == (None, Sender.SELLER)


def test_events_alone_make_a_chat() -> None:
    events = recording("events")["result"]["events"]

    source = READER.parse_item(Channel.CHAT, {"chat": None, "events": events}, NOON).source

    assert source.buyer_name == "Олег"
    assert source.product.nm_id == 70_000_001
    assert source.chat is not None
    assert source.chat.reply_sign.endswith("0a0b0c")


def test_later_events_need_neither_name_nor_product() -> None:
    events = recording("events")["result"]["events"][2:3]

    source = READER.parse_item(Channel.CHAT, {"events": events}, NOON).source

    assert (source.buyer_name, source.product.nm_id) == ("", 0)
    assert source.chat is not None
    assert (source.chat.reply_sign, source.chat.order_key) == ("", "")


def test_a_line_of_the_list_alone_makes_a_chat_without_messages() -> None:
    chat = recording("chats")["result"][0]

    parsed = READER.parse_item(Channel.CHAT, {"chat": chat, "events": []}, NOON)
    bare = {"chat": {"chatID": "1:x", "goodCard": None, "lastMessage": None}, "events": []}
    oldest = READER.parse_item(Channel.CHAT, bare, NOON)

    assert parsed.messages == ()
    assert parsed.source.created_at == datetime(2026, 11, 22, 11, 50, tzinfo=UTC)
    assert oldest.source.created_at == NOON


def test_an_event_keeps_its_name_however_it_is_read() -> None:
    events = recording("events")["result"]["events"]
    whole = READER.parse_item(Channel.CHAT, bundle(), NOON).messages
    alone = READER.parse_item(Channel.CHAT, {"chat": None, "events": events[4:]}, NOON).messages

    assert alone == whole[-1:]
    assert alone[0].sender is Sender.CLIENT


def test_a_nameless_event_is_named_by_what_it_says() -> None:
    events = recording("events")["result"]["events"]
    for event in events:
        event["eventID"] = None

    once = READER.parse_item(Channel.CHAT, bundle(events=events), NOON).messages
    events[0]["message"]["text"] += "!"
    twice = READER.parse_item(Channel.CHAT, bundle(events=events), NOON).messages

    assert [one.id for one in once[1:]] == [one.id for one in twice[1:]]
    assert once[0].id != twice[0].id
    assert len({one.id for one in once}) == 5


def test_an_event_is_dated_by_either_of_its_times() -> None:
    event = recording("events")["result"]["events"][0]
    odd = [{"addTimestamp": stamp} for stamp in (None, 0, 10**30, True, 253_402_300_799_000)]

    for change in odd:
        parsed = READER.parse_item(Channel.CHAT, {"events": [event | change]}, NOON)
        assert parsed.messages[0].sent_at == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


def test_service_events_are_kept_and_are_nobodys_words() -> None:
    event = recording("events")["result"]["events"][0]
    silent = {"message": {"text": " ", "attachments": {"goodCard": event["message"]}}}
    foreign = {"eventType": "refund", "message": {"text": "Возврат"}}

    raw = {"events": [event | silent, event | foreign, event | {"message": None}]}
    parsed = READER.parse_item(Channel.CHAT, raw, NOON)

    assert [message.sender for message in parsed.messages] == [Sender.WB] * 3
    assert parsed.source.chat is not None
    assert parsed.source.chat.waiting_since is None


def test_a_picture_without_words_is_a_message() -> None:
    event = recording("events")["result"]["events"][0]
    event["message"]["text"] = None
    event["message"]["attachments"]["files"] = [{"downloadID": "d"}]

    parsed = READER.parse_item(Channel.CHAT, {"events": [event]}, NOON)

    assert parsed.messages[0].attachments[0] == Attachment(name="Файл", download_id="d")
    assert parsed.source.chat is not None
    assert len(parsed.source.chat.pending) == 1


def test_a_large_bundle_of_small_messages_is_read() -> None:
    event = recording("events")["result"]["events"][1]
    event["message"]["text"] = "о" * 1000
    events = [event | {"eventID": f"e{number}"} for number in range(LARGEST_ITEM_BYTES // 2000)]

    parsed = READER.parse_item(Channel.CHAT, {"events": events}, NOON)

    assert len(parsed.messages) == len(events)


def test_several_pictures_are_told_apart_by_their_names() -> None:
    event = recording("events")["result"]["events"][0]
    event["message"]["attachments"]["images"] = [{"downloadID": name} for name in "abc"]
    event["message"]["attachments"]["files"] = [
        {"downloadID": "d"},
        {"downloadID": "e", "name": "Чек.pdf"},
        {"downloadID": "f"},
    ]

    (message,) = READER.parse_item(Channel.CHAT, {"events": [event]}, NOON).messages

    names = [one.name for one in message.attachments]
    assert names == ["Файл 1", "Чек.pdf", "Файл 2", "Фото 1", "Фото 2", "Фото 3"]


@pytest.mark.parametrize("last", [None, {"text": "Здравствуйте", "addTimestamp": None}])
def test_a_line_that_wb_has_not_dated_looks_the_same_at_each_reading(last: Any) -> None:
    chat = recording("chats")["result"][0] | {"lastMessage": last}
    raw = {"chat": chat, "events": []}

    sources = [source_of(Channel.CHAT, raw, NOON + timedelta(hours=hour)) for hour in range(2)]

    assert sources[0].content_hash == sources[1].content_hash
    assert [source.created_at for source in sources] == [NOON, NOON + timedelta(hours=1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"chat": None, "events": []},
        {"chat": {"clientName": "Олег"}},
        {"events": [{"eventID": "e", "addTimestamp": 1}]},
        {"events": [{"chatID": "1:other", "addTimestamp": 1}]},
        {"events": [{"chatID": "1:11111111-a120-b178-008c-60af2460207c"}]},
        {"events": "none"},
    ],
)
def test_a_bundle_that_is_not_one_chat_is_malformed(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        READER.parse_item(Channel.CHAT, bundle(**wrong), NOON)


def test_a_renewed_sign_does_not_change_the_content() -> None:
    renewed = bundle()
    renewed["chat"]["replySign"] = "another"

    before = source_of(Channel.CHAT, bundle())
    after = source_of(Channel.CHAT, renewed)

    assert after.chat is not None
    assert after.chat.reply_sign == "another"
    assert after.content_hash == before.content_hash


def test_the_answer_of_a_review_is_read_back() -> None:
    raw = recording("review")

    assert READER.read_answer(Channel.REVIEW, raw) == ReadBack(
        exists=True,
        found=raw["answer"]["text"],
        wb_state="reviewRequired",
        editable=raw["answer"]["editable"],
    )
    assert READER.read_answer(Channel.REVIEW, raw | {"answer": None}) == ReadBack(exists=True)


def test_the_answer_of_a_question_is_read_back() -> None:
    raw = recording("question")

    assert READER.read_answer(Channel.QUESTION, raw) == ReadBack(
        exists=True,
        found=raw["answer"]["text"],
        wb_state="wbRu",
        editable=raw["answer"]["editable"],
    )
    new = raw | {"answer": None, "state": "suppliersPortalSynch"}
    assert READER.read_answer(Channel.QUESTION, new) == ReadBack(
        exists=True, wb_state="suppliersPortalSynch"
    )


def test_an_empty_answer_answers_no_question() -> None:
    raw = recording("question") | {"answer": {"text": " ", "editable": True}}

    assert source_of(Channel.QUESTION, raw).answer is None
    assert READER.read_answer(Channel.QUESTION, raw).found is None


def test_a_video_of_an_unknown_form_is_a_video() -> None:
    raw = recording("review") | {"video": "https://example.org/v.m3u8"}

    assert source_of(Channel.REVIEW, raw).video == Video()


def test_an_answer_without_a_readable_date_is_still_an_answer() -> None:
    raw = recording("question")
    raw["answer"]["createDate"] = "soon"

    assert READER.read_answer(Channel.QUESTION, raw).found == raw["answer"]["text"]


def test_moments_of_other_zones_become_utc() -> None:
    moscow = datetime(2026, 11, 20, 13, 45, 10, tzinfo=timezone(timedelta(hours=3)))

    assert source_of(Channel.REVIEW, recording("review")).created_at == moscow
