"""What every marketplace promises about reading, whoever stands behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.errors import Malformed
from shared.domain.interaction import Channel
from shared.domain.marketplace import (
    ListRequest,
)
from shared.ports import Marketplace
from tests.contract.marketplace.reading import listed, parsed, read
from tests.contract.marketplace_benches import Bench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT


def test_a_new_review_waits_and_is_understood(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Села после стирки", rating=2, pros="Ткань", bables=["качество"])

    page = cabinet.list_items(ListRequest(channel=REVIEW, answered=False))

    source = parsed(bench, REVIEW, page.items[0]).source
    assert source.external_id == review
    assert (source.rating, source.text, source.pros) == (2, "Села после стирки", "Ткань")
    assert source.tags == ("качество",)
    assert source.answer is None
    assert abs(source.created_at - bench.now()) <= timedelta(seconds=1)
    assert listed(cabinet, REVIEW, answered=True) == []


def test_a_rating_alone_is_processed_and_unanswered(bench: Bench, cabinet: Marketplace) -> None:
    silent = bench.add_review(rating=5)
    tagged = bench.add_review(rating=3, bables=["качество"])

    page = cabinet.list_items(ListRequest(channel=REVIEW, answered=True))

    assert {item["id"] for item in page.items} == {silent, tagged}
    assert {item["answer"] for item in page.items} == {None}


def test_old_reviews_leave_the_list_but_can_be_read(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Давно")

    bench.advance(31 * 86_400)
    cabinet = bench.marketplaces.open(bench.issue())

    assert listed(cabinet, REVIEW, answered=False) == []
    assert read(cabinet, REVIEW, review)["id"] == review


def test_the_archive_holds_what_no_list_shows(bench: Bench, cabinet: Marketplace) -> None:
    month = timedelta(days=31)
    forgotten = bench.add_review(text="Никто не ответил", at=bench.now() - month)
    answered = bench.add_review(text="Спасибо вам", at=bench.now() - month / 2)
    waiting = bench.add_review(text="Жду")
    bench.answer_in_portal(REVIEW, answered, "Спасибо")
    bench.advance(1)
    archive = ListRequest(channel=REVIEW, answered=False, archived=True, take=10)

    page = cabinet.list_items(archive)

    assert [item["id"] for item in page.items] == [answered, forgotten]
    assert listed(cabinet, REVIEW, answered=False) == [waiting]
    second = replace(archive, take=1, skip=1)
    assert [item["id"] for item in cabinet.list_items(second).items] == [forgotten]
    with pytest.raises(Malformed):
        cabinet.list_items(replace(archive, channel=QUESTION))


@pytest.mark.parametrize("channel", [REVIEW, QUESTION])
def test_a_list_says_how_many_items_there_are_in_all(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    add = bench.add_review if channel is REVIEW else bench.add_question
    names = [add(text=f"Слова {number}") for number in range(3)]
    bench.answer_in_portal(channel, names[0], "Спасибо")
    bench.advance(1)

    page = cabinet.list_items(ListRequest(channel=channel, answered=False, take=1))

    assert page.total == 3


def test_pages_follow_the_asked_order(bench: Bench, cabinet: Marketplace) -> None:
    ids = []
    for _ in range(5):
        ids.append(bench.add_review(text="Хорошо"))
        bench.advance(2)

    def page(*, skip: int, newest_first: bool) -> list[str]:
        request = ListRequest(
            channel=REVIEW, answered=False, take=2, skip=skip, newest_first=newest_first
        )
        return [item["id"] for item in cabinet.list_items(request).items]

    assert page(skip=0, newest_first=False) == ids[:2]
    assert page(skip=4, newest_first=False) == ids[4:]
    assert page(skip=0, newest_first=True) == ids[:2:-1]
    assert page(skip=6, newest_first=True) == []


def test_a_window_filters_on_the_creation_date(bench: Bench, cabinet: Marketplace) -> None:
    day = timedelta(days=1)
    old, middle, new = (
        bench.add_question(text="Вопрос?", at=bench.now() - days * day) for days in (9, 5, 1)
    )

    def window(**bounds: object) -> list[str]:
        request = ListRequest(channel=QUESTION, answered=False, **bounds)  # type: ignore[arg-type]
        return [item["id"] for item in cabinet.list_items(request).items]

    assert window(created_from=bench.now() - 5 * day) == [new, middle]
    assert window(created_to=bench.now() - 5 * day) == [middle, old]
    assert window(created_from=bench.now()) == []


@pytest.mark.parametrize(
    ("channel", "take", "skip"),
    [(REVIEW, 5001, 0), (REVIEW, 1, 199_991), (QUESTION, 5000, 5001), (CHAT, 1, 0)],
)
def test_a_page_beyond_the_bounds_is_refused(
    cabinet: Marketplace, channel: Channel, take: int, skip: int
) -> None:
    with pytest.raises(Malformed):
        cabinet.list_items(ListRequest(channel=channel, answered=True, take=take, skip=skip))


def test_what_wb_does_not_know_is_none(cabinet: Marketplace) -> None:
    assert cabinet.read_item(REVIEW, "nobody") is None
    assert cabinet.read_item(QUESTION, "nobody") is None
