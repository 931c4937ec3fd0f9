"""What WB refuses for certain: words, signs and keys."""

from datetime import timedelta

import pytest

from shared.adapters.memory.wb_cabinet import Effect
from shared.domain.errors import Denial
from shared.domain.ids import SellerId
from shared.domain.interaction import Channel, View
from shared.domain.products.card import Card, Characteristic
from shared.domain.replies.sending import Outcome, Verdict
from shared.domain.replies.states import ReplyState
from shared.ports import Put
from shared.usecases.resume_replies import resume_replies
from tests.builders import SELLER
from tests.reply_bench import Bench, approved, title_of

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


# --- refusals that are certain


@pytest.mark.parametrize("verdict", [Verdict.RATE_LIMITED, Verdict.NOT_SENT])
@pytest.mark.parametrize("channel", Channel)
def test_a_certain_no_is_tried_again(channel: Channel, verdict: Verdict) -> None:
    bench, _, reply = approved(channel)
    bench.cabinet.fail_write(Outcome(verdict=verdict, reason="позже", retry_after=5.0))

    bench.run_for(12 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert bench.reply(reply).attempts == 2
    assert len(bench.cabinet.landings) == 1


def test_a_certain_no_that_never_ends_fails() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    for _ in range(30):
        bench.cabinet.fail_write(Outcome(verdict=Verdict.NOT_SENT))

    bench.run_for(6 * HOUR)

    assert bench.reply(reply).reason == "unreachable"
    assert bench.cabinet.landings == []


@pytest.mark.parametrize("channel", Channel)
def test_a_refusal_fails_with_wbs_reason_and_reopens_the_item(channel: Channel) -> None:
    bench, item, reply = approved(channel)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="Плохой текст"))

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Не отправлено: Плохой текст"
    assert bench.item(item).queue.needs_response
    assert bench.item(item).queue.view is View.FAILED


def test_what_the_card_denies_by_now_is_not_sent() -> None:
    bench = Bench()
    item = bench.add_item(Channel.REVIEW)
    reply = bench.approve(item, "Спасибо! Плед сделан из чистой шерсти.")
    line = Characteristic(name="Состав", value="хлопок 100 %")
    nm_id = bench.item(item).source.product.nm_id
    card = Card(nm_id=nm_id, name="Плед", characteristics=(line,))
    bench.plain.of_seller(SELLER).commit([Put(card)])

    bench.run_for(MINUTE)

    assert title_of(bench, reply) == "Не отправлено: в карточке товара иначе: исправьте ответ"
    assert bench.cabinet.landings == []
    assert bench.item(item).queue.needs_response


def test_a_stale_sign_is_renewed() -> None:
    bench, _, reply = approved(Channel.CHAT)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="подпись", stale_sign=True))

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_a_sign_that_stays_stale_fails() -> None:
    bench, _, reply = approved(Channel.CHAT)
    for _ in range(5):
        bench.cabinet.fail_write(Outcome(verdict=Verdict.REFUSED, reason="п", stale_sign=True))

    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.FAILED


# --- keys


def test_without_a_key_a_reply_waits_and_goes_out_when_there_is_one() -> None:
    bench, item, reply = approved(Channel.REVIEW)
    bench.vault.forget(SELLER)
    bench.run_for(10 * MINUTE)
    assert title_of(bench, reply) == "Ждёт ключ WB"
    assert bench.item(item).queue.view is View.FAILED
    assert bench.cabinet.calls == []

    bench.vault.seal(SELLER, bench.token)
    resumed = resume_replies(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.run_for(MINUTE)

    assert resumed == 1
    assert bench.reply(reply).state is ReplyState.CONFIRMED


def test_a_key_that_cannot_be_read_is_no_key() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.vault.seal(SELLER, "gibberish")

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.BLOCKED


def test_a_key_that_cannot_be_unsealed_is_no_key() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    stranger = SellerId("stranger")
    bench.vault.seal(stranger, bench.token)
    bench.vault.misplace(stranger, SELLER)

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.BLOCKED
    assert bench.cabinet.calls == []


def test_a_revoked_key_is_asked_once() -> None:
    bench, _, reply = approved(Channel.QUESTION)
    bench.wb.revoke(bench.token)

    bench.run_for(HOUR)

    assert bench.reply(reply).state is ReplyState.BLOCKED
    assert bench.cabinet.landings == []


def test_a_key_revoked_while_sending_parks_the_reply() -> None:
    bench, _, reply = approved(Channel.REVIEW)
    bench.cabinet.fail_write(Outcome(verdict=Verdict.DENIED, denial=Denial.PAYMENT))

    bench.run_for(MINUTE)

    assert bench.reply(reply).state is ReplyState.BLOCKED
    assert bench.reply(reply).reason == "payment"


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.ACCEPTED])
def test_a_key_revoked_while_in_doubt_never_leads_to_a_second_sending(verdict: Verdict) -> None:
    bench, _, reply = approved(Channel.QUESTION)
    bench.cabinet.fail_write(Outcome(verdict=verdict), Effect.LATER)
    bench.run_for(timedelta(seconds=12))
    bench.wb.revoke(bench.token)
    bench.run_for(5 * MINUTE)
    assert bench.reply(reply).state is ReplyState.BLOCKED

    fresh = bench.wb.issue_token(lifetime=timedelta(days=100))
    bench.vault.seal(SELLER, fresh)
    resume_replies(SELLER, stores=bench.stores, queue=bench.queue, clock=bench.clock)
    bench.run_for(MINUTE)
    bench.cabinet.land_late_writes()
    bench.run_for(5 * MINUTE)

    assert bench.reply(reply).state is ReplyState.CONFIRMED
    assert len(bench.cabinet.landings) == 1


def test_what_is_known_is_not_parked_by_a_lost_key() -> None:
    bench = Bench()
    bench.cabinet.moderated_after = 10 * HOUR
    reply = bench.approve(bench.add_item(Channel.REVIEW))
    bench.run_for(timedelta(seconds=15))
    bench.vault.forget(SELLER)

    bench.run_for(13 * HOUR)
    assert title_of(bench, reply) == "Принято WB, на проверке"
    bench.vault.seal(SELLER, bench.token)
    bench.run_for(7 * HOUR)

    assert title_of(bench, reply) == "Опубликовано"
