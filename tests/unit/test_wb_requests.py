"""Every request that the connector can make, each checked against WB's OpenAPI and its prose."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from operator import methodcaller
from typing import Any

import httpx
import pytest

from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import OutgoingFile
from shared.domain.claims import ClaimList, ClaimsRequest
from shared.domain.errors import InboxError
from shared.domain.interaction import Channel
from shared.domain.marketplace import ListRequest
from shared.domain.replies.sending import Outgoing
from shared.ports import Marketplace
from tests.wb_limits import check_limits
from tests.wb_openapi import check_request
from tests.wb_recorder import ELSEWHERE, Recorder, answering, paths

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"
FILES = (
    OutgoingFile(name="а.png", content_type="image/png", content=PNG),
    OutgoingFile(name="b.jpg", content_type="image/jpeg", content=b"\xff\xd8\xff\xe0"),
    OutgoingFile(name='c".pdf', content_type="application/pdf", content=b"%PDF-1.7"),
)
LARGEST = OutgoingFile(
    name="a.png", content_type="image/png", content=PNG.ljust(5 * 1024 * 1024, b"\0")
)
ARCHIVE = ListRequest(channel=Channel.REVIEW, answered=True, archived=True, take=5000, skip=199_990)
TEXTS = ("Да", "я" * 5000)
Deed = Callable[[Marketplace], object]


def perform(*deeds: Deed) -> Recorder:
    """The answer is of no use to anybody: what was asked matters."""
    recorder = answering(httpx.Response(500))
    cabinet = WildberriesMarketplaces(transports=recorder).open("header.payload.signature")
    for deed in deeds:
        try:
            deed(cabinet)
        except InboxError:
            continue
    return recorder


def lists() -> list[Deed]:
    reach = {Channel.REVIEW: (5000, 199_990), Channel.QUESTION: (1, 9_999)}
    found: list[Deed] = []
    for channel, (take, skip) in reach.items():
        for answered in (False, True):
            first = ListRequest(channel=channel, answered=answered)
            last = ListRequest(
                channel=channel,
                answered=answered,
                take=take,
                skip=skip,
                created_from=NOON,
                created_to=NOON,
                newest_first=False,
            )
            found += [methodcaller("list_items", one) for one in (first, last)]
    return found


def reads() -> list[Deed]:
    return [
        *lists(),
        methodcaller("list_items", ARCHIVE),
        methodcaller("read_item", Channel.REVIEW, "Ab3dEf_hIjKlMnOpQrSt"),
        methodcaller("read_item", Channel.QUESTION, "Ab3dEf_hIjKlMnOpQrSt"),
        methodcaller("list_chats"),
        methodcaller("list_events", None),
        methodcaller("list_events", 1_795_348_800_000),
        methodcaller("list_claims", ClaimsRequest(which=ClaimList.OPEN)),
        methodcaller("list_claims", ClaimsRequest(which=ClaimList.DECIDED, skip=200)),
        methodcaller("download_file", "ecaeb056-a4ee-45b4-ae45-666811755d38"),
        *[methodcaller("check_scope", scope) for scope in Scope],
    ]


def answers() -> list[Deed]:
    found: list[Deed] = []
    for channel in (Channel.REVIEW, Channel.QUESTION):
        for text in TEXTS:
            one = Outgoing(channel=channel, target="Ab3dEf_hIjKlMnOpQrSt", text=text)
            found += [methodcaller(method, one) for method in ("send_reply", "edit_answer")]
    return found


def messages() -> list[Deed]:
    def message(text: str, files: Sequence[OutgoingFile] = ()) -> Deed:
        one = Outgoing(
            channel=Channel.CHAT, target="1:x", text=text, reply_sign="s" * 255, files=tuple(files)
        )
        return methodcaller("send_reply", one)

    return [
        message("я" * 1000),
        message("Смотрите", FILES),
        message("", FILES[:1]),
        message("", [LARGEST] * 6),
    ]


def test_every_request_is_one_that_wb_documents() -> None:
    recorder = perform(*reads(), *answers(), *messages())

    assert set(paths(recorder.requests)) == {
        "GET /api/v1/feedbacks",
        "GET /api/v1/feedbacks/archive",
        "GET /api/v1/feedback",
        "GET /api/v1/questions",
        "GET /api/v1/question",
        "GET /api/v1/new-feedbacks-questions",
        "GET /api/v1/seller/chats",
        "GET /api/v1/seller/events",
        "GET /api/v1/seller/download/ecaeb056-a4ee-45b4-ae45-666811755d38",
        "GET /api/v1/claims",
        "POST /api/v1/feedbacks/answer",
        "PATCH /api/v1/feedbacks/answer",
        "PATCH /api/v1/questions",
        "POST /api/v1/seller/message",
    }
    assert len(recorder.requests) == len([*reads(), *answers(), *messages()])


def test_the_one_call_elsewhere_is_a_plain_read() -> None:
    recorder = perform(methodcaller("read_profile"))

    [request] = recorder.requests
    assert request.url.path.startswith(ELSEWHERE)
    assert (request.method, request.url.query, request.content) == ("GET", b"", b"")


def test_the_check_itself_refuses_what_wb_does_not_document() -> None:
    unknown = httpx.Request("GET", "https://wb.test/api/v1/answers", headers={"Authorization": "t"})
    untyped = httpx.Request(
        "GET", "https://wb.test/api/v1/feedbacks", headers={"Authorization": "t"}
    )

    for request in (unknown, untyped):
        with pytest.raises(AssertionError):
            check_request(request)


HEADERS = {"Authorization": "token"}
SIGN = ("replySign", (None, "s"))
BIG = ("a.png", b"\x89PNG".ljust(5 * 1024 * 1024 + 1), "image/png")
LARGE = ("a.png", b"\x89PNG".ljust(5 * 1024 * 1024), "image/png")


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/api/v1/feedbacks?take=5001&skip=0", {}),
        ("GET", "/api/v1/feedbacks/archive?take=1&skip=199991", {}),
        ("GET", "/api/v1/questions?take=6000&skip=6000", {}),
        ("GET", "/api/v1/seller/events?next=1795348800", {}),
        ("GET", "/api/v1/claims?limit=201", {}),
        ("POST", "/api/v1/feedbacks/answer", {"json": {"id": "1", "text": "a"}}),
        ("PATCH", "/api/v1/feedbacks/answer", {"json": {"id": "1", "text": "я" * 5001}}),
        ("PATCH", "/api/v1/questions", {"json": {"id": "1", "wasViewed": True}}),
        (
            "PATCH",
            "/api/v1/questions",
            {"json": {"id": "1", "answer": {"text": "Нет"}, "state": "none"}},
        ),
        ("POST", "/api/v1/seller/message", {"data": {"replySign": "s", "message": "x"}}),
        ("POST", "/api/v1/seller/message", {"files": [SIGN]}),
        ("POST", "/api/v1/seller/message", {"files": [SIGN, ("message", (None, "я" * 1001))]}),
        ("POST", "/api/v1/seller/message", {"files": [SIGN, ("file", BIG)]}),
        ("POST", "/api/v1/seller/message", {"files": [SIGN, *[("file", LARGE)] * 7]}),
        (
            "POST",
            "/api/v1/seller/message",
            {"files": [SIGN, ("file", ("a.gif", b"GIF89a", "image/gif"))]},
        ),
    ],
)
def test_what_wb_forbids_in_prose_is_noticed(
    method: str, path: str, options: dict[str, Any]
) -> None:
    request = httpx.Request(method, f"https://wb.test{path}", headers=HEADERS, **options)
    request.read()

    with pytest.raises(AssertionError):
        check_limits(request)
