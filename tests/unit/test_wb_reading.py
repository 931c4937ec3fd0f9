"""How WB's raw items are understood."""

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.adapters.wildberries.reading import LARGEST_ITEM_BYTES, WBReader
from shared.adapters.wildberries.wire import LARGEST_NUMBER
from shared.domain.chat import extend_tail
from shared.domain.errors import Malformed
from shared.domain.interaction import (
    ANY_IMAGE,
    Answer,
    AnswerState,
    Attachment,
    Channel,
    ChatTail,
    Order,
    Photo,
    Product,
    Sender,
    Source,
    Video,
)
from shared.domain.marketplace import ParsedItem, ReadBack
from tests.recordings import recording
from tests.wb_openapi import check_data, require_folder

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
READER = WBReader()
PINNED = "aed6b557102d9f6a6bb731b9160759b5a23a96663470bb094714adbd8ce927a6"


def source_of(channel: Channel, raw: dict[str, Any], at: datetime = NOON) -> Source:
    return READER.parse_item(channel, raw, at).source


def bundle(**changes: Any) -> dict[str, Any]:
    chat = recording("chats")["result"][0]
    events = recording("events")["result"]["events"]
    return {"chat": chat, "events": events} | changes


def test_recordings_have_the_documented_shapes() -> None:
    envelope = {"error": False, "errorText": "", "additionalErrors": None}

    check_data("GET /api/v1/feedback", envelope | {"data": recording("review")})
    check_data("GET /api/v1/question", envelope | {"data": recording("question")})
    check_data("GET /api/v1/seller/chats", recording("chats"))
    check_data("GET /api/v1/seller/events", recording("events"))


def test_a_review_is_understood_whole() -> None:
    source = source_of(Channel.REVIEW, recording("review"))

    photos = "https://feedback01.wbbasket.ru/vol700/part70000/70000001/photos"
    video = "https://videofeedback01.wbbasket.ru/vol0/part0/k1"
    assert source == Source(
        external_id="Ab3dEf_hIjKlMnOpQrSt",
        created_at=datetime(2026, 11, 20, 10, 45, 10, tzinfo=UTC),
        observed_at=NOON,
        content_hash=source.content_hash,
        buyer_name="Мария",
        product=Product(
            nm_id=70_000_001,
            name="Футболка хлопковая",
            imt_id=700_001,
            brand="Пример",
            article="TS-01",
            size="46",
            color="белый",
            subject="Футболки",
            subject_id=192,
            supplier="ООО Пример",
        ),
        rating=2,
        text="Футболка села после первой стирки, жалко денег.",
        pros="Приятная ткань",
        cons="Размер не соответствует",
        tags=("качество", "не соответствует описанию"),
        photos=(Photo(full=f"{photos}/fs.webp", mini=f"{photos}/ms.webp"),),
        video=Video(preview=f"{video}/preview.webp", link=f"{video}/index.m3u8", seconds=11),
        size_fit="ok",
        order=Order(
            status="buyout",
            shk=10_000_000_001,
            ordered_at=datetime(2026, 11, 11, 8, 47, 10, 503387, tzinfo=UTC),
        ),
        child_id="Zy3dEf_hIjKlMnOpQrSt",
        wb_state="wbRu",
        answer=Answer(
            text="Мария, нам жаль. Проверьте, пожалуйста, температуру стирки на ярлыке.",
            state=AnswerState.REVIEW_REQUIRED,
            editable=True,
        ),
    )


def test_a_question_is_understood_whole() -> None:
    source = source_of(Channel.QUESTION, recording("question"))

    assert source == Source(
        external_id="2qyV4xJmTnQ1wEr8tYui",
        created_at=datetime(2026, 11, 21, 9, 5, 33, 123456, tzinfo=UTC),
        observed_at=NOON,
        content_hash=source.content_hash,
        product=Product(
            nm_id=70_000_001,
            name="Футболка хлопковая",
            imt_id=700_001,
            brand="Пример",
            article="TS-01",
            supplier="ООО Пример",
        ),
        text="Добрый день! Есть ли в наличии 48 размер?",
        wb_state="wbRu",
        answer=Answer(
            text="Здравствуйте! Да, 48 размер есть на складе.",
            editable=True,
            created_at=datetime(2026, 11, 21, 10, 0, 0, 500_000, tzinfo=UTC),
        ),
    )


