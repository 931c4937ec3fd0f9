"""Tokens, categories, buckets."""

from typing import Any

import jwt
import pytest

from infra.wb_simulator.routes import COMMUNICATIONS
from infra.wb_simulator.world import FIRST_SELLER
from tests.wb_simulator.harness import Marketplace

CHEAP = "/api/v1/new-feedbacks-questions"
ENVELOPED = {operation.path for operation in COMMUNICATIONS if operation.forbidden == "envelope"}


def statuses(market: Marketplace, path: str, count: int) -> list[int]:
    return [market.send("GET", path).status_code for _ in range(count)]


def with_token(market: Marketplace, token: str, path: str = CHEAP) -> Any:
    return market.send("GET", path, headers={"Authorization": token})


def test_a_minted_token_has_the_fields_of_a_real_one(market: Marketplace) -> None:
    token = market.mint(scopes="feedbacks,chats", type="personal", read_only=1)

    claims = jwt.decode(token, options={"verify_signature": False})

    assert claims["s"] == (1 << 7) | (1 << 9) | (1 << 30)
    assert claims["sid"] == FIRST_SELLER
    assert (claims["acc"], claims["for"], claims["t"]) == (3, "self", False)
    assert claims["exp"] == int(market.world.clock.now()) + 180 * 86_400


def test_the_header_may_name_its_scheme(market: Marketplace) -> None:
    assert with_token(market, f"Bearer {market.token}").status_code == 200


def test_dead_foreign_and_broken_tokens_are_401(market: Marketplace) -> None:
    expired = market.mint(expires_in=-1)
    test_token = market.mint(type="test")
    withdrawn = market.mint()
    market.control("POST", "token/revoke", json={"token": withdrawn})
    stranger = jwt.encode(
        jwt.decode(market.token, options={"verify_signature": False}) | {"sid": "somebody"},
        "x" * 32,
        algorithm="HS256",
    )

    tokens = ["", "nonsense", expired, test_token, withdrawn, stranger]
    refusals = [with_token(market, token) for token in tokens]

    assert [refusal.status_code for refusal in refusals] == [401] * len(tokens)
    assert all(one.headers["content-type"] == "application/problem+json" for one in refusals)
    assert "expired" in refusals[2].json()["detail"]


@pytest.mark.parametrize("operation", COMMUNICATIONS, ids=lambda operation: operation.name)
def test_a_missing_category_is_403_in_the_shape_of_the_operation(
    market: Marketplace, operation: Any
) -> None:
    token = market.mint(scopes="content")

    refused = market.send(operation.method, operation.path, headers={"Authorization": token})

    expected = "application/json" if operation.forbidden == "envelope" else "problem+json"
    assert refused.status_code == 403
    assert expected in refused.headers["content-type"]


@pytest.mark.parametrize(
    "operation",
    [operation for operation in COMMUNICATIONS if operation.writes],
    ids=lambda operation: operation.name,
)
def test_a_read_only_token_writes_nothing(market: Marketplace, operation: Any) -> None:
    token = market.mint(read_only=1)

    refused = market.send(operation.method, operation.path, headers={"Authorization": token})

    assert refused.status_code == 403
    assert with_token(market, token).status_code == 200


def test_reviews_questions_and_pins_share_one_bucket(strict_market: Marketplace) -> None:
    paths = [
        CHEAP,
        "/api/v1/feedbacks/count-unanswered",
        "/api/v1/questions/count-unanswered",
        "/api/feedbacks/v1/pins/limits",
        CHEAP,
        CHEAP,
        CHEAP,
    ]

    answers = [strict_market.send("GET", path) for path in paths]

    left = [answer.headers.get("X-Ratelimit-Remaining") for answer in answers]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert left == ["5", "4", "3", "2", "1", "0", None]
    assert answers[-1].headers["X-Ratelimit-Retry"] == "1"
    assert answers[-1].headers["X-Ratelimit-Limit"] == "6"
    assert answers[-1].headers["X-Ratelimit-Reset"] == "2"


def test_a_bucket_earns_a_call_each_third_of_a_second(strict_market: Marketplace) -> None:
    statuses(strict_market, CHEAP, 6)

    early = statuses(strict_market, CHEAP, 1)
    strict_market.advance(0.334)
    later = statuses(strict_market, CHEAP, 2)

    assert early == [429]
    assert later == [200, 429]


@pytest.mark.parametrize(
    ("path", "burst", "interval"),
    [
        ("/api/v1/seller/chats", 10, 1.0),
        ("/api/v1/seller/events", 10, 1.0),
        ("/api/v1/seller/download/x", 10, 1.0),
        ("/api/v1/claims?is_archive=false", 10, 3.0),
        ("/ping", 3, 10.0),
        ("/api/v1/seller-info", 10, 60.0),
    ],
)
def test_every_other_scope_has_a_bucket_of_its_own(
    strict_market: Marketplace, path: str, burst: int, interval: float
) -> None:
    first = statuses(strict_market, path, burst + 1)
    strict_market.advance(interval)
    after = statuses(strict_market, path, 2)

    assert 429 not in first[:burst]
    assert first[burst] == 429
    assert after[0] != 429
    assert after[1] == 429


def test_base_tokens_are_cut_and_a_service_secret_lifts_the_cut(
    strict_market: Marketplace,
) -> None:
    minted = strict_market.control("GET", "token", params={"type": "base_secret"})
    bare = {"Authorization": minted["token"]}

    cut = [strict_market.send("GET", CHEAP, headers=bare).status_code for _ in range(2)]
    lifted = [
        strict_market.send("GET", CHEAP, headers=minted["headers"]).status_code for _ in range(6)
    ]

    assert cut == [200, 429]
    assert lifted == [200] * 6


def test_types_of_tokens_do_not_share_a_bucket(strict_market: Marketplace) -> None:
    statuses(strict_market, CHEAP, 6)

    other = strict_market.mint(type="personal")

    assert with_token(strict_market, other).status_code == 200


def test_a_refused_call_costs_nothing(strict_market: Marketplace) -> None:
    without_category = strict_market.mint(scopes="chats")

    refused = with_token(strict_market, without_category)

    assert refused.headers["X-Ratelimit-Remaining"] == "6"


def test_the_rating_is_for_service_tokens(market: Marketplace) -> None:
    market.add_review(productValuation=4)
    personal = market.mint(type="personal")

    allowed = market.get("/api/common/v1/rating")
    refused = with_token(market, personal, "/api/common/v1/rating")

    assert allowed == {"feedbackCount": 1, "valuation": 4.0}
    assert refused.status_code == 403


def test_an_account_tells_who_it_is(market: Marketplace) -> None:
    info = market.get("/api/v1/seller-info")

    assert info["sid"] == FIRST_SELLER
    assert market.get("/ping")["Status"] == "OK"


@pytest.mark.parametrize("path", ["/api/v1/feedback-list", "/api/v1/feedbacks/", "/"])
def test_a_wrong_address_is_404_whatever_the_token(market: Marketplace, path: str) -> None:
    response = market.http.get(path)

    assert response.status_code == 404
    assert response.json()["title"] == "path not found"
    assert response.json()["status"] == 404
