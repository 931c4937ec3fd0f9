"""What WB's answers say of its limits reaches whoever paces the calls."""

import httpx
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.errors import RateLimited
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from tests.builders import NOON

LIST = ListRequest(channel=Channel.REVIEW, answered=False)
EMPTY = {"data": {"feedbacks": []}, "error": False, "errorText": "", "additionalErrors": None}


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({"X-Ratelimit-Remaining": "4"}, 4),
        ({"X-Ratelimit-Remaining": "0"}, 0),
        ({"X-Ratelimit-Remaining": "many"}, None),
        ({"X-Ratelimit-Remaining": "-1"}, None),
        ({}, None),
    ],
)
def test_the_rest_of_the_burst_is_read_from_each_answer(
    headers: dict[str, str], left: int | None
) -> None:
    token = MemoryMarketplaces(FixedClock(NOON)).issue_token()
    answers = [httpx.Response(200, json=EMPTY, headers=headers)]
    transport = httpx.MockTransport(lambda _request: answers.pop())
    cabinet = WildberriesMarketplaces(transports=lambda: transport).open(token)

    before = cabinet.calls_left()
    cabinet.list_items(LIST)

    assert (before, cabinet.calls_left()) == (None, left)


def test_a_429_leaves_it_unsaid() -> None:
    token = MemoryMarketplaces(FixedClock(NOON)).issue_token()
    refusal = httpx.Response(429, headers={"X-Ratelimit-Retry": "3"})
    transport = httpx.MockTransport(lambda _request: refusal)
    cabinet = WildberriesMarketplaces(transports=lambda: transport).open(token)

    with pytest.raises(RateLimited):
        cabinet.list_items(LIST)

    assert cabinet.calls_left() is None
