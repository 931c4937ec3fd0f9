"""A token's scopes are asked for one after another, and each answer is told as it comes."""

from collections.abc import Sequence

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.store.faults import Fault, FaultyStores
from shared.domain.accounts.scope_check import KEEP_CHECKS, ScopeChecks, ScopeResult, ScopeState
from shared.domain.accounts.tokens import Scope, TokenKind
from shared.ports import Put, Write
from shared.usecases.check_token import check_scopes, read_facts
from shared.usecases.connect_cabinet import read_checks
from tests.builders import NOON, SELLER
from tests.unit.usecases.rivals import connect, seeded


def test_each_answer_is_told_as_it_comes() -> None:
    markets = MemoryMarketplaces(FixedClock(NOON))
    token = markets.issue_token("sid-1", scopes=(Scope.FEEDBACKS, Scope.RETURNS))
    facts = read_facts(token, frozenset(TokenKind), NOON, marketplaces=markets)
    heard: list[tuple[ScopeResult, ...]] = []

    checks = check_scopes(facts, markets.open(token), heard.append)

    assert heard == [checks[:known] for known in range(4)]
    assert [one.state for one in checks] == [ScopeState.OK, ScopeState.ABSENT, ScopeState.OK]


def test_checks_that_cannot_be_shown_keep_no_cabinet_from_being_connected() -> None:
    def forget_checks(writes: Sequence[Write]) -> Fault:
        shown = (isinstance(one, Put) and isinstance(one.value, ScopeChecks) for one in writes)
        return Fault.REFUSE if any(shown) else Fault.NONE

    clock, stores = FixedClock(NOON), FaultyStores(seeded(), forget_checks)
    market = MemoryMarketplaces(clock)
    token = market.issue_token("sid-1")

    vault = connect(stores, market, token, clock)

    assert vault.open(SELLER) == token
    assert read_checks(SELLER, stores=stores, clock=clock) == ()


def test_checks_of_the_day_before_are_told_no_more() -> None:
    clock, stores = FixedClock(NOON), seeded()
    market = MemoryMarketplaces(clock)
    connect(stores, market, market.issue_token("sid-1"), clock)

    today = read_checks(SELLER, stores=stores, clock=clock)
    clock.advance(KEEP_CHECKS)
    tomorrow = read_checks(SELLER, stores=stores, clock=clock)

    assert (len(today), tomorrow) == (3, ())
