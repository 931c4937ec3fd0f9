"""One request to the inbox API: match, check, run, answer; every answer has the same headers."""

from contextlib import ExitStack
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import flask
from werkzeug.http import quote_etag

from shared.domain.accounts.sign_in import Session
from shared.domain.dataclass import dataclass
from shared.entrypoint.api.bodies import read_body, read_query
from shared.entrypoint.api.calls import Call, Media, Result
from shared.entrypoint.api.chapters import find_row
from shared.entrypoint.api.guards import (
    read_address,
    read_cookie,
    request_trace,
    require_own_page,
    write_cookie,
)
from shared.entrypoint.api.outside import Outside
from shared.entrypoint.api.packing import pack_answer
from shared.entrypoint.api.problems import PROBLEM_TYPE, Refusal, as_refusal
from shared.entrypoint.api.routing import Access, Route
from shared.entrypoint.api.shapes.base import Request
from shared.entrypoint.api.tags import digest_tag
from shared.entrypoint.beats import note_beat
from shared.entrypoint.logs import log_crash, log_request, name_causes, set_tenant, set_trace
from shared.usecases.keep_session import find_session
from shared.usecases.note_visit import note_visit

FUNCTION = "inbox_api"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Vary": "Cookie, Accept-Encoding, Sec-Fetch-Site",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class _Served:
    response: flask.Response
    route: str = "none"
    code: str = "ok"
    error: str = ""


def handle_request(request: flask.Request, outside: Outside) -> flask.Response:
    """Answer one request; whatever goes wrong becomes a problem body, and one line is logged."""
    started = outside.clock.monotonic()
    trace = request_trace(request, outside.ids)
    set_trace(outside.project, trace)
    set_tenant(outside.project, "")
    served = _serve(request, outside, trace.id)
    note_beat(FUNCTION, ok=served.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR)
    ms = round((outside.clock.monotonic() - started) * 1000)
    log_request(served.route, served.response.status_code, ms, served.code, served.error)
    for header, value in _HEADERS.items():
        served.response.headers.setdefault(header, value)
    pack_answer(served.response, request)
    return served.response


def _serve(request: flask.Request, outside: Outside, name: str) -> _Served:
    route = "none"
    try:
        row, path = find_row(request.method, request.path)
        route = f"{row.method} {row.path}"
        with ExitStack() as held:
            call = _make_call(request, outside, row, dict(path), name, held)
            return _Served(_render(row, row.handler(call), call), route)
    except Exception as error:  # noqa: BLE001 - the edge: nothing but a problem body goes out
        refusal = as_refusal(error)
        if refusal is None:
            log_crash("api.crashed", error, route=route)
            refusal = Refusal(code="internal")
        ours = refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        causes = name_causes(error) if ours else ""
        return _Served(_render_problem(refusal, name), route, refusal.code, causes)


def _make_call(
    request: flask.Request,
    outside: Outside,
    row: Route,
    path: dict[str, str],
    name: str,
    held: ExitStack,
) -> Call[Any, Any]:
    require_own_page(request, outside)
    token = read_cookie(request, outside)
    session = _require_session(token, outside) if row.access is Access.SIGNED_IN else None
    if session is not None and row.method != "GET":
        outside.pace.take(session.seller, outside.clock.monotonic())
    return Call(
        outside=outside,
        now=outside.clock.now(),
        trace=name,
        address=read_address(request, outside),
        agent=request.headers.get("User-Agent", ""),
        token=token,
        session=session,
        path=path,
        query=read_query(request.args, row.query),
        body=_read_body(request, outside, row, held),
        known=request.if_none_match,
        expected=request.if_match,
    )


def _read_body(request: flask.Request, outside: Outside, row: Route, held: ExitStack) -> Request:
    if row.method == "GET":
        return row.body()
    if not row.takes_file:
        return read_body(request, row.body)
    from shared.entrypoint.api.forms import read_file

    # Entered last, so that only who may upload takes a place, and before a byte is read.
    held.enter_context(outside.uploads.enter())
    return read_file(request)


def _require_session(token: str | None, outside: Outside) -> Session:
    stored = find_session(token, stores=outside.stores, clock=outside.clock) if token else None
    if stored is None:
        raise Refusal(code="unauthenticated")
    set_tenant(outside.project, stored.value.seller)
    note_visit(stored, stores=outside.stores, clock=outside.clock)
    return stored.value


def _render(row: Route, result: Result, call: Call[Any, Any]) -> flask.Response:
    response = flask.Response(status=result.status or row.status)
    response.headers.update(result.headers)
    if result.etag is not None:
        etag = digest_tag(result.etag)
        response.headers["ETag"] = quote_etag(etag, weak=True)
        if row.method == "GET" and call.known.contains_weak(etag):
            response.status_code = 304
            return response
    if result.answer is not None:
        response.set_data(result.answer.model_dump_json(exclude_defaults=result.brief))
        response.content_type = "application/json"
    if result.media is not None:
        _render_media(response, result.media)
    if result.token is not None:
        write_cookie(response, result.token, call.outside)
    return response


def _render_media(response: flask.Response, media: Media) -> None:
    if isinstance(media.content, bytes):
        response.set_data(media.content)
    else:
        response.response = media.content
    response.content_type = media.content_type
    if media.keep_s:
        response.headers["Cache-Control"] = f"private, max-age={media.keep_s}, immutable"
    if media.name:
        # RFC 6266: a name in other letters than ASCII's travels percent-encoded.
        name = f"UTF-8''{quote(media.name, safe='')}"
        response.headers.set("Content-Disposition", "attachment", **{"filename*": name})


def _render_problem(refusal: Refusal, name: str) -> flask.Response:
    body = refusal.body(name).model_dump_json()
    response = flask.Response(body, status=refusal.status, content_type=PROBLEM_TYPE)
    response.headers.update(refusal.headers)
    return response
