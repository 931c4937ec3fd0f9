"""A token's scopes are asked for one after another, and each answer is told as it comes."""

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.domain.accounts.account import Scope, TokenKind
from shared.domain.accounts.scope_check import ScopeResult, ScopeState
from shared.usecases.check_token import check_scopes, read_facts
from tests.builders import NOON


def test_each_answer_is_told_as_it_comes() -> None:
    markets = MemoryMarketplaces(FixedClock(NOON))
    token = markets.issue_token("sid-1", scopes=(Scope.FEEDBACKS, Scope.RETURNS))
    facts = read_facts(token, frozenset(TokenKind), NOON, marketplaces=markets)
    heard: list[tuple[ScopeResult, ...]] = []

    checks = check_scopes(facts, markets.open(token), heard.append)

    assert heard == [checks[:known] for known in range(4)]
    assert [one.state for one in checks] == [ScopeState.OK, ScopeState.ABSENT, ScopeState.OK]
