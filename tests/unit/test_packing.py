"""Long answers go packed to the app's own page, and to nobody else."""

import gzip

import flask
import pytest

from shared.entrypoint.api.packing import pack_answer

OWN = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip, deflate, br"}
LONG = '{"items": ["' + "отзыв " * 1_000 + '"]}'


def _answer(headers: dict[str, str], text: str = LONG, kind: str = "application/json") -> bytes:
    response = flask.Response(text, content_type=kind)
    with flask.Flask("inbox").test_request_context(headers=headers):
        pack_answer(response, flask.request)
    words = response.get_data()
    assert response.content_length == len(words)
    assert (response.content_encoding == "gzip") == (words[:2] == b"\x1f\x8b")
    return words


def test_the_own_page_gets_a_long_answer_packed() -> None:
    packed = _answer(OWN)

    assert len(packed) < len(LONG) / 10
    assert gzip.decompress(packed).decode() == LONG


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OWN | {"Accept-Encoding": "identity"},
        OWN | {"Accept-Encoding": "gzip;q=0"},
        # How short a guess packs beside a buyer's words must not be seen by a foreign page.
        OWN | {"Sec-Fetch-Site": "cross-site"},
        OWN | {"Sec-Fetch-Site": "same-site"},
        OWN | {"Sec-Fetch-Site": "none"},
    ],
)
def test_nobody_else_does(headers: dict[str, str]) -> None:
    assert _answer(headers).decode() == LONG


def test_short_answers_and_files_stay_as_they_are() -> None:
    assert _answer(OWN, '{"status": "ok"}') == b'{"status": "ok"}'
    assert _answer(OWN, LONG, "image/jpeg").decode() == LONG
