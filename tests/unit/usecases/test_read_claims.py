"""Claims for a return are read seldom, stored once, and never in anybody's way."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.vault import MemoryVault
from shared.adapters.store.counting import CountingStores
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.claims import ClaimDecision, OrderClaims, order_claims_id
from shared.domain.errors import AccessDenied, Denial, Malformed, RateLimited, Unavailable
from shared.ports import Put
from shared.usecases.read_claims import MOST_PAGES, read_claims
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

HOUR = timedelta(hours=1)
EVERY = tuple(Scope)


class Office:
    """One seller whose buyers return things."""

    def __init__(
        self, *, kind: TokenKind = TokenKind.SERVICE, scopes: Sequence[Scope] = EVERY
    ) -> None:
        self.clock = FixedClock(NOON)
        self.stores = CountingStores(embedded_stores())
        self.wb = MemoryMarketplaces(self.clock)
        self.cabinet = self.wb.add_cabinet()
        self.vault = MemoryVault()
        self.connect(kind=kind, scopes=scopes)

    def connect(
        self, *, kind: TokenKind = TokenKind.SERVICE, scopes: Sequence[Scope] = EVERY
    ) -> None:
        token = self.wb.issue_token(kind=kind, scopes=scopes)
        self.vault.seal(SELLER, token)
        connection = Connection(
            facts=self.wb.read_token(token),
            cabinet="c",
            trade_mark="",
            connected_at=self.clock.now(),
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.stores.shared().commit([Put(seller)])

    def read(self) -> int:
        return read_claims(
            SELLER,
            stores=self.stores,
            marketplaces=self.wb,
            vault=self.vault,
            clock=self.clock,
        )

    def of_order(self, order_key: str) -> list[tuple[str, ClaimDecision]]:
        stored = self.stores.of_seller(SELLER).get(OrderClaims, order_claims_id(order_key))
        return [(one.id, one.decision) for one in stored.value.claims] if stored else []

    def calls(self) -> list[str]:
        return [call.target for call in self.cabinet.calls_of("list_claims")]


@pytest.fixture
def office() -> Office:
    return Office()


def test_claims_are_kept_by_their_order(office: Office) -> None:
    first = office.cabinet.add_claim("order.1")
    office.clock.advance(HOUR)
    second = office.cabinet.add_claim("order.1", status=2, status_ex=5)
    office.cabinet.add_claim("order.2")

    assert office.read() == 3

    assert office.of_order("order.1") == [
        (first, ClaimDecision.OPEN),
        (second, ClaimDecision.APPROVED),
    ]
    assert len(office.of_order("order.2")) == 1
    assert office.calls() == ["open", "decided"]


def test_a_look_is_taken_once_an_hour(office: Office) -> None:
    office.read()
    for _ in range(11):
        office.clock.advance(HOUR / 12)
        office.read()
    early = len(office.calls())
    office.clock.advance(HOUR / 12)
    office.read()

    assert (early, len(office.calls())) == (2, 4)


def test_a_decision_moves_the_claim_and_nothing_else_is_written(office: Office) -> None:
    claim = office.cabinet.add_claim("order.1")
    office.cabinet.add_claim("order.2")
    office.read()
    office.clock.advance(HOUR)
    office.cabinet.change_claim(claim, status=1, status_ex=1)

    assert office.read() == 1
    assert office.of_order("order.1") == [(claim, ClaimDecision.REFUSED)]

    office.clock.advance(HOUR)
    office.stores.bill.clear()
    assert office.read() == 0
    assert office.stores.bill.writes.total() == 1


def test_without_the_scope_nothing_is_asked(office: Office) -> None:
    office.connect(scopes=[Scope.FEEDBACKS, Scope.CHATS])
    office.stores.bill.clear()

    assert office.read() == 0
    assert office.calls() == []
    assert office.stores.bill.writes.total() == 0


def test_a_refusal_is_asked_about_again_after_a_day(office: Office) -> None:
    office.cabinet.add_claim("order.1")
    office.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    for _ in range(3):
        assert office.read() == 0
        office.clock.advance(7 * HOUR)
    office.clock.advance(3 * HOUR)

    assert office.read() == 1


def test_a_refusal_ends_the_asking_until_another_token_comes(office: Office) -> None:
    office.cabinet.add_claim("order.1")
    office.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    for _ in range(3):
        assert office.read() == 0
        office.clock.advance(2 * HOUR)
    refused = len(office.calls())

    office.connect()

    assert office.read() == 1
    assert refused == 1


def test_wbs_own_pause_is_kept(office: Office) -> None:
    office.cabinet.add_claim("order.1")
    office.cabinet.fail_reads(RateLimited(3 * 3600))
    office.read()
    office.clock.advance(2 * HOUR)
    early = office.read()
    office.clock.advance(HOUR)

    assert early == 0
    assert office.read() == 1


@pytest.mark.parametrize("broken", [Unavailable("down"), Malformed("odd")])
def test_a_failure_waits_for_the_next_look(office: Office, broken: Exception) -> None:
    office.cabinet.add_claim("order.1")
    office.cabinet.fail_reads(broken)  # type: ignore[arg-type]

    assert office.read() == 0
    office.clock.advance(HOUR)
    assert office.read() == 1


def test_a_base_token_reads_one_list_an_hour_after_connecting() -> None:
    office = Office(kind=TokenKind.BASE)
    office.cabinet.add_claim("order.1")
    office.cabinet.add_claim("order.2", status=2)

    at_once = office.read()
    for _ in range(26):
        office.clock.advance(timedelta(minutes=5))
        office.read()

    times = [call.at - NOON for call in office.cabinet.calls_of("list_claims")]
    assert at_once == 0
    assert times == [timedelta(minutes=65), timedelta(minutes=130)]
    assert office.calls() == ["open", "decided"]
    assert office.of_order("order.1")
    assert office.of_order("order.2")


def test_many_claims_come_in_pages_within_the_budget(office: Office) -> None:
    for number in range(201):
        office.cabinet.add_claim(f"order.{number}")

    reads = []
    for _ in range(4):
        reads.append(office.read())
        office.clock.advance(HOUR)

    assert reads == [90, 90, 21, 0]
    assert office.calls()[:3] == ["open", "open", "decided"]
    assert 2 * MOST_PAGES <= 10
    assert all(office.of_order(f"order.{number}") for number in range(201))


def test_nobody_is_asked_without_a_cabinet_or_a_token_that_opens(office: Office) -> None:
    office.vault.forget(SELLER)
    assert office.read() == 0

    office.clock.advance(HOUR)
    office.vault.seal(SELLER, "not a token")
    assert office.read() == 0

    seller = Seller(id=SELLER, name="", email="", created_at=NOON)
    office.stores.shared().commit([Put(seller)])
    assert office.read() == 0
    assert office.calls() == []
