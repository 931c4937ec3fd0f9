"""Long answers travel packed (RFC 9110, section 8.4) to the app's own pages."""

import gzip

import flask

_LEAST = 1_400
_EFFORT = 6


def pack_answer(response: flask.Response, request: flask.Request) -> None:
    """Pack words that fill more than one packet; files are packed already.

    Only the app's own page gets them so: a foreign page that makes a browser ask could learn
    words from how short they pack.
    """
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not own or not request.accept_encodings["gzip"] or not response.is_json:
        return
    whole = response.get_data()
    if len(whole) >= _LEAST:
        response.set_data(gzip.compress(whole, _EFFORT, mtime=0))
        response.content_encoding = "gzip"
