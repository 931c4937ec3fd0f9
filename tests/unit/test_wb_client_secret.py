"""The service's own secret, which lifts the limits of Base tokens."""

from datetime import UTC, datetime

import httpx
import jwt
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.wildberries.calls import WBKey
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import TokenKind
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing
from shared.domain.sync.budget import rate_of
from shared.domain.sync.category import Category
from tests.wb_bodies import answer, envelope
from tests.wb_recorder import answering

SECRET = "the-secret-of-the-service"
CLAIMS = {"id": "6b1f", "s": 1 << 7, "sid": "sid-1", "exp": 1_795_348_800}
KEY = "a-key-of-enough-bytes-that-protects-nothing"
BASE = jwt.encode(CLAIMS | {"acc": 1}, KEY, algorithm="HS256")
SERVICE = jwt.encode(CLAIMS | {"acc": 4, "for": "asid:1"}, KEY, algorithm="HS256")
REVIEWS = answer(200, envelope({"feedbacks": []}))


@pytest.mark.parametrize(("token", "sent"), [(BASE, SECRET), (SERVICE, None), ("a.b.c", None)])
def test_only_base_tokens_are_sent_with_the_secret(token: str, sent: str | None) -> None:
    recorder = answering(REVIEWS)
    cabinet = WildberriesMarketplaces(transports=recorder, client_secret=SECRET).open(token)

    cabinet.list_items(ListRequest(channel=Channel.REVIEW, answered=False))
    cabinet.send_reply(Outgoing(channel=Channel.REVIEW, target="r", text="Спасибо!"))

    assert [one.headers.get("X-Client-Secret") for one in recorder.requests] == [sent, sent]


def test_without_a_secret_nothing_is_sent_and_a_base_token_stays_one() -> None:
    recorder = answering(httpx.Response(204))
    marketplaces = WildberriesMarketplaces(transports=recorder)

    marketplaces.open(BASE).send_reply(Outgoing(channel=Channel.REVIEW, target="r", text="Да!"))

    assert "X-Client-Secret" not in recorder.last.headers
    assert marketplaces.read_token(BASE).kind is TokenKind.BASE


@pytest.mark.parametrize("category", Category)
def test_beside_the_secret_a_base_token_has_the_full_limits(category: Category) -> None:
    clock = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
    for marketplaces in (
        WildberriesMarketplaces(transports=answering(REVIEWS), client_secret=SECRET),
        MemoryMarketplaces(clock, client_secret=SECRET),
    ):
        kind = marketplaces.read_token(BASE).kind

        assert kind is TokenKind.BASE_SECRET
        assert rate_of(category, kind) == rate_of(category, TokenKind.SERVICE)
        assert rate_of(category, kind) != rate_of(category, TokenKind.BASE)
        assert marketplaces.read_token(SERVICE).kind is TokenKind.SERVICE


def test_a_key_never_shows_what_it_holds() -> None:
    assert repr(WBKey(BASE, SECRET)) == "WBKey()"
