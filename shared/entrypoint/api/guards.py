"""Who asks, from where, and whether the app's own page sent it."""

import re

import flask

from shared.domain.ids import hash_text
from shared.entrypoint.api.outside import Outside
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.traces import Trace, read_trace
from shared.ports import Ids
from shared.usecases.keep_session import LIFE

SAFE_METHODS = frozenset({"GET", "HEAD"})
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def require_own_page(request: flask.Request, outside: Outside) -> None:
    """Whatever changes state comes from the app's own origin, and from script, not from a form."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if (
        request.headers.getlist("Origin") not in [[origin] for origin in outside.origins]
        or request.headers.get("X-Requested-With") != "inbox"
        or site != "same-origin"
    ):
        raise Refusal(code="csrf")


def cookie_name(outside: Outside) -> str:
    """Browsers keep `__Host-` cookies only over https; plain http is for localhost."""
    return "__Host-session" if outside.secure_cookies else "session"


def read_cookie(request: flask.Request, outside: Outside) -> str | None:
    """The session's token; two of them prove that somebody planted one, so neither counts."""
    tokens = request.cookies.getlist(cookie_name(outside))
    if len(tokens) != 1 or not _TOKEN.fullmatch(tokens[0]):
        return None
    return tokens[0]


def write_cookie(response: flask.Response, token: str, outside: Outside) -> None:
    """Set the session's cookie, or take it away with an empty token."""
    response.set_cookie(
        cookie_name(outside),
        token,
        max_age=LIFE if token else 0,
        path="/",
        secure=outside.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def read_address(request: flask.Request, outside: Outside) -> str:
    """The client's address as our own outermost proxy saw it; what lies further left is a claim."""
    if not outside.proxy_hops:
        return request.remote_addr or ""
    hops = [hop.strip() for hop in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")]
    known = [hop for hop in hops if hop]
    if len(known) < outside.proxy_hops:
        return request.remote_addr or ""
    return known[-outside.proxy_hops]


def request_trace(request: flask.Request, ids: Ids) -> Trace:
    """The caller's trace when there is one, else a new one."""
    headers = request.headers
    given = read_trace(headers.get("traceparent", ""), headers.get("X-Cloud-Trace-Context", ""))
    return given if given.id else Trace(hash_text(ids.new())[:32])
