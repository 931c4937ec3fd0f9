"""Two workers and one reply: whoever slept or came too late does nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.accounts.tokens import TokenFacts
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel
from shared.domain.raw_items import ParsedItem, RawItem, ReadBack
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.domain.replies.states import ReplyState
from shared.ports import Marketplace, Patch, Store, Stores, Write
from tests.reply_bench import Bench

TEN_SECONDS = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)


def nothing() -> None:
    return None


class SlowStores:
    """Stores in which something happens around the writing of a claim."""

    def __init__(
        self,
        stores: Stores,
        after_claim: Callable[[], None] = nothing,
        before_claim: Callable[[], None] = nothing,
    ) -> None:
        self._stores = stores
        self._after_claim = after_claim
        self._before_claim = before_claim

    def shared(self) -> Store:
        return self._stores.shared()

    def of_seller(self, seller: SellerId) -> Store:
        return SlowStore(self._stores.of_seller(seller), self._after_claim, self._before_claim)


class SlowStore:
    """One such store."""

    def __init__(
        self, store: Store, after_claim: Callable[[], None], before_claim: Callable[[], None]
    ) -> None:
        self._store = store
        self._after_claim = after_claim
        self._before_claim = before_claim

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, writes: Sequence[Write]) -> None:
        claims = any(_is_claim(write) for write in writes)
        if claims:
            self._before_claim()
        self._store.commit(writes)
        if claims:
            self._after_claim()


def _is_claim(write: Write) -> bool:
    return isinstance(write, Patch) and write.fields.get("state") == ReplyState.SENDING


class SlowMarketplaces:
    """A WB at which something happens while a request is under way."""

    def __init__(self, bench: Bench, meanwhile: Callable[[], Outcome]) -> None:
        self._bench = bench
        self._meanwhile = meanwhile

    def open(self, token: str) -> Marketplace:
        return SlowCabinet(self._bench.wb.open(token), self._meanwhile)

    def read_token(self, token: str) -> TokenFacts:
        return self._bench.wb.read_token(token)

    def parse_item(self, channel: Channel, raw: RawItem, observed_at: datetime) -> ParsedItem:
        return self._bench.wb.parse_item(channel, raw, observed_at)

    def read_answer(self, channel: Channel, raw: RawItem) -> ReadBack:
        return self._bench.wb.read_answer(channel, raw)


class SlowCabinet:
    """One such cabinet."""

    def __init__(self, inner: Marketplace, meanwhile: Callable[[], Outcome]) -> None:
        self._inner = inner
        self._meanwhile = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def send_reply(self, outgoing: Outgoing) -> Outcome:
        return self._meanwhile()


def approved(channel: Channel = Channel.REVIEW) -> tuple[Bench, Reply]:
    bench = Bench()
    reply = bench.approve(bench.add_item(channel))
    bench.clock.advance(TEN_SECONDS)
    return bench, reply


def test_a_process_that_slept_on_its_claim_sends_nothing() -> None:
    bench, reply = approved(Channel.CHAT)
    plain = bench.stores
    bench.stores = SlowStores(plain, lambda: bench.clock.advance(timedelta(seconds=21)))

    bench.dispatch(reply)

    assert bench.cabinet.landings == []
    assert bench.reply(reply).state is ReplyState.SENDING
    bench.stores = plain
    bench.run_for(45 * MINUTE)
    assert bench.reply(reply).state is ReplyState.ATTENTION


def test_a_short_nap_on_a_claim_is_no_harm() -> None:
    bench, reply = approved(Channel.CHAT)
    bench.stores = SlowStores(bench.stores, lambda: bench.clock.advance(timedelta(seconds=5)))

    bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.SENT


def test_a_late_outcome_of_an_old_attempt_is_ignored() -> None:
    bench, reply = approved()

    def meanwhile() -> Outcome:
        while bench.reply(reply).state is not ReplyState.CONFIRMED:
            bench.clock.advance(MINUTE)
            bench.dispatch(reply)
        return Outcome(verdict=Verdict.RATE_LIMITED, retry_after=1.0)

    bench.dispatch(reply, SlowMarketplaces(bench, meanwhile))

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.reply(reply).resends == 1
    bench.run_for(10 * MINUTE)
    assert len(bench.cabinet.landings) == 1


def test_a_late_outcome_does_not_take_the_next_attempt_back() -> None:
    bench, reply = approved()

    def meanwhile() -> Outcome:
        while bench.reply(reply).state is not ReplyState.APPROVED:
            bench.clock.advance(MINUTE)
            bench.dispatch(reply)
        bench.cabinet.fail_write(Outcome(verdict=Verdict.UNKNOWN), Effect.LATER)
        bench.dispatch(reply)
        assert bench.reply(reply).state is ReplyState.UNKNOWN
        return Outcome(verdict=Verdict.RATE_LIMITED, retry_after=1.0)

    bench.dispatch(reply, SlowMarketplaces(bench, meanwhile))

    assert bench.reply(reply).state is ReplyState.UNKNOWN
    assert bench.reply(reply).attempts == 2


def test_who_loses_the_race_for_a_claim_sends_nothing() -> None:
    bench, reply = approved()
    rivals: list[Reply] = []

    def rival() -> None:
        if not rivals:
            rivals.append(reply)
            bench.cabinet.fail_write(Outcome(verdict=Verdict.UNKNOWN), Effect.AT_ONCE)
            bench.dispatch(reply)

    bench.stores = SlowStores(bench.stores, before_claim=rival)
    bench.dispatch(reply)

    assert len(bench.cabinet.calls_of("send_reply")) == 1
    assert bench.reply(reply).state is ReplyState.UNKNOWN


def test_a_certain_no_that_comes_after_the_lease_still_counts() -> None:
    bench, reply = approved(Channel.QUESTION)

    def meanwhile() -> Outcome:
        bench.clock.advance(2 * MINUTE)
        bench.dispatch(reply)
        assert bench.reply(reply).state is ReplyState.UNKNOWN
        return Outcome(verdict=Verdict.NOT_SENT)

    bench.dispatch(reply, SlowMarketplaces(bench, meanwhile))

    assert bench.reply(reply).state is ReplyState.APPROVED
    bench.run_for(5 * MINUTE)
    assert len(bench.cabinet.landings) == 1


def test_of_two_workers_only_the_claimant_sends() -> None:
    bench, reply = approved()
    other: list[ReplyState] = []

    def race() -> None:
        if not other:
            other.append(bench.reply(reply).state)
            bench.dispatch(reply)

    bench.stores = SlowStores(bench.stores, race)
    bench.dispatch(reply)

    assert other == [ReplyState.SENDING]
    assert len(bench.cabinet.landings) == 1
    assert bench.reply(reply).attempts == 1


def test_a_reply_cancelled_during_preparation_is_not_sent() -> None:
    bench, reply = approved()
    bench.clock.advance(-TEN_SECONDS)
    bench.cancel(reply)
    bench.clock.advance(TEN_SECONDS)

    bench.dispatch(reply)

    assert bench.cabinet.landings == []
    assert bench.reply(reply).state is ReplyState.CANCELLED


def test_two_attempts_in_doubt_leave_one_answer() -> None:
    bench, reply = approved()
    unknown = Outcome(verdict=Verdict.UNKNOWN)
    bench.cabinet.fail_write(unknown, Effect.LATER)
    bench.dispatch(reply)
    bench.run_for(10 * MINUTE)
    bench.cabinet.land_late_writes()

    bench.run_for(40 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.reply(reply).resends == 0
    assert len(bench.cabinet.landings) == 1
