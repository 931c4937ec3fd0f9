"""A seller reads what is known of a reply, and never more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.errors import Denial
from shared.domain.ids import ReplyId, hash_text, interaction_id
from shared.domain.interaction import AnswerState, Channel
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.words import reason_words, refusal_words, reply_title
from tests.builders import NOON, SELLER


def make_reply(state: ReplyState, channel: Channel = Channel.REVIEW, **facts: object) -> Reply:
    reply = Reply(
        id=ReplyId("r1"),
        seller=SELLER,
        shard=1,
        interaction=interaction_id(channel, "x"),
        channel=channel,
        target="x",
        text="Спасибо",
        text_hash=hash_text("Спасибо"),
        client_request_id="c",
        author=Author.SELLER,
        state=state,
        approved_at=NOON,
        due_at=None,
    )
    return replace(reply, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "title"),
    [
        (timedelta(seconds=-5), "Отправляем…"),
        (timedelta(milliseconds=200), "Отправится через 1 с"),
        (timedelta(seconds=10), "Отправится через 10 с"),
        (timedelta(minutes=5), "Отправится через 5 мин"),
        (timedelta(hours=30), "Отправится 23.11 в 21:00"),
    ],
)
def test_an_approved_reply_says_when_it_goes_out(left: timedelta, title: str) -> None:
    assert reply_title(make_reply(ReplyState.APPROVED, due_at=NOON + left), NOON) == title


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (ReplyState.SENDING, "Отправляем…"),
        (ReplyState.BLOCKED, "Ждёт ключ WB"),
        (ReplyState.ANSWERED_ELSEWHERE, "Отвечено в кабинете WB"),
        (ReplyState.ATTENTION, "Проверьте: неизвестно, дошло ли"),
        (ReplyState.CANCELLED, "Отменено"),
        (ReplyState.FAILED, "Не отправлено: причина неизвестна"),
    ],
)
def test_each_state_has_its_words(state: ReplyState, title: str) -> None:
    assert reply_title(make_reply(state), NOON) == title


@pytest.mark.parametrize(
    ("channel", "wb_state", "title"),
    [
        (Channel.REVIEW, AnswerState.REVIEW_REQUIRED, "Принято WB, на проверке"),
        (Channel.REVIEW, AnswerState.WB_RU, "Опубликовано"),
        (Channel.REVIEW, AnswerState.REJECTED, "Отклонено WB"),
        (Channel.REVIEW, "", "Принято WB, на проверке"),
        (Channel.QUESTION, AnswerState.WB_RU, "Ответ виден в WB"),
        (Channel.QUESTION, AnswerState.REJECTED, "Отклонено WB"),
        (Channel.CHAT, "", "Доставлено"),
    ],
)
def test_only_a_published_review_is_called_published(
    channel: Channel, wb_state: str, title: str
) -> None:
    reply = make_reply(ReplyState.CONFIRMED, channel, wb_state=str(wb_state))

    assert reply_title(reply, NOON) == title


@pytest.mark.parametrize("state", [ReplyState.SENT, ReplyState.UNKNOWN])
def test_after_the_sellers_window_doubt_is_said_aloud(state: ReplyState) -> None:
    reply = make_reply(state, claimed_at=NOON)
    settings = SellerSettings(reply_pending=timedelta(minutes=30))

    late = reply_title(reply, NOON + timedelta(minutes=31), settings)

    assert late == "WB ещё не показал ответ"
    assert reply_title(reply, NOON + timedelta(minutes=29), settings) != late


def test_a_simulated_reply_claims_nothing() -> None:
    reply = make_reply(ReplyState.CONFIRMED, simulated=True)

    assert reply_title(reply, NOON) == "Пример: ответ не отправлен в WB"
    waiting = make_reply(ReplyState.APPROVED, simulated=True)
    assert reply_title(waiting, NOON) == "Пример: ответ не уйдёт в WB"


def test_every_refusal_has_words() -> None:
    assert all(refusal_words(code) for code in RefusalCode)


@pytest.mark.parametrize("denial", Denial)
def test_every_refusal_of_a_token_has_words(denial: Denial) -> None:
    assert reason_words(denial.value) != denial.value
