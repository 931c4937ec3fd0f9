"""What every marketplace promises about tokens."""

from datetime import timedelta

import pytest

from shared.domain.accounts.tokens import Scope, TokenKind
from shared.domain.errors import AccessDenied, Denial, Rejected
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing, Verdict
from shared.ports import Marketplace
from tests.contract.marketplace.reading import listed, read, sign_of
from tests.contract.marketplace_benches import Bench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT


def deny(cabinet: Marketplace, channel: Channel) -> Denial:
    request = ListRequest(channel=channel, answered=False)
    read_any = cabinet.list_chats if channel is CHAT else lambda: cabinet.list_items(request)
    with pytest.raises(AccessDenied) as caught:
        read_any()
    outcome = cabinet.send_reply(
        Outgoing(channel=channel, target="t", text="Спасибо!", reply_sign="sign")
    )
    assert outcome.verdict is Verdict.DENIED
    assert outcome.denial is caught.value.denial
    return caught.value.denial


def test_a_token_opens_its_own_scopes_only(bench: Bench) -> None:
    feedbacks = bench.marketplaces.open(bench.issue([Scope.FEEDBACKS]))
    chats = bench.marketplaces.open(bench.issue([Scope.CHATS]))

    feedbacks.check_scope(Scope.FEEDBACKS)
    chats.check_scope(Scope.CHATS)

    assert deny(feedbacks, CHAT) is Denial.SCOPE
    assert deny(chats, REVIEW) is Denial.SCOPE
    assert deny(chats, QUESTION) is Denial.SCOPE
    with pytest.raises(AccessDenied):
        chats.check_scope(Scope.RETURNS)


def test_a_dead_token_opens_nothing(bench: Bench) -> None:
    revoked = bench.issue()
    bench.revoke(revoked)
    expired = bench.issue(seconds=-60)

    for token, denial in ((revoked, Denial.TOKEN), (expired, Denial.EXPIRED)):
        cabinet = bench.marketplaces.open(token)
        assert {deny(cabinet, channel) for channel in Channel} == {denial}
        with pytest.raises(AccessDenied):
            cabinet.read_profile()


def test_a_read_only_token_reads(bench: Bench) -> None:
    review = bench.add_review(text="Хорошо")
    cabinet = bench.marketplaces.open(bench.issue(read_only=True))

    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))

    assert (outcome.verdict, outcome.denial) == (Verdict.DENIED, Denial.READ_ONLY)
    assert listed(cabinet, REVIEW, answered=False) == [review]


def test_a_token_tells_what_it_is(bench: Bench) -> None:
    facts = bench.marketplaces.read_token("Bearer " + bench.issue([Scope.CHATS], read_only=True))

    assert facts.kind is TokenKind.SERVICE
    assert (facts.feedbacks, facts.chats, facts.returns, facts.read_only) == (
        False,
        True,
        False,
        True,
    )
    assert timedelta(hours=23) < facts.expires_at - bench.now() <= timedelta(days=1)
    with pytest.raises(Rejected):
        bench.marketplaces.read_token("not a token")


def test_every_scope_can_be_checked_and_the_owner_read(bench: Bench, cabinet: Marketplace) -> None:
    for scope in Scope:
        cabinet.check_scope(scope)

    profile = cabinet.read_profile()

    assert profile.sid == bench.marketplaces.read_token(bench.issue()).sid
    assert profile.name


def test_what_is_read_can_be_changed_without_changing_the_marketplace(
    bench: Bench, cabinet: Marketplace
) -> None:
    review = bench.add_review(text="Хорошо")
    chat = bench.open_chat("Здравствуйте!")

    cabinet.list_items(ListRequest(channel=REVIEW, answered=False)).items[0]["text"] = ""
    read(cabinet, REVIEW, review)["text"] = ""
    cabinet.list_chats()[0].clear()
    cabinet.list_events(None).items[0].clear()

    assert read(cabinet, REVIEW, review)["text"] == "Хорошо"
    assert sign_of(cabinet, chat)
    assert cabinet.list_events(None).items[0]["chatID"] == chat
