"""How WB's raw items are understood."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.adapters.wildberries.items import LARGEST_ITEM_BYTES
from shared.adapters.wildberries.wire import LARGEST_NUMBER
from shared.domain.errors import Malformed
from shared.domain.interaction import (
    Answer,
    AnswerState,
    Channel,
    Order,
    Photo,
    Product,
    Source,
    Video,
)
from shared.domain.raw_items import ParsedItem
from tests.recordings import recording
from tests.wb_openapi import check_data, require_folder
from tests.wb_reading import NOON, READER, source_of

PINNED = "aed6b557102d9f6a6bb731b9160759b5a23a96663470bb094714adbd8ce927a6"


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
