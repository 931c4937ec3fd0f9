"""What the connector makes of every answer to the download of a file."""

import httpx
import pytest

from shared.adapters.wildberries.calls import LARGEST_FILE_BYTES
from shared.adapters.wildberries.files import DEFAULT_CHECK_SECONDS, LONGEST_CHECK_SECONDS
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.attachments import Download, FileState
from shared.domain.errors import AccessDenied, InboxError, Malformed, RateLimited, Unavailable
from tests.wb_bodies import HTML, PROBLEM, answer, chat_problem, problem
from tests.wb_recorder import answering

FILE = "ecaeb056-a4ee-45b4-ae45-666811755d38"


def download(given: httpx.Response) -> Download:
    recorder = answering(given)
    found = WildberriesMarketplaces(transports=recorder).open("a.b.c").download_file(FILE)
    assert recorder.last.url.host == "buyer-chat-api.wildberries.ru"
    assert recorder.last.headers["Accept"] == "*/*"
    return found


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("image/png", "image/png"),
        ("Image/PNG; charset=binary", "image/png"),
        ("", "application/octet-stream"),
    ],
)
def test_a_file_comes_with_the_type_that_wb_gives(kind: str, shown: str) -> None:
    given = httpx.Response(200, content=b"\x89PNG", headers={"Content-Type": kind})

    assert download(given) == Download(
        state=FileState.READY, content=b"\x89PNG", content_type=shown
    )


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"moderationState": "pending", "retrySeconds": 45}, 45.0),
        ({"retrySeconds": 0}, 1.0),
        ({"retrySeconds": 10**9}, LONGEST_CHECK_SECONDS),
        ({"retrySeconds": -5}, DEFAULT_CHECK_SECONDS),
        ({"retrySeconds": "soon"}, DEFAULT_CHECK_SECONDS),
        ({"retrySeconds": True}, DEFAULT_CHECK_SECONDS),
        ({}, DEFAULT_CHECK_SECONDS),
        ([], DEFAULT_CHECK_SECONDS),
        (HTML, DEFAULT_CHECK_SECONDS),
    ],
)
def test_a_file_that_is_being_checked_says_how_long(body: object, seconds: float) -> None:
    assert download(answer(202, body)) == Download(state=FileState.CHECKING, retry_after=seconds)


def test_a_refused_and_an_unknown_file_are_final() -> None:
    refused = answer(451, problem(451, "moderation error"), PROBLEM)

    assert download(refused) == Download(state=FileState.REFUSED)
    assert download(answer(400, chat_problem("invalid fileID"))) == Download(state=FileState.GONE)


def test_a_file_larger_than_wb_should_let_through_is_not_read_to_its_end() -> None:
    largest = httpx.Response(200, content=b" " * LARGEST_FILE_BYTES)
    endless = httpx.Response(200, content=b" " * (LARGEST_FILE_BYTES + 1))

    assert download(largest).state is FileState.READY
    assert download(endless) == Download(state=FileState.TOO_LARGE)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (answer(401, problem(401, "token problem"), PROBLEM), AccessDenied),
        (answer(429, problem(429, "limited"), PROBLEM, X_Ratelimit_Retry="3"), RateLimited),
        (answer(404, {"title": "path not found"}), Malformed),
        (answer(302, "", Location="https://evil.example"), Unavailable),
        (answer(502, HTML, "text/html"), Unavailable),
    ],
)
def test_every_other_answer_raises_what_to_do(
    given: httpx.Response, error: type[InboxError]
) -> None:
    with pytest.raises(error):
        download(given)
