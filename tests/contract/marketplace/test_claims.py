"""Claims for a return, read from every marketplace."""

from datetime import timedelta

import pytest

from shared.domain.accounts.tokens import Scope
from shared.domain.claims import ClaimDecision, ClaimList, ClaimsRequest, GoodsState
from shared.domain.errors import AccessDenied, Denial, Malformed
from shared.ports import Marketplace
from tests.contract.marketplace_benches import Bench

OPEN = ClaimsRequest(which=ClaimList.OPEN)
DECIDED = ClaimsRequest(which=ClaimList.DECIDED)


def test_a_claim_is_read_with_its_order(bench: Bench, cabinet: Marketplace) -> None:
    claim_id = bench.add_claim("order.0.0", user_comment="Сломан замок", nm_id=70_000_007)

    page = cabinet.list_claims(OPEN)

    [claim] = page.claims
    assert (page.total, page.skipped) == (1, 0)
    assert (claim.id, claim.order_key, claim.nm_id) == (claim_id, "order.0.0", 70_000_007)
    assert (claim.decision, claim.goods) == (ClaimDecision.OPEN, GoodsState.UNDECIDED)
    assert claim.comment == "Сломан замок"
    assert abs(claim.created_at - bench.now()) <= timedelta(minutes=1)
    assert cabinet.list_claims(DECIDED).claims == ()


def test_decided_claims_lie_in_a_list_of_their_own(bench: Bench, cabinet: Marketplace) -> None:
    bench.add_claim("order.1.0", status=2, status_ex=10, wb_comment="Одобрено")

    [claim] = cabinet.list_claims(DECIDED).claims

    assert (claim.decision, claim.goods) == (ClaimDecision.APPROVED, GoodsState.TO_SELLER)
    assert claim.answer == "Одобрено"
    assert cabinet.list_claims(OPEN).claims == ()


def test_claims_come_in_pages(bench: Bench, cabinet: Marketplace) -> None:
    for number in range(3):
        bench.add_claim(f"order.{number}.0")
        bench.advance(60)

    first = cabinet.list_claims(ClaimsRequest(which=ClaimList.OPEN, take=2))
    second = cabinet.list_claims(ClaimsRequest(which=ClaimList.OPEN, take=2, skip=2))

    keys = [claim.order_key for claim in (*first.claims, *second.claims)]
    assert keys == ["order.2.0", "order.1.0", "order.0.0"]
    assert first.total == second.total == 3


@pytest.mark.parametrize(("take", "skip"), [(0, 0), (201, 0), (1, -1)])
def test_a_page_beyond_the_bounds_costs_no_call(cabinet: Marketplace, take: int, skip: int) -> None:
    with pytest.raises(Malformed):
        cabinet.list_claims(ClaimsRequest(which=ClaimList.OPEN, take=take, skip=skip))


def test_claims_need_their_own_scope(bench: Bench) -> None:
    cabinet = bench.marketplaces.open(bench.issue([Scope.CHATS, Scope.FEEDBACKS]))

    with pytest.raises(AccessDenied) as denied:
        cabinet.list_claims(OPEN)

    assert denied.value.denial is Denial.SCOPE
