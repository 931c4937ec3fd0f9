"""What the connector asks of the returns service, and what it makes of odd answers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.memory.wb_items import make_claim
from shared.adapters.wildberries.claims import read_claims
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.claims import ClaimDecision, ClaimList, ClaimsRequest, GoodsState
from shared.domain.errors import Malformed
from tests.wb_bodies import answer
from tests.wb_openapi import official_spec
from tests.wb_recorder import answering

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def raw(**fields: Any) -> dict[str, Any]:
    return make_claim("c-1", "order.0.0", NOON) | fields


def test_a_page_is_asked_for_as_documented() -> None:
    recorder = answering(answer(200, {"claims": [], "total": 0}))
    cabinet = WildberriesMarketplaces(transports=recorder).open("a.b.c")

    cabinet.list_claims(ClaimsRequest(which=ClaimList.DECIDED, skip=200))

    assert str(recorder.last.url) == (
        "https://returns-api.wildberries.ru/api/v1/claims?is_archive=true&limit=200&offset=200"
    )


def test_the_official_example_is_read_in_utc() -> None:
    response = official_spec()["components"]["responses"]["GetClaimsSuccessResponse"]
    body = response["content"]["application/json"]["schema"]["example"]

    [claim] = read_claims(body).claims

    assert claim.order_key == "v5o_7143225816503318733.0.0"
    assert (claim.decision, claim.goods) == (ClaimDecision.APPROVED, GoodsState.RESOLD)
    assert claim.created_at == datetime(2025, 3, 26, 14, 6, 12, 245611, tzinfo=UTC)
    assert claim.updated_at == datetime(2025, 5, 10, 15, 1, 6, 999613, tzinfo=UTC)
    assert (claim.photos, claim.price) == (2, 157)
    assert claim.answer.startswith("Продавец одобрил")


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "claim",
        raw(id=None),
        raw(srid=""),
        raw(srid="a/b"),
        raw(dt="yesterday"),
        raw(dt=None),
        raw(nm_id="1"),
        raw(nm_id=2**63),
        raw(price=2**63),
        raw(price=1e300),
        raw(dt="0001-01-01T00:00:00"),
        raw(dt="9999-12-31T23:59:59"),
    ],
)
def test_one_odd_claim_hides_no_other(broken: Any) -> None:
    page = read_claims({"claims": [broken, raw(id="c-2")], "total": 2})

    assert [claim.id for claim in page.claims] == ["c-2"]
    assert page.skipped == 1


def test_what_matters_less_may_be_missing_or_odd() -> None:
    odd = raw(
        status=7,
        status_ex="8",
        dt_update="never",
        photos=None,
        price=None,
        wb_comment=5,
        user_comment="\ud800",
    )

    [claim] = read_claims({"claims": [odd]}).claims

    assert (claim.decision, claim.goods) == (ClaimDecision.UNKNOWN, GoodsState.UNKNOWN)
    assert claim.updated_at == claim.created_at
    assert (claim.photos, claim.price, claim.answer, claim.comment) == (0, None, "", "?")


@pytest.mark.parametrize("body", [{}, {"claims": {}}, {"claims": None, "total": 0}])
def test_claims_that_are_no_list_are_malformed(body: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_claims(body)


@pytest.mark.parametrize(
    ("price", "roubles"),
    [(157, 157), (157.5, 158), (float("inf"), None), (True, None), ("1", None)],
)
def test_a_price_may_have_kopecks(price: Any, roubles: int | None) -> None:
    [claim] = read_claims({"claims": [raw(price=price)]}).claims

    assert claim.price == roubles
