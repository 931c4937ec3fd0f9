"""What can be taken back, and what can be sent again."""

from datetime import timedelta

import pytest

from shared.domain.interaction import Channel
from shared.domain.replies.refusals import RefusalCode, ReplyRefused, TextRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.ports import Patch
from shared.usecases.retry_reply import retry_reply
from tests.builders import SELLER
from tests.judges import sure_judge
from tests.reply_bench import Bench, approved, title_of

MINUTE = timedelta(minutes=1)


def test_a_reply_can_be_cancelled_until_it_is_sent() -> None:
    bench, item, reply = approved(Channel.REVIEW)

    cancelled = bench.cancel(reply)
    again = bench.cancel(reply)
    bench.run_for(5 * MINUTE)

    assert cancelled.state is again.state is ReplyState.CANCELLED
    assert title_of(bench, reply) == "Отменено"
    assert bench.item(item).queue.needs_response
    assert bench.cabinet.landings == []


def test_a_sent_reply_cannot_be_cancelled() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.run_for(MINUTE)

    with pytest.raises(ReplyRefused) as refused:
        bench.cancel(reply)

    assert refused.value.code is RefusalCode.TOO_LATE


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ReplyState.APPROVED, RefusalCode.IN_FLIGHT),
        (ReplyState.UNKNOWN, RefusalCode.IN_FLIGHT),
        (ReplyState.ATTENTION, RefusalCode.DOUBTFUL),
        (ReplyState.BLOCKED, RefusalCode.WAITS_FOR_KEY),
        (ReplyState.CONFIRMED, RefusalCode.DELIVERED),
        (ReplyState.CANCELLED, RefusalCode.CANCELLED),
        (ReplyState.ANSWERED_ELSEWHERE, RefusalCode.ANSWERED),
    ],
)
def test_only_what_certainly_failed_is_repeated(state: ReplyState, code: RefusalCode) -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.plain.of_seller(SELLER).commit([Patch(Reply, (reply.id,), {"state": state})])

    with pytest.raises(ReplyRefused) as refused:
        retry_reply(
            SELLER,
            reply.id,
            stores=bench.stores,
            queue=bench.queue,
            clock=bench.clock,
            judge=sure_judge(),
        )

    assert refused.value.code is code


def test_repeating_twice_makes_one_new_reply() -> None:
    bench, _, reply = approved(Channel.QUESTION)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="Плохой текст"))
    bench.run_for(MINUTE)

    ports = {
        "stores": bench.stores,
        "queue": bench.queue,
        "clock": bench.clock,
        "judge": sure_judge(),
    }
    first = retry_reply(SELLER, reply.id, **ports)  # type: ignore[arg-type]
    second = retry_reply(SELLER, reply.id, **ports)  # type: ignore[arg-type]
    bench.run_for(MINUTE)

    assert first == second
    assert bench.reply(first).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_what_the_buyer_has_said_since_is_looked_at_before_a_retry() -> None:
    bench, item, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="Плохой текст"))
    bench.run_for(MINUTE)
    bench.cabinet.say(bench.item(item).source.external_id, "Уже не нужно, спасибо")
    bench.sync_chats()

    with pytest.raises(ReplyRefused) as refused:
        retry(bench, reply)

    assert refused.value.code is RefusalCode.STALE
    assert bench.cabinet.landings == []


def test_warnings_that_nobody_has_accepted_stop_a_retry() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    reply = bench.approve(item, "Спасибо!", confirm=True)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="Плохой текст"))
    bench.run_for(MINUTE)
    store = bench.plain.of_seller(SELLER)
    store.commit([Patch(Reply, (reply.id,), {"confirmed": False})])

    with pytest.raises(TextRefused):
        retry(bench, reply)

    store.commit([Patch(Reply, (reply.id,), {"confirmed": True})])
    assert retry(bench, reply).state is ReplyState.APPROVED


def retry(bench: Bench, reply: Reply) -> Reply:
    return retry_reply(
        SELLER,
        reply.id,
        stores=bench.stores,
        queue=bench.queue,
        clock=bench.clock,
        judge=sure_judge(),
    )