def test_every_real_review_is_understood() -> None:
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")
    raws = json.loads((folder / "feedbacks-official-300.json").read_text("utf-8"))

    sources = [source_of(Channel.REVIEW, raw) for raw in raws]

    assert [source.external_id for source in sources] == [raw["id"] for raw in raws]
    assert [source.text for source in sources] == [raw["text"] for raw in raws]
    assert [source.buyer_name for source in sources] == [raw["userName"] for raw in raws]
    assert sum(source.answer is not None for source in sources) == 112
    assert len({source.content_hash for source in sources}) == 300


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-21T20:40:00Z", datetime(2026, 1, 21, 20, 40, tzinfo=UTC)),
        ("2026-01-21T20:40:00.123456789Z", datetime(2026, 1, 21, 20, 40, 0, 123456, tzinfo=UTC)),
        ("2026-01-21T20:40:00.5+03:00", datetime(2026, 1, 21, 17, 40, 0, 500000, tzinfo=UTC)),
    ],
)
def test_both_forms_of_a_date_are_read(written: str, meant: datetime) -> None:
    source = source_of(Channel.REVIEW, recording("review") | {"createdDate": written})

    assert source.created_at == meant
    assert source.created_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        ("ok", "ok"),
        ("ок", "ok"),
        ("ОК", "ok"),
        ("oк", "ok"),
        (" ok ", "ok"),
        ("smaller", "smaller"),
        ("bigger", "bigger"),
        ("loose", ""),
        (7, ""),
    ],
)
def test_the_fit_is_read_in_either_alphabet(written: object, meant: str) -> None:
    source = source_of(Channel.REVIEW, recording("review") | {"matchingSize": written})

    assert source.size_fit == meant


def test_a_review_of_the_least_fields_is_understood() -> None:
    details = {"nmId": 1, "productName": None, "brandName": None, "size": "0"}
    raw = {"id": "r", "createdDate": "2026-01-21T20:40:00Z", "productValuation": 5}

    source = source_of(Channel.REVIEW, raw | {"productDetails": details})

    assert source == Source(
        external_id="r",
        created_at=datetime(2026, 1, 21, 20, 40, tzinfo=UTC),
        observed_at=NOON,
        content_hash=source.content_hash,
        product=Product(nm_id=1),
        rating=5,
    )


def test_what_does_not_matter_may_be_odd() -> None:
    odd = {
        "text": None,
        "userName": None,
        "bables": "качество",
        "photoLinks": {"fullSize": "x"},
        "video": None,
        "color": 5,
        "subjectName": None,
        "parentFeedbackId": 3,
        "isNew": {"field": "tomorrow"},
        "answer": {"text": "", "state": "laterState", "editable": "yes"},
    }

    source = source_of(Channel.REVIEW, recording("review") | odd)

    assert (source.text, source.buyer_name, source.tags, source.photos) == ("", "", (), ())
    assert (source.product.color, source.parent_id, source.has_video) == ("", "", False)
    assert source.answer == Answer(text="", state=None, editable=False)


