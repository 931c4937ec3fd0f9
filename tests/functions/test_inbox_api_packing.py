"""Packed answers of the API: the same words, the same tag, and nothing packed that is not there."""

import gzip
import json

from werkzeug.test import TestResponse

from tests.builders import make_item
from tests.functions.api import Browser
from tests.functions.shop import shop

OWN = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"}


def ask(browser: Browser, path: str, method: str = "GET", **headers: str) -> TestResponse:
    return browser.client.open(
        f"/api{path}", method=method, headers=OWN | headers, base_url="https://localhost"
    )


def open_list() -> Browser:
    world, browser = shop()
    world.put(browser.seller, *(make_item(external_id=f"R{n}") for n in range(20)))
    return browser


def test_a_packed_list_is_the_list_and_bears_its_tag() -> None:
    browser = open_list()

    plain, packed = browser.get("/inbox"), ask(browser, "/inbox")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data))["items"] == plain.get_json()["items"]
    # A strong tag would have to differ between the two (RFC 9110, section 8.8.3).
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["ETag"].startswith("W/")
    assert {"Accept-Encoding", "Sec-Fetch-Site", "Cookie"} <= set(packed.vary)


def test_an_unchanged_list_and_a_question_for_headers_bring_nothing_packed() -> None:
    browser = open_list()
    known = ask(browser, "/inbox")

    again = ask(browser, "/inbox", **{"If-None-Match": known.headers["ETag"]})
    head = ask(browser, "/inbox", "HEAD")

    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Encoding" not in again.headers
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == known.headers["Content-Length"]


def test_a_table_is_sent_while_it_is_read() -> None:
    answer = ask(open_list(), "/analytics/export.csv")

    assert "Content-Encoding" not in answer.headers
    assert "Content-Length" not in answer.headers
    assert answer.data.startswith("\ufeffДата;".encode())
