"""What every marketplace promises: in memory, and the WB connector before the simulator."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.accounts.account import Scope, TokenKind
from shared.domain.errors import AccessDenied, Denial, Malformed, Rejected
from shared.domain.interaction import AnswerState, Channel, Sender
from shared.domain.marketplace import (
    ListRequest,
    Outcome,
    Outgoing,
    ParsedItem,
    RawItem,
    ReadBack,
    Verdict,
)
from shared.ports import Marketplace
from tests.contract.marketplace_benches import Bench, MemoryBench, SimulatedBench

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
# Both sides of the wire must keep odd white space, both forms of й, and quotes.
EXACT = ' Ёлка — «да» \u00a0й и\u0306 👩‍👩‍👧 "x" & <b> %20 \\n --\r\n\tконец \n'


@pytest.fixture(params=[MemoryBench, SimulatedBench])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    made: Bench = request.param()
    yield made
    if isinstance(made, SimulatedBench):
        made.marketplaces.close()


@pytest.fixture
def cabinet(bench: Bench) -> Marketplace:
    return bench.marketplaces.open(bench.issue())


def listed(cabinet: Marketplace, channel: Channel, *, answered: bool) -> list[str]:
    page = cabinet.list_items(ListRequest(channel=channel, answered=answered))
    return [item["id"] for item in page.items]


def read(cabinet: Marketplace, channel: Channel, external_id: str) -> RawItem:
    raw = cabinet.read_item(channel, external_id)
    assert raw is not None
    return raw


def answer_of(bench: Bench, cabinet: Marketplace, channel: Channel, external_id: str) -> ReadBack:
    return bench.marketplaces.read_answer(channel, read(cabinet, channel, external_id))


def parsed(bench: Bench, channel: Channel, raw: RawItem) -> ParsedItem:
    return bench.marketplaces.parse_item(channel, raw, bench.now())


def sign_of(cabinet: Marketplace, chat_id: str) -> str:
    return str(next(c["replySign"] for c in cabinet.list_chats() if c["chatID"] == chat_id))


def message(chat_id: str, sign: str, text: str = "Проверим.") -> Outgoing:
    return Outgoing(channel=CHAT, target=chat_id, text=text, reply_sign=sign)


def test_a_new_review_waits_and_is_understood(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Села после стирки", rating=2, pros="Ткань", bables=["качество"])

    page = cabinet.list_items(ListRequest(channel=REVIEW, answered=False))

    source = parsed(bench, REVIEW, page.items[0]).source
    assert source.external_id == review
    assert (source.rating, source.text, source.pros) == (2, "Села после стирки", "Ткань")
    assert source.tags == ("качество",)
    assert source.answer is None
    assert abs(source.created_at - bench.now()) <= timedelta(seconds=1)
    assert listed(cabinet, REVIEW, answered=True) == []


def test_a_rating_alone_is_processed_and_unanswered(bench: Bench, cabinet: Marketplace) -> None:
    silent = bench.add_review(rating=5)
    tagged = bench.add_review(rating=3, bables=["качество"])

    page = cabinet.list_items(ListRequest(channel=REVIEW, answered=True))

    assert {item["id"] for item in page.items} == {silent, tagged}
    assert {item["answer"] for item in page.items} == {None}


def test_old_reviews_leave_the_list_but_can_be_read(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Давно")

    bench.advance(31 * 86_400)
    cabinet = bench.marketplaces.open(bench.issue())

    assert listed(cabinet, REVIEW, answered=False) == []
    assert read(cabinet, REVIEW, review)["id"] == review


def test_the_archive_holds_what_no_list_shows(bench: Bench, cabinet: Marketplace) -> None:
    month = timedelta(days=31)
    forgotten = bench.add_review(text="Никто не ответил", at=bench.now() - month)
    answered = bench.add_review(text="Спасибо вам", at=bench.now() - month / 2)
    waiting = bench.add_review(text="Жду")
    bench.answer_in_portal(REVIEW, answered, "Спасибо")
    bench.advance(1)
    archive = ListRequest(channel=REVIEW, answered=False, archived=True, take=10)

    page = cabinet.list_items(archive)

    assert [item["id"] for item in page.items] == [answered, forgotten]
    assert listed(cabinet, REVIEW, answered=False) == [waiting]
    second = replace(archive, take=1, skip=1)
    assert [item["id"] for item in cabinet.list_items(second).items] == [forgotten]
    with pytest.raises(Malformed):
        cabinet.list_items(replace(archive, channel=QUESTION))


@pytest.mark.parametrize("channel", [REVIEW, QUESTION])
def test_a_list_says_how_many_items_there_are_in_all(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    add = bench.add_review if channel is REVIEW else bench.add_question
    names = [add(text=f"Слова {number}") for number in range(3)]
    bench.answer_in_portal(channel, names[0], "Спасибо")
    bench.advance(1)

    page = cabinet.list_items(ListRequest(channel=channel, answered=False, take=1))

    assert page.total == 3


def test_pages_follow_the_asked_order(bench: Bench, cabinet: Marketplace) -> None:
    ids = []
    for _ in range(5):
        ids.append(bench.add_review(text="Хорошо"))
        bench.advance(2)

    def page(*, skip: int, newest_first: bool) -> list[str]:
        request = ListRequest(
            channel=REVIEW, answered=False, take=2, skip=skip, newest_first=newest_first
        )
        return [item["id"] for item in cabinet.list_items(request).items]

    assert page(skip=0, newest_first=False) == ids[:2]
    assert page(skip=4, newest_first=False) == ids[4:]
    assert page(skip=0, newest_first=True) == ids[:2:-1]
    assert page(skip=6, newest_first=True) == []


def test_a_window_filters_on_the_creation_date(bench: Bench, cabinet: Marketplace) -> None:
    day = timedelta(days=1)
    old, middle, new = (
        bench.add_question(text="Вопрос?", at=bench.now() - days * day) for days in (9, 5, 1)
    )

    def window(**bounds: object) -> list[str]:
        request = ListRequest(channel=QUESTION, answered=False, **bounds)  # type: ignore[arg-type]
        return [item["id"] for item in cabinet.list_items(request).items]

    assert window(created_from=bench.now() - 5 * day) == [new, middle]
    assert window(created_to=bench.now() - 5 * day) == [middle, old]
    assert window(created_from=bench.now()) == []


@pytest.mark.parametrize(
    ("channel", "take", "skip"),
    [(REVIEW, 5001, 0), (REVIEW, 1, 199_991), (QUESTION, 5000, 5001), (CHAT, 1, 0)],
)
def test_a_page_beyond_the_bounds_is_refused(
    cabinet: Marketplace, channel: Channel, take: int, skip: int
) -> None:
    with pytest.raises(Malformed):
        cabinet.list_items(ListRequest(channel=channel, answered=True, take=take, skip=skip))


def test_what_wb_does_not_know_is_none(cabinet: Marketplace) -> None:
    assert cabinet.read_item(REVIEW, "nobody") is None
    assert cabinet.read_item(QUESTION, "nobody") is None


def test_an_answer_to_a_review_passes_moderation(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")

    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))
    fresh = answer_of(bench, cabinet, REVIEW, review)
    bench.advance(30)
    settled = answer_of(bench, cabinet, REVIEW, review)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert (fresh.found, fresh.wb_state) == ("Спасибо!", "reviewRequired")
    assert settled.wb_state == "wbRu"
    assert listed(cabinet, REVIEW, answered=False) == []
    assert listed(cabinet, REVIEW, answered=True) == [review]


def test_a_rejected_answer_to_a_review_says_so(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")
    cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))

    bench.reject(REVIEW, review)

    assert answer_of(bench, cabinet, REVIEW, review).wb_state == "rejected"
    source = parsed(bench, REVIEW, read(cabinet, REVIEW, review)).source
    assert source.answer is not None
    assert source.answer.state is AnswerState.REJECTED


def test_an_answer_to_a_question_is_seen_with_its_date(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")

    outcome = cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text="Да, есть."))
    back = answer_of(bench, cabinet, QUESTION, question)

    assert outcome == Outcome(verdict=Verdict.ACCEPTED)
    assert (back.exists, back.found, back.wb_state) == (True, "Да, есть.", "wbRu")
    answer = parsed(bench, QUESTION, read(cabinet, QUESTION, question)).source.answer
    assert answer is not None
    assert answer.editable
    assert answer.created_at is not None
    assert abs(answer.created_at - bench.now()) <= timedelta(seconds=1)
    assert listed(cabinet, QUESTION, answered=True) == [question]


def test_a_rejected_answer_to_a_question_vanishes(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")
    cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text="Да, есть."))

    bench.reject(QUESTION, question)

    assert answer_of(bench, cabinet, QUESTION, question) == ReadBack(
        exists=True, wb_state="suppliersPortalSynch"
    )
    assert listed(cabinet, QUESTION, answered=False) == [question]


@pytest.mark.parametrize("channel", [REVIEW, QUESTION])
def test_an_answer_may_stay_hidden_for_a_while(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    bench.hide_answers(300)
    add = bench.add_review if channel is REVIEW else bench.add_question
    target = add(text="Слова")

    cabinet.send_reply(Outgoing(channel=channel, target=target, text="Спасибо!"))
    at_once = answer_of(bench, cabinet, channel, target)
    bench.advance(301)

    assert at_once.found is None
    assert answer_of(bench, cabinet, channel, target).found == "Спасибо!"


def test_an_unknown_review_is_answered_in_silence(cabinet: Marketplace) -> None:
    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target="nobody", text="Спасибо!"))

    assert outcome.verdict is Verdict.ACCEPTED
    assert cabinet.read_item(REVIEW, "nobody") is None


def test_an_unknown_question_is_refused(cabinet: Marketplace) -> None:
    outcome = cabinet.send_reply(Outgoing(channel=QUESTION, target="nobody", text="Да, есть."))

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason


def test_a_second_answer_to_a_review_changes_nothing(bench: Bench, cabinet: Marketplace) -> None:
    review = bench.add_review(text="Хорошо")
    bench.answer_in_portal(REVIEW, review, "Ответ сотрудника")

    outcome = cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text="Спасибо!"))

    assert outcome.verdict is Verdict.ACCEPTED
    assert answer_of(bench, cabinet, REVIEW, review).found == "Ответ сотрудника"


def test_a_question_is_edited_once(bench: Bench, cabinet: Marketplace) -> None:
    question = bench.add_question(text="Есть ли 48 размер?")
    texts = ("Да.", "Да, есть.", "Да, есть на складе.")

    verdicts = [
        cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text=text)).verdict
        for text in texts
    ]

    assert verdicts == [Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REFUSED]
    answer = parsed(bench, QUESTION, read(cabinet, QUESTION, question)).source.answer
    assert answer is not None
    assert (answer.text, answer.editable) == ("Да, есть.", False)


def test_a_chat_is_listed_and_its_events_drained(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    bench.advance(5)
    bench.say(chat, "Вы здесь?")

    first = cabinet.list_events(None)
    second = cabinet.list_events(first.next_cursor)

    assert len(first.items) == 2
    assert (second.items, second.next_cursor) == ((), first.next_cursor)
    assert first.next_cursor >= 10**12
    item = parsed(bench, CHAT, {"chat": cabinet.list_chats()[0], "events": list(first.items)})
    assert item.source.external_id == chat
    assert item.source.buyer_name == "Мария"
    assert item.source.product.nm_id > 0
    assert [one.text for one in item.messages] == ["Здравствуйте!", "Вы здесь?"]
    assert item.source.chat is not None
    assert len(item.source.chat.pending) == 2
    assert item.source.chat.order_key
    assert item.source.chat.reply_sign == sign_of(cabinet, chat)


def test_an_empty_stream_gives_a_cursor_to_start_from(bench: Bench, cabinet: Marketplace) -> None:
    start = cabinet.list_events(None)
    bench.advance(1)
    bench.open_chat("Здравствуйте!")

    assert start.items == ()
    assert len(cabinet.list_events(start.next_cursor).items) == 1


def test_an_own_message_comes_back_as_an_event(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    start = cabinet.list_events(None).next_cursor
    bench.advance(60)

    outcome = cabinet.send_reply(message(chat, sign_of(cabinet, chat)))
    echo = cabinet.list_events(start).items

    assert outcome.verdict is Verdict.ACCEPTED
    assert [event["addTimestamp"] for event in echo] == [outcome.add_time]
    item = parsed(bench, CHAT, {"chat": None, "events": list(echo)})
    assert [(one.sender, one.source) for one in item.messages] == [
        (Sender.SELLER, "seller-public-api")
    ]
    assert item.source.chat is not None
    assert item.source.chat.waiting_since is None
    again = cabinet.send_reply(message(chat, sign_of(cabinet, chat), "И ещё."))
    assert again.verdict is Verdict.ACCEPTED


def test_a_repeated_message_is_a_second_message(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    sign = sign_of(cabinet, chat)

    for _ in range(2):
        assert cabinet.send_reply(message(chat, sign)).verdict is Verdict.ACCEPTED

    texts = [event["message"]["text"] for event in cabinet.list_events(None).items]
    assert texts == ["Здравствуйте!", "Проверим.", "Проверим."]


def test_a_stale_sign_is_told_from_other_refusals(bench: Bench, cabinet: Marketplace) -> None:
    chat = bench.open_chat("Здравствуйте!")
    sign = sign_of(cabinet, chat)
    bench.expire_signs(chat)

    stale = cabinet.send_reply(message(chat, sign))
    fresh = cabinet.send_reply(message(chat, sign_of(cabinet, chat)))

    assert (stale.verdict, stale.stale_sign) == (Verdict.REFUSED, True)
    assert fresh.verdict is Verdict.ACCEPTED
    assert len(cabinet.list_events(None).items) == 2


def test_texts_arrive_byte_for_byte(bench: Bench, cabinet: Marketplace) -> None:
    review, question = bench.add_review(text="Хорошо"), bench.add_question(text="Есть?")
    chat = bench.open_chat("Здравствуйте!")

    cabinet.send_reply(Outgoing(channel=REVIEW, target=review, text=EXACT))
    cabinet.send_reply(Outgoing(channel=QUESTION, target=question, text=EXACT))
    cabinet.send_reply(message(chat, sign_of(cabinet, chat), EXACT))

    assert answer_of(bench, cabinet, REVIEW, review).found == EXACT
    assert answer_of(bench, cabinet, QUESTION, question).found == EXACT
    assert cabinet.list_events(None).items[-1]["message"]["text"] == EXACT


@pytest.mark.parametrize("channel", [REVIEW, QUESTION, CHAT])
def test_a_lost_answer_is_unknown_and_the_write_stands(
    bench: Bench, cabinet: Marketplace, channel: Channel
) -> None:
    chat = bench.open_chat("Здравствуйте!")
    target = {
        REVIEW: bench.add_review(text="Хорошо"),
        QUESTION: bench.add_question(text="Есть?"),
        CHAT: chat,
    }[channel]
    sign = sign_of(cabinet, chat)
    bench.lose_answer()

    outcome = cabinet.send_reply(
        Outgoing(channel=channel, target=target, text="Спасибо!", reply_sign=sign)
    )

    assert outcome.verdict is Verdict.UNKNOWN
    if channel is CHAT:
        assert cabinet.list_events(None).items[-1]["message"]["text"] == "Спасибо!"
    else:
        assert answer_of(bench, cabinet, channel, target).found == "Спасибо!"


@pytest.mark.parametrize(
    "outgoing",
    [
        Outgoing(channel=REVIEW, target="r", text="Я"),
        Outgoing(channel=REVIEW, target="r", text="я" * 5001),
        Outgoing(channel=QUESTION, target="q", text="   "),
        Outgoing(channel=CHAT, target="c", text="я" * 1001, reply_sign="sign"),
        Outgoing(channel=CHAT, target="c", text="Да"),
    ],
)
def test_a_text_that_wb_would_refuse_is_refused(cabinet: Marketplace, outgoing: Outgoing) -> None:
    outcome = cabinet.send_reply(outgoing)

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason


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
