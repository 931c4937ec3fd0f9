"""Who wrote an answer, and which time is said of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.ids import ReplyId, hash_text
from shared.domain.interaction import Answer, Channel
from shared.domain.replies.note import AnswerBy, AnswerNote, TimeKind, note_answer
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyState
from tests.builders import NOON, SELLER, make_item

TEXT = "Спасибо за отзыв!"
SENT = NOON + timedelta(minutes=1)
NOTICED = NOON + timedelta(minutes=9)
DATED = NOON + timedelta(minutes=2)


def reply(text: str = TEXT, state: ReplyState = ReplyState.CONFIRMED) -> Reply:
    return Reply(
        id=ReplyId("r"),
        seller=SELLER,
        shard=0,
        interaction=make_item().id,
        channel=Channel.REVIEW,
        target="R1",
        text=text,
        text_hash=hash_text(text),
        client_request_id="c",
        author=Author.SELLER,
        state=state,
        approved_at=NOON,
        due_at=None,
        claimed_at=NOON,
        sent_at=SENT,
    )


def answer(text: str = TEXT, created_at: datetime | None = None) -> Answer:
    return Answer(text=text, created_at=created_at, noticed_at=NOTICED)


OURS = AnswerNote(by=AnswerBy.INBOX, at=SENT, at_kind=TimeKind.SENT)


@pytest.mark.parametrize(
    ("shown", "replies", "note"),
    [
        (answer(), [reply()], OURS),
        (answer(created_at=DATED), [reply()], OURS),
        (answer("Спасибо  за отзыв! "), [reply()], OURS),
        (answer(), [reply("Другое"), reply()], OURS),
        (answer(), [replace(reply(), sent_at=None)], replace(OURS, at=NOON)),
        (answer(), [], AnswerNote(by=AnswerBy.CABINET, at=NOTICED, at_kind=TimeKind.NOTICED)),
        (
            answer("Ответ из кабинета"),
            [reply()],
            AnswerNote(by=AnswerBy.CABINET, at=NOTICED, at_kind=TimeKind.NOTICED),
        ),
        (
            answer(created_at=DATED),
            [],
            AnswerNote(by=AnswerBy.CABINET, at=DATED, at_kind=TimeKind.WB),
        ),
        (
            answer(),
            [replace(reply(), sent_at=None, claimed_at=None)],
            AnswerNote(by=AnswerBy.CABINET, at=NOTICED, at_kind=TimeKind.NOTICED),
        ),
        (
            answer(),
            [replace(reply(), simulated=True)],
            AnswerNote(by=AnswerBy.CABINET, at=NOTICED, at_kind=TimeKind.NOTICED),
        ),
    ],
)
def test_our_time_then_wbs_then_when_it_was_noticed(
    shown: Answer, replies: list[Reply], note: AnswerNote
) -> None:
    assert note_answer(shown, replies) == note
