"""Is a running product well? Asks it from outside, without an account: `make smoke URL=`."""

import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx

from infra.local.screen import say

CERTIFICATE_LEFT = timedelta(days=14)
_TIMEOUT_S = 15
_HEALTH_S, _LANDING_S, _APP_S = 2.0, 3.0, 5.0
_GUARDED = (
    "/api/inbox",
    "/api/interactions/none",
    "/api/settings/profile",
    "/api/analytics/quality",
    "/api/pipeline",
    "/api/audit",
    "/api/export",
    "/api/sync/runs",
)
# What an earlier system gave away to anybody; nothing may ever answer there.
_ABSENT = (
    "/api/chats",
    "/api/sellers",
    "/api/metrics",
    "/api/docs",
    "/docs",
    "/.env",
    "/.git/config",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the running product: an empty `fault` is a good answer."""

    name: str
    fault: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought, and in how many seconds."""

    status: int
    kind: str
    body: str
    seconds: float


def check_site(url: str) -> Iterator[Check]:
    """Every check in turn; one that cannot be made is a fault, never a crash."""
    origin = url.rstrip("/")
    with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False) as client:
        ask = _asker(client, origin)
        yield from check_page("landing", lambda: ask("/"), "text/html", "<!doctype", _LANDING_S)
        yield from check_page("app", lambda: ask("/app/"), "text/html", 'id="app"', _APP_S)
        yield from check_page(
            "health", lambda: ask("/api/health"), "application/json", '"status"', _HEALTH_S
        )
        yield from (_check_status(path, ask, {401}) for path in _GUARDED)
        yield from (_check_status(path, ask, {401, 404}) for path in _ABSENT)
        yield _check_headers(client, origin)
    yield _check_certificate(origin)


def is_well(url: str) -> bool:
    """Print a line per check; True when none found a fault."""
    well = True
    for check in check_site(url):
        mark = "–" if check.skipped else "✗" if check.fault else "✓"
        say(f"  {mark} {check.name}{': ' if check.fault else ''}{check.fault}")
        well = well and (check.skipped or not check.fault)
    return well


def _asker(client: httpx.Client, origin: str) -> Callable[[str], Page]:
    def ask(path: str) -> Page:
        started = time.monotonic()
        answer = client.get(f"{origin}{path}")
        seconds = time.monotonic() - started
        return Page(
            answer.status_code, answer.headers.get("Content-Type", ""), answer.text, seconds
        )

    return ask


def check_page(
    name: str, ask: Callable[[], Page], kind: str, holds: str, within_s: float
) -> Iterator[Check]:
    """Whether it answers, is what it should be, and comes in time.

    What has slept wakes with the first request, so that a slow answer is asked for once more.
    """
    try:
        page = ask()
        again = ask() if page.seconds >= within_s else page
    except httpx.HTTPError as error:
        yield Check(f"{name} answers", type(error).__name__)
        return
    yield Check(f"{name} answers", "" if page.status == httpx.codes.OK else str(page.status))
    yield Check(f"{name} is {kind}", "" if page.kind.startswith(kind) else page.kind or "untold")
    there = holds.lower() in page.body.lower()
    yield Check(f"{name} holds {holds}", "" if there else "it does not")
    slow = "" if again.seconds < within_s else f"{again.seconds:.1f} s"
    yield Check(f"{name} takes less than {within_s:g} s", slow)


def _check_status(path: str, ask: Callable[[str], Page], allowed: set[int]) -> Check:
    name = f"{path} gives nothing away"
    try:
        page = ask(path)
    except httpx.HTTPError as error:
        return Check(name, type(error).__name__)
    return Check(name, "" if page.status in allowed else f"answered {page.status}")


def _check_headers(client: httpx.Client, origin: str) -> Check:
    name = "the app forbids what it does not need"
    try:
        headers = client.get(f"{origin}/app/").headers
    except httpx.HTTPError as error:
        return Check(name, type(error).__name__)
    missing = [
        header
        for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
        if header not in headers
    ]
    return Check(name, ", ".join(missing))


def _check_certificate(origin: str) -> Check:
    name = f"the certificate holds for {CERTIFICATE_LEFT.days} days"
    place = urlsplit(origin)
    if place.scheme != "https":
        return Check(name, "plain http has none", skipped=True)
    try:
        ends = _certificate_end(place.hostname or "", place.port or 443)
    except (OSError, ssl.SSLError) as error:
        return Check(name, type(error).__name__)
    left = ends - datetime.now(UTC)
    return Check(name, "" if left >= CERTIFICATE_LEFT else f"{left.days} days are left")


def _certificate_end(host: str, port: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=_TIMEOUT_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        certificate = secure.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def main() -> int:
    """0 when everything is well."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the address
        say("usage: python -m infra.smoke URL")
        return 2
    return 0 if is_well(sys.argv[1]) else 1


if __name__ == "__main__":
    sys.exit(main())
