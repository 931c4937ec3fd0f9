"""The one edit of an answer, and files on chat messages, at every marketplace."""

from typing import Any

import pytest

from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import Download, FileState, OutgoingFile
from shared.domain.errors import AccessDenied, Malformed
from shared.domain.interaction import Channel
from shared.domain.raw_items import ReadBack
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.ports import Marketplace
from tests.contract.marketplace_benches import Bench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
ANSWERED = (REVIEW, QUESTION)
PNG = OutgoingFile(
    name="Фото «1».png", content_type="image/png", content=b"\x89PNG\r\n\x1a\n" + bytes(range(256))
)
PDF = OutgoingFile(name="акт.pdf", content_type="application/pdf", content=b"%PDF-1.7\n%%EOF")
DAY = 86_400


def add_answered(bench: Bench, cabinet: Marketplace, channel: Channel) -> str:
    """An item whose answer has passed moderation."""
    add = bench.add_review if channel is REVIEW else bench.add_question
    target = add(text="Есть замечание")
    outcome = cabinet.send_reply(Outgoing(channel=channel, target=target, text="Спасибо!"))
    assert outcome.verdict is Verdict.ACCEPTED
    bench.advance(60)
    return target


def shown(bench: Bench, cabinet: Marketplace, channel: Channel, target: str) -> ReadBack:
    raw = cabinet.read_item(channel, target)
    assert raw is not None
    return bench.marketplaces.read_answer(channel, raw)


def edited(channel: Channel, target: str, text: str = "Исправлено.") -> Outgoing:
    return Outgoing(channel=channel, target=target, text=text)


def sign_of(cabinet: Marketplace, chat_id: str) -> str:
    return str(next(c["replySign"] for c in cabinet.list_chats() if c["chatID"] == chat_id))


def last_message(cabinet: Marketplace) -> dict[str, Any]:
    message: dict[str, Any] = cabinet.list_events(None).items[-1]["message"]
    return message


