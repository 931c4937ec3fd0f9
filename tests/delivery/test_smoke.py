"""The smoke test before a site of this machine, whole and with one thing wrong at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from infra.site_headers import SECURITY_HEADERS
from infra.smoke import Page, check_page, check_site

PAGES = {
    "/": ("text/html; charset=utf-8", "<!DOCTYPE html><title>Единый инбокс</title>"),
    "/app/": ("text/html; charset=utf-8", '<!doctype html><div id="app"></div>'),
    "/api/health": ("application/json", '{"status": "ok"}'),
}


@contextmanager
def site(changes: dict[str, Response]) -> Iterator[str]:
    @Request.application
    def answer(request: Request) -> Response:
        if changed := changes.get(request.path):
            return changed
        if page := PAGES.get(request.path):
            return Response(page[1], content_type=page[0], headers=SECURITY_HEADERS)
        status = 401 if request.path.startswith("/api/") else 404
        return Response(status=status)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def faults(changes: dict[str, Response]) -> list[str]:
    with site(changes) as url:
        return [f"{check.name}: {check.fault}" for check in check_site(url) if check.fault]


def test_a_site_that_is_well_passes_and_says_what_was_not_asked() -> None:
    with site({}) as url:
        checks = list(check_site(url))

    skipped = [check for check in checks if check.skipped]
    assert [check.name for check in checks if check.fault and not check.skipped] == []
    assert len(checks) - len(skipped) >= 18
    assert [check.fault for check in skipped] == ["plain http has none"]


@pytest.mark.parametrize(
    ("path", "answer", "fault"),
    [
        ("/", Response(status=502), "landing answers: 502"),
        ("/app/", Response("{}", content_type="application/json"), "app is text/html"),
        ("/app/", Response("<!doctype html>", content_type="text/html"), "app holds id"),
        ("/api/health", Response("{}", content_type="application/json"), 'health holds "status"'),
        ("/api/inbox", Response("[]"), "/api/inbox gives nothing away: answered 200"),
        ("/api/audit", Response(status=500), "/api/audit gives nothing away: answered 500"),
        ("/api/sellers", Response("[]"), "/api/sellers gives nothing away: answered 200"),
        ("/.env", Response("KEY=1"), "/.env gives nothing away: answered 200"),
        ("/app/", Response(PAGES["/app/"][1], content_type="text/html"), "the app forbids"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_is_named(path: str, answer: Response, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults({path: answer}))


def test_a_site_that_is_not_there_is_a_fault_and_no_crash() -> None:
    checks = list(check_site("http://127.0.0.1:9"))

    assert all(check.fault for check in checks)


@pytest.mark.parametrize(
    ("seconds", "faults"), [([1.9], []), ([5.0, 0.1], []), ([5.0, 2.0], ["2.0 s"])]
)
def test_what_wakes_with_the_first_request_is_asked_once_more(
    seconds: list[float], faults: list[str]
) -> None:
    pages = iter(Page(200, "application/json", '{"status": "ok"}', one) for one in seconds)

    checks = list(check_page("health", lambda: next(pages), "application/json", '"status"', 2.0))

    assert [check.fault for check in checks if check.fault] == faults
    assert list(pages) == []