def test_one_size_of_a_photo_serves_as_both() -> None:
    links = [{"fullSize": "", "miniSize": "m"}, {"fullSize": "f"}, {"fullSize": ""}, "x", None]
    raw = recording("review") | {"photoLinks": links, "bables": ["да", "", 4, None]}

    source = source_of(Channel.REVIEW, raw)

    assert source.photos == (Photo(full="m", mini="m"), Photo(full="f", mini="f"))
    assert source.tags == ("да",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"id": ""},
        {"id": 17},
        {"createdDate": None},
        {"createdDate": "yesterday"},
        {"createdDate": "1768999200"},
        {"createdDate": "2026-01-21T20:40:00"},
        {"createdDate": "2026-01-21"},
        {"createdDate": "0001-01-01T00:00:00+14:00"},
        {"createdDate": 1768999200},
        {"createdDate": "0001-01-01T00:00:00Z"},
        {"createdDate": "1999-12-31T23:59:59Z"},
        {"createdDate": "2026-11-24T12:00:01Z"},
        {"createdDate": "9999-12-31T23:59:59Z"},
        {"lastOrderShkId": 2**63},
        {"subjectId": -(2**63)},
        {"video": {"durationSec": 2**63}},
        {"productDetails": {"nmId": 2**63}},
        {"text": "ы" * LARGEST_ITEM_BYTES},
        {"productValuation": None},
        {"productValuation": 6},
        {"productValuation": "5"},
        {"productDetails": None},
        {"productDetails": {"nmId": "70000001"}},
        {"productDetails": {}},
        {"text": 5},
        {"text": "half a pair \ud800"},
        {"answer": {"state": "wbRu"}},
        {"answer": "Спасибо"},
    ],
)
def test_a_review_that_cannot_be_trusted_is_malformed(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        READER.parse_item(Channel.REVIEW, recording("review") | wrong, NOON)


@pytest.mark.parametrize("date", ["2000-01-01T00:00:00Z", "2026-11-24T12:00:00Z"])
def test_a_review_may_be_as_old_as_the_marketplace_and_two_days_ahead(date: str) -> None:
    source = source_of(Channel.REVIEW, recording("review") | {"createdDate": date})

    assert source.created_at == datetime.fromisoformat(date)


def test_the_largest_number_is_kept() -> None:
    raw = recording("review") | {"lastOrderShkId": LARGEST_NUMBER}

    assert source_of(Channel.REVIEW, raw).order.shk == 2**63 - 1


def answered_question(date: object) -> ParsedItem:
    raw = recording("question") | {"answer": {"text": "Да", "createDate": date}}
    return READER.parse_item(Channel.QUESTION, raw, NOON)


@pytest.mark.parametrize("date", [None, "", "0001-01-01T00:00:00Z"])
def test_an_answer_without_a_date_is_one(date: object) -> None:
    parsed = answered_question(date)

    assert parsed.source.answer == Answer(text="Да")
    assert parsed.undated == ()


@pytest.mark.parametrize("date", ["вчера", "2026-11-20T10:45:10", "9999-12-31T23:59:59Z", 5, []])
def test_a_broken_date_of_an_answer_is_no_date_and_is_told(date: object) -> None:
    parsed = answered_question(date)

    assert parsed.source.answer == Answer(text="Да")
    assert parsed.undated == ("create_date",)


def test_a_missing_rating_is_malformed_and_the_error_holds_no_words_of_the_buyer() -> None:
    raw = recording("review")
    del raw["productValuation"]
    raw["userName"] = ["Мария"]

    with pytest.raises(Malformed) as caught:
        READER.parse_item(Channel.REVIEW, raw, NOON)

    assert "productValuation" in str(caught.value)
    assert "Мария" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_an_item_that_is_no_object_of_wb_is_malformed() -> None:
    for channel in (Channel.REVIEW, Channel.QUESTION, Channel.CHAT):
        with pytest.raises(Malformed):
            READER.parse_item(channel, {"unreadable": 5}, NOON)


@pytest.mark.parametrize("wrong", [{"id": None}, {"answer": {"editable": True}}, {"text": []}])
def test_a_question_that_cannot_be_trusted_is_malformed(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        READER.parse_item(Channel.QUESTION, recording("question") | wrong, NOON)


@pytest.mark.parametrize(
    "change",
    [
        {"wasViewed": True},
        {"isAbleReturnProductOrders": True},
        {"supplierFeedbackValuation": 3},
        {"createdDate": "2026-11-20T10:45:10Z"},
        {"newFieldOfTomorrow": 1},
    ],
)
def test_the_content_hash_ignores_what_does_not_matter(change: dict[str, Any]) -> None:
    before = source_of(Channel.REVIEW, recording("review"))
    later = source_of(Channel.REVIEW, recording("review") | change, NOON + timedelta(hours=1))

    assert later.content_hash == before.content_hash


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Иначе"},
        {"productValuation": 3},
        {"userName": ""},
        {"answer": None},
        {"answer": {"text": "Другое", "state": "wbRu", "editable": True}},
        {"childFeedbackId": None},
        {"photoLinks": None},
        {"video": None},
        {"orderStatus": "returned"},
        {"returnProductOrdersDate": "2026-11-21T08:00:00Z"},
    ],
)
def test_the_content_hash_tells_every_change_that_matters(change: dict[str, Any]) -> None:
    before = source_of(Channel.REVIEW, recording("review"))

    assert source_of(Channel.REVIEW, recording("review") | change).content_hash != (
        before.content_hash
    )


def test_the_content_hash_is_the_same_in_every_release() -> None:
    source = source_of(Channel.REVIEW, recording("review"))

    # A new hash would make every stored item look changed: do so on purpose only.
    assert source.content_hash == PINNED


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