@pytest.mark.parametrize("channel", ANSWERED)
def test_an_answer_can_be_changed_once(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    target = add_answered(bench, cabinet, channel)

    first = cabinet.edit_answer(edited(channel, target))
    bench.advance(60)
    cabinet.edit_answer(edited(channel, target, "Ещё раз."))
    bench.advance(60)

    assert first == Outcome(verdict=Verdict.ACCEPTED)
    assert shown(bench, cabinet, channel, target).found == "Исправлено."
    source = bench.marketplaces.parse_item(
        channel, cabinet.read_item(channel, target) or {}, bench.now()
    ).source
    assert source.answer is not None
    assert not source.answer.editable


@pytest.mark.parametrize("channel", ANSWERED)
def test_an_answer_older_than_sixty_days_stays(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    target = add_answered(bench, cabinet, channel)

    bench.advance(61 * DAY)
    late = bench.marketplaces.open(bench.issue())
    outcome = late.edit_answer(edited(channel, target))

    # For reviews WB documents no refusal at all.
    verdicts = {REVIEW: Verdict.ACCEPTED, QUESTION: Verdict.REFUSED}
    assert outcome.verdict is verdicts[channel]
    assert shown(bench, late, channel, target).found == "Спасибо!"


def test_an_edit_of_an_unanswered_review_is_silent_and_changes_nothing(
    bench: Bench, cabinet: Marketplace
) -> None:
    review = bench.add_review(text="Хорошо")

    assert cabinet.edit_answer(edited(REVIEW, review)).verdict is Verdict.ACCEPTED
    assert shown(bench, cabinet, REVIEW, review) == ReadBack(exists=True)


@pytest.mark.parametrize("channel", ANSWERED)
def test_a_lost_answer_to_an_edit_is_unknown_and_the_edit_stands(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    target = add_answered(bench, cabinet, channel)
    bench.lose_answer()

    outcome = cabinet.edit_answer(edited(channel, target))

    assert outcome.verdict is Verdict.UNKNOWN
    assert shown(bench, cabinet, channel, target).found == "Исправлено."


def test_a_message_is_never_edited(cabinet: Marketplace) -> None:
    outgoing = Outgoing(channel=CHAT, target="c", text="Проверим.", reply_sign="sign")

    assert cabinet.edit_answer(outgoing).verdict is Verdict.REFUSED


def test_an_edit_needs_a_token_that_may_write(bench: Bench, cabinet: Marketplace) -> None:
    review = add_answered(bench, cabinet, REVIEW)
    reader = bench.marketplaces.open(bench.issue(read_only=True))

    assert reader.edit_answer(edited(REVIEW, review)).verdict is Verdict.DENIED
    assert shown(bench, cabinet, REVIEW, review).found == "Спасибо!"


@pytest.mark.parametrize("text", ["Смотрите фото.", ""])
def test_files_travel_with_a_message(bench: Bench, cabinet: Marketplace, text: str) -> None:
    chat = bench.open_chat("Здравствуйте!")

    outcome = cabinet.send_reply(
        Outgoing(
            channel=CHAT,
            target=chat,
            text=text,
            reply_sign=sign_of(cabinet, chat),
            files=(PNG, PDF),
        )
    )

    assert outcome.verdict is Verdict.ACCEPTED
    said = last_message(cabinet)
    [image], [document] = said["attachments"]["images"], said["attachments"]["files"]
    assert said["text"] == text
    assert document["name"] == PDF.name
    for file, hung in ((PNG, image), (PDF, document)):
        assert cabinet.download_file(hung["downloadID"]) == Download(
            state=FileState.READY, content=file.content, content_type=file.content_type
        )


def test_a_buyers_file_is_given_once_it_is_checked(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    bench.advance(1)
    bench.send_file(chat, PDF)
    file_id = last_message(cabinet)["attachments"]["files"][0]["downloadID"]

    bench.judge_file(file_id, FileState.CHECKING)
    waiting = cabinet.download_file(file_id)
    bench.judge_file(file_id, FileState.READY)
    ready = cabinet.download_file(file_id)
    bench.judge_file(file_id, FileState.REFUSED)
    refused = cabinet.download_file(file_id)

    assert waiting.state is FileState.CHECKING
    assert waiting.retry_after > 0
    assert (ready.state, ready.content) == (FileState.READY, PDF.content)
    assert refused == Download(state=FileState.REFUSED)


def test_an_unknown_file_is_gone(cabinet: Marketplace) -> None:
    assert cabinet.download_file("nobody &=%20") == Download(state=FileState.GONE)


@pytest.mark.parametrize("file_id", ["", ".", "..", "../../ping", "a\\b", "\ud800"])
def test_what_cannot_be_a_file_id_costs_no_call(cabinet: Marketplace, file_id: str) -> None:
    with pytest.raises(Malformed):
        cabinet.download_file(file_id)


def test_files_need_the_scope_of_chats(bench: Bench) -> None:
    cabinet = bench.marketplaces.open(bench.issue([Scope.FEEDBACKS]))

    with pytest.raises(AccessDenied):
        cabinet.download_file("file")


BIG = OutgoingFile(
    name="a.png", content_type="image/png", content=PNG.content + b"\0" * (5 * 1024 * 1024)
)
LARGE = OutgoingFile(
    name="a.png", content_type="image/png", content=PNG.content + b"\0" * (5 * 1024 * 1024 - 1000)
)


@pytest.mark.parametrize(
    "files",
    [
        (BIG,),
        (LARGE,) * 7,
        (OutgoingFile(name="a.gif", content_type="image/gif", content=b"GIF89a"),),
        (OutgoingFile(name="a.png", content_type="image/png", content=PDF.content),),
        (OutgoingFile(name="", content_type="image/png", content=PNG.content),),
        (OutgoingFile(name="a\r\nb.png", content_type="image/png", content=PNG.content),),
    ],
)
def test_files_that_wb_would_refuse_are_refused(
    bench: Bench, cabinet: Marketplace, files: tuple[OutgoingFile, ...]
) -> None:
    chat = bench.open_chat("Здравствуйте!")

    outcome = cabinet.send_reply(
        Outgoing(
            channel=CHAT, target=chat, text="Фото", reply_sign=sign_of(cabinet, chat), files=files
        )
    )

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason
    assert last_message(cabinet)["text"] == "Здравствуйте!"


@pytest.mark.parametrize("channel", ANSWERED)
def test_only_chats_take_files(cabinet: Marketplace, channel: Channel) -> None:
    outgoing = Outgoing(channel=channel, target="t", text="Спасибо!", files=(PNG,))

    assert cabinet.send_reply(outgoing).verdict is Verdict.REFUSED
