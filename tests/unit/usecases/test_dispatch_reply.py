"""A reply is sent once, proved by reading back, and never lost or called what it is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.accounts.tokens import TokenKind
from shared.domain.errors import Malformed, RateLimited, Unavailable
from shared.domain.ids import ReplyId
from shared.domain.interaction import Channel, Interaction, Origin, Sender, View
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.domain.sync.bucket import Budget
from shared.domain.sync.category import Category
from shared.ports import Delete, Patch, Put
from shared.usecases.retry_reply import retry_reply
from tests.builders import NOON, SELLER
from tests.judges import sure_judge
from tests.reply_bench import ANSWER, Bench, approved, title_of

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PUBLIC = [Channel.REVIEW, Channel.QUESTION]
NO_ANSWER = Outcome(verdict=Verdict.UNKNOWN, reason="timeout")


# --- the happy way


def test_a_review_is_answered_watched_and_published() -> None:
    bench, item, reply = approved(Channel.REVIEW)

    assert title_of(bench, reply) == "Отправится через 10 с"
    bench.run_for(timedelta(seconds=11))
    assert title_of(bench, reply) == "Принято WB, на проверке"
    assert bench.reply(reply).state is ReplyState.CONFIRMED
    bench.run_for(2 * MINUTE)

    assert title_of(bench, reply) == "Опубликовано"
    assert bench.reply(reply).due_at is None
    assert [one.text for one in bench.cabinet.landings] == [ANSWER]
    mark = bench.item(item).work.reply
    assert mark is not None
    assert (mark.state, mark.wb_state) == ("confirmed", "wbRu")


def test_a_question_is_watched_for_two_days() -> None:
    bench, _item, reply = approved(Channel.QUESTION)

    bench.run_for(2 * HOUR)
    assert title_of(bench, reply) == "Ответ виден в WB"
    assert bench.reply(reply).due_at is not None
    bench.run_for(timedelta(hours=48))

    assert bench.reply(reply).due_at is None
    assert len(bench.cabinet.landings) == 1


def test_a_chat_is_proved_by_our_own_event() -> None:
    bench, item, reply = approved(Channel.CHAT)

    bench.run_for(timedelta(seconds=15))
    assert title_of(bench, reply) == "Принято WB"
    bench.run_for(5 * MINUTE)

    assert title_of(bench, reply) == "Доставлено"
    assert bench.reply(reply).due_at is None
    assert bench.item(item).queue.view is View.WAITING
    assert bench.synced


def test_a_chat_is_read_right_after_sending_so_that_the_first_look_proves_it() -> None:
    bench, _, reply = approved(Channel.CHAT)

    bench.run_for(timedelta(seconds=45))

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.synced == 1


@pytest.mark.parametrize("channel", Channel)
def test_a_sent_reply_costs_at_most_ten_writes_in_five_commits(channel: Channel) -> None:
    bench = Bench()
    item = bench.add_item(channel)
    bench.cabinet.visible_after = 20 * timedelta(seconds=1)
    bench.counting.bill.clear()
    reply = bench.approve(item)
    bench.clock.advance(timedelta(seconds=10))
    bench.dispatch(reply)
    assert bench.reply(reply).state is ReplyState.SENT

    bench.clock.advance(timedelta(seconds=30))
    bench.ingest(channel, bench.item(item).source.external_id)
    bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.counting.bill.writes.total() <= 10
    assert bench.counting.bill.commits <= 5


def test_what_wb_shows_at_once_saves_a_look() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    bench.counting.bill.clear()
    reply = bench.approve(item)
    bench.clock.advance(timedelta(seconds=10))

    bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.counting.bill.writes.total() == 8
    assert bench.counting.bill.commits == 4
    assert len(bench.cabinet.calls) == 3


@pytest.mark.parametrize("channel", Channel)
def test_every_delivery_twice_changes_nothing(channel: Channel) -> None:
    bench, _, reply = approved(channel)

    for _ in range(40):
        bench.clock.advance(timedelta(seconds=45))
        bench.sync_chats()
        bench.dispatch(reply)
        stored = bench.reply(reply)
        bench.dispatch(reply)
        assert bench.reply(reply) == stored

    assert len(bench.cabinet.landings) == 1


def test_the_text_arrives_as_it_was_approved() -> None:
    bench = Bench()
    item = bench.add_item(Channel.CHAT)
    text = "  Здравствуйте!\n\nЗаказ «в пути» — ждём.  " + "я" * 900
    bench.approve(item, text, confirm=True)

    bench.run_for(MINUTE)

    assert bench.cabinet.landings[0].text == text


def test_an_early_task_comes_back_when_the_reply_is_due() -> None:
    bench, _, reply = approved(Channel.REVIEW)

    bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.APPROVED
    assert bench.queue.waiting[-1].due == NOON + timedelta(seconds=10)


def test_an_unknown_reply_needs_nothing() -> None:
    report = Bench().dispatch(ReplyId("nowhere"))

    assert report.facts() == {"reply": "nowhere", "state": "", "attempt": 0}


def test_a_reply_to_an_example_never_reaches_wb() -> None:
    bench = Bench()
    known = bench.item(bench.add_item(Channel.REVIEW))
    demo = replace(known, source=replace(known.source, origin=Origin.DEMO))
    bench.plain.of_seller(SELLER).commit([Put(demo)])
    reply = bench.approve(known.id)

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Пример: ответ не отправлен в WB"
    assert bench.cabinet.calls == []


# --- before the sending


@pytest.mark.parametrize("channel", PUBLIC)
def test_an_answer_from_wbs_own_cabinet_is_never_overwritten(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.answer_in_portal(channel, bench.item(item).source.external_id, "Ответ сотрудника")

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Отвечено в кабинете WB"
    assert bench.cabinet.landings == []
    assert bench.item(item).queue.view is View.DONE


def test_the_same_words_typed_by_staff_are_theirs() -> None:
    bench, item, reply = approved(Channel.QUESTION)
    name = bench.item(item).source.external_id
    bench.cabinet.answer_in_portal(Channel.QUESTION, name, ANSWER)

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.ANSWERED_ELSEWHERE


def test_an_answer_that_the_sync_has_seen_costs_no_call() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    name = bench.item(item).source.external_id
    bench.cabinet.answer_in_portal(Channel.REVIEW, name, "Ответ сотрудника")
    bench.ingest(Channel.REVIEW, name)

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.ANSWERED_ELSEWHERE
    assert bench.cabinet.calls == []


def test_a_colleague_who_answers_a_chat_before_the_next_try_is_not_talked_over() -> None:
    bench, item, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.RATE_LIMITED, retry_after=600.0))
    bench.run_for(MINUTE)
    assert (bench.reply(reply).state, bench.reply(reply).attempts) == (ReplyState.APPROVED, 1)
    bench.clock.advance(4 * MINUTE)
    name = bench.item(item).source.external_id
    bench.cabinet.say(name, "Коллега ответил", sender=Sender.SELLER, source="seller-portal")
    bench.sync_chats()

    bench.run_for(30 * MINUTE)

    assert bench.reply(reply).state is ReplyState.ANSWERED_ELSEWHERE
    assert bench.cabinet.landings == []


@pytest.mark.parametrize("channel", Channel)
def test_what_wb_no_longer_knows_fails_with_its_reason(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.items.clear()
    bench.cabinet.chats.clear()

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Не отправлено: WB не находит этого обращения"
    assert bench.item(item).queue.view is View.FAILED


def test_a_deleted_item_ends_its_reply() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    bench.plain.of_seller(SELLER).commit([Delete(Interaction, (item,))])

    bench.run_for(MINUTE)

    assert bench.reply(reply).reason == "gone"


def test_a_reply_that_is_no_longer_the_items_own_is_not_sent() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    mark = bench.item(item).work.reply
    assert mark is not None
    other = Patch(Interaction, (item,), {"work.reply": replace(mark, id="another")})
    bench.plain.of_seller(SELLER).commit([other])

    bench.run_for(MINUTE)

    assert bench.reply(reply).reason == "superseded"
    assert bench.cabinet.landings == []


def test_the_guardrails_are_asked_again_before_sending() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    stricter = Patch(Reply, (reply.id,), {"text": "Пишите на a@example.ru, ответим"})
    bench.plain.of_seller(SELLER).commit([stricter])

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Не отправлено: текст нарушает правила"


@pytest.mark.parametrize(
    "error",
    [Unavailable("down"), Malformed("odd"), RateLimited(20.0)],
    ids=lambda e: type(e).__name__,
)
@pytest.mark.parametrize("channel", Channel)
def test_a_hindered_look_before_delays_and_changes_nothing(
    channel: Channel, error: Unavailable | Malformed | RateLimited
) -> None:
    bench, _, reply = approved(channel)
    bench.cabinet.fail_reads(error)

    bench.run_for(timedelta(seconds=20))
    assert bench.reply(reply).state is ReplyState.APPROVED
    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_a_reply_that_could_not_be_prepared_for_a_day_fails_and_may_be_repeated() -> None:
    bench, _item, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_reads(*[Unavailable("down")] * 10_000)

    bench.run_for(timedelta(hours=25))
    assert title_of(bench, reply) == "Не отправлено: за сутки отправить не удалось"
    bench.cabinet.read_errors.clear()
    again = retry_reply(
        SELLER,
        reply.id,
        stores=bench.stores,
        queue=bench.queue,
        clock=bench.clock,
        judge=sure_judge(),
    )
    bench.run_for(MINUTE)

    assert bench.reply(again).state is ReplyState.CONFIRMED
    assert [one.text for one in bench.cabinet.landings] == [ANSWER]


def test_many_replies_share_the_sellers_calls() -> None:
    bench = Bench()
    replies = [bench.approve(bench.add_item(Channel.REVIEW)) for _ in range(8)]

    bench.run_for(3 * MINUTE)

    assert {bench.reply(one).state for one in replies} == {ReplyState.CONFIRMED}
    moments = [call.at for call in bench.cabinet.calls]
    for first in range(len(moments) - 7):
        assert moments[first + 7] - moments[first] >= timedelta(milliseconds=330)


def test_a_base_token_sends_with_its_only_call() -> None:
    bench = Bench()
    bench.vault.seal(SELLER, bench.wb.issue_token(kind=TokenKind.BASE))
    reply = bench.approve(bench.add_item(Channel.CHAT))

    bench.run_for(MINUTE)

    assert bench.reply(reply).attempts == 1
    assert [call.method for call in bench.cabinet.calls] == ["send_reply"]


# --- the shared budget


@pytest.mark.parametrize("state", [ReplyState.APPROVED, ReplyState.UNKNOWN])
def test_without_a_free_call_a_reply_waits_and_no_call_is_made(state: ReplyState) -> None:
    bench, _, reply = approved(Channel.REVIEW)
    if state is ReplyState.UNKNOWN:
        bench.cabinet.fail_write(NO_ANSWER, Effect.AT_ONCE)
        bench.clock.advance(timedelta(seconds=10))
        bench.dispatch(reply)
    bench.clock.advance(MINUTE)
    until = bench.clock.now() + 3 * MINUTE
    budget = Budget(category=Category.FEEDBACKS, tokens=0.0, at=until, blocked_until=until)
    bench.plain.of_seller(SELLER).commit([Put(budget)])
    made = len(bench.cabinet.calls)

    bench.run_for(2 * MINUTE)
    assert len(bench.cabinet.calls) == made
    assert bench.reply(reply).state is state
    bench.run_for(4 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_a_chat_that_cannot_be_read_hides_no_other() -> None:
    bench, _, reply = approved(Channel.CHAT)
    broken = {"chatID": "1:broken", "lastMessage": {"addTimestamp": 0}, "goodCard": "odd"}
    bench.cabinet.chats = {"1:broken": broken} | bench.cabinet.chats

    bench.clock.advance(timedelta(seconds=10))
    bench.dispatch(reply)

    assert bench.reply(reply).state is ReplyState.SENT


def test_a_slow_look_before_gives_its_place_back() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.clock.advance(timedelta(seconds=10))
    slow = SlowReads(bench)

    bench.dispatch(reply, slow)

    assert bench.reply(reply).state is ReplyState.APPROVED
    assert bench.cabinet.landings == []
    bench.run_for(MINUTE)
    assert bench.reply(reply).state is ReplyState.CONFIRMED


class SlowReads:
    """A WB whose reads outlast the reserved time."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bench.wb, name)

    def open(self, token: str) -> "SlowReads":
        self._opened = self._bench.wb.open(token)
        return self

    def read_item(self, channel: Channel, external_id: str) -> Any:
        self._bench.clock.advance(timedelta(seconds=8))
        return self._opened.read_item(channel, external_id)
