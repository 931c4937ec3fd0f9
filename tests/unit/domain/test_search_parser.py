"""What a typed line means."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.interaction import Channel
from shared.domain.search.days import begins_at, ends_at, read_day
from shared.domain.search.parser import parse_search
from shared.domain.search.query import Field, Search
from shared.domain.understanding import Intent

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def parse(text: str) -> Search:
    return parse_search(text, NOW)


def labels(search: Search) -> list[str]:
    return [operator.label for operator in search.operators]


def test_operators_and_words_are_told_apart() -> None:
    search = parse("звёзды:1-2 товар:футболка порвалась без ответа от:2026-11-01")

    assert search.ratings == {1, 2}
    assert [(word.folded, word.field) for word in search.words] == [
        ("футболка", Field.PRODUCT),
        ("порвалась", Field.ANY),
    ]
    assert search.is_unanswered
    assert search.since == begins_at(date(2026, 11, 1))
    assert labels(search) == ["Звёзды: 1–2", "Товар: футболка", "Без ответа", "С 01.11.2026"]
    assert not search.hints


def test_what_is_taken_out_is_words_and_never_an_operator() -> None:
    search = parse('плед -колючий -"не тот" -звёзды:5 -от:01.11')

    assert [word.folded for word in search.without] == ["колючий"]
    assert [phrase.words for phrase in search.without_phrases] == [("не", "тот")]
    assert (search.ratings, search.since, search.operators) == (frozenset(), None, ())
    assert [hint.message[:20] for hint in search.hints] == ["Исключать можно толь"] * 2


@pytest.mark.parametrize(("text", "doubts"), [("👍", 1), ('""', 1), ("-", 1), ("  ", 0), ("7", 0)])
def test_signs_alone_are_doubted(text: str, doubts: int) -> None:
    search = parse(text)

    assert len(search.hints) == doubts
    assert search.is_narrow is (text == "7")


def test_days_at_the_ends_of_time_are_moments() -> None:
    for text in ("от:0001-01-01", "до:1.1.0001", "от:9999-12-31", "до:31.12.9999"):
        search = parse(text)
        at = search.since or search.until
        assert at is not None
        assert at.astimezone(UTC)


def test_each_operator_says_where_it_stands() -> None:
    text = "плед канал: отзыв срочно"

    places = [text[one.start : one.end] for one in parse(text).operators]

    assert places == ["канал: отзыв", "срочно"]


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("звёзды:1", {1}),
        ("ЗВЕЗДЫ:5★", {5}),
        ("звёзды:1–3", {1, 2, 3}),
        ("звёзды:3-1", {1, 2, 3}),
        ("оценка:1,5", {1, 5}),
        ("звёзды:1-3 звёзды:3-5", {3}),
    ],
)
def test_stars_are_read_as_people_write_them(text: str, ratings: set[int]) -> None:
    assert parse(text).ratings == ratings


def test_conditions_that_exclude_each_other_find_nothing() -> None:
    assert parse("звёзды:1 звёзды:2").nothing
    assert parse("канал:чат канал:отзыв").nothing
    assert parse("от:05.11 до:01.11").nothing
    assert not parse("от:01.11 до:01.11").nothing


def test_products_articles_and_buyers_have_their_own_fields() -> None:
    search = parse("товар:12345678 артикул:КМП-7/син покупатель:«Анна Мария»")

    assert search.nm_ids == {12345678}
    assert [(word.folded, word.field) for word in search.words] == [
        ("кмп", Field.ARTICLE),
        ("7", Field.ARTICLE),
        ("син", Field.ARTICLE),
        ("анна", Field.BUYER),
        ("мария", Field.BUYER),
    ]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("канал:отзыв", Channel.REVIEW),
        ("канал:Вопросы", Channel.QUESTION),
        ("канал:чаты", Channel.CHAT),
    ],
)
def test_channels_have_names(text: str, channel: Channel) -> None:
    assert parse(text).channels == {channel}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("тема:размер", {Intent.SIZING_FIT}),
        ("тема:возврата", {Intent.REFUND_EXCHANGE}),
        ("тема:доставка", {Intent.DELIVERY_STATUS, Intent.DELIVERY_DELAY}),
        ('тема:"Брак, не работает"', {Intent.DEFECT_NOT_WORKING}),
        ("тема:thanks", {Intent.THANKS}),
    ],
)
def test_topics_are_named_in_any_form(text: str, topics: set[Intent]) -> None:
    assert parse(text).topics == topics


def test_tags_are_the_seller_s_own_names_in_any_case() -> None:
    search = parse("метка:Брак тег:«Ждёт  замены» плед")

    assert search.tags == {"брак", "ждёт замены"}
    assert [one.label for one in search.operators] == ["Метка: Брак", "Метка: Ждёт замены"]
    assert [word.folded for word in search.words] == ["плед"]


def test_quotes_keep_words_together_and_minus_takes_them_away() -> None:
    search = parse('«не подошёл» -брак -"по размеру" кто-то')

    assert [phrase.words for phrase in search.phrases] == [("не", "подошел")]
    assert [word.folded for word in search.without] == ["брак"]
    assert [phrase.words for phrase in search.without_phrases] == [("по", "размеру")]
    assert list(search.plain_words()) == ["кто", "то", "не", "подошел"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("цвет:красный", "Оператора «цвет:» нет"),
        ("звёзды:9", "Не поняли «звёзды:9»"),
        ("звёзды:", "чего-то не хватает"),
        ("от:31.31", "Не поняли «от:31.31»"),
        ("канал:факс", "Например: канал:отзыв"),
        ("тема:абракадабра", "Например: тема:размер"),
        ("покупатель:!!!", "Например: покупатель:Анна"),
        ("тег:<b>", "Например: метка:брак"),
    ],
)
def test_what_is_not_understood_is_told_and_refuses_nothing(text: str, message: str) -> None:
    search = parse(f"плед {text}")

    assert [message in hint.message for hint in search.hints] == [True]
    assert search.hints[0].start == len("плед ")
    assert "плед" in search.plain_words()
    assert not search.operators


def test_an_unknown_operator_is_looked_for_as_words() -> None:
    assert list(parse("цвет:красный").plain_words()) == ["цвет", "красный"]


def test_an_empty_line_asks_for_nothing() -> None:
    assert not parse("  ").is_narrow
    assert not parse("звёзды:").is_narrow
    assert not parse("50%_").phrases
    assert parse("с фото").is_narrow


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("01.11.2026", date(2026, 11, 1)),
        ("1.11.26", date(2026, 11, 1)),
        ("1/11", date(2026, 11, 1)),
        ("31.12", date(2025, 12, 31)),
        ("1 ноября", date(2026, 11, 1)),
        ("5 мая 2025", date(2025, 5, 5)),
        ("8 марта", date(2026, 3, 8)),
        ("вчера", date(2026, 11, 21)),
        ("сегодня", date(2026, 11, 22)),
        ("29.02", None),
        ("32.01", None),
        ("завтраа", None),
    ],
)
def test_days_are_read_in_every_spelling(typed: str, day: date | None) -> None:
    assert read_day(typed, NOW) == day


def test_a_day_with_a_name_of_its_month_may_hold_blanks() -> None:
    search = parse("от:1 ноября до:15 ноября 2026 плед")

    assert (search.since, search.until) == (
        begins_at(date(2026, 11, 1)),
        ends_at(date(2026, 11, 15)),
    )
    assert list(search.plain_words()) == ["плед"]
    assert ends_at(date.max) == begins_at(date.max)
