"""How bytes travel to WB: a pool for reads, a fresh connection for every write."""

import math
import ssl
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Any

import httpx

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed, Unavailable
from shared.domain.once import build_once

Transports = Callable[[], httpx.BaseTransport]

READ_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
WRITE_TIMEOUT = httpx.Timeout(15.0, connect=5.0)
# A server that drips byte by byte resets the read timeout each time; this bounds the whole call.
LONGEST_CALL_SECONDS = 25.0
LARGEST_BODY_BYTES = 32 * 1024 * 1024
# WB lets through files of 5 MB; what is read whole here is also answered whole to a browser.
LARGEST_FILE_BYTES = 20 * 1024 * 1024
# WB documents X-Ratelimit-Retry for every 429; without it a minute is a polite guess.
DEFAULT_RETRY_SECONDS = 60.0
LONGEST_RETRY_SECONDS = 7 * 86_400.0
USER_AGENT = "unified-inbox"
# WB writes refusals as problem details; who takes JSON alone may be given something else.
JSON = "application/json, application/problem+json"
ANYTHING = "*/*"
SECRET_HEADER = "X-Client-Secret"


@dataclass(frozen=True, slots=True)
class WBKey:
    """What opens a cabinet: the seller's token, and the service's secret where one helps."""

    token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        secret = {SECRET_HEADER: self.client_secret} if self.client_secret else {}
        return {"Authorization": self.token} | secret


@dataclass(frozen=True, slots=True)
class Want:
    """What a read takes: of which kind, and how many bytes."""

    accept: str
    most: int


WORDS = Want(JSON, LARGEST_BODY_BYTES)
FILE = Want(ANYTHING, LARGEST_FILE_BYTES)


class TooLargeError(Malformed):
    """The answer is larger than what was asked for may be."""


class TooSlowError(httpx.ReadTimeout):
    """The answer kept coming for longer than a call may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """WB's answer, whole and read; `remaining` is how many more calls WB would take at once."""

    status: int
    body: bytes = b""
    content_type: str = ""
    retry_after: float = DEFAULT_RETRY_SECONDS
    remaining: int | None = None


def open_transports() -> Transports:
    """Make transports that share one set of trusted certificates and never retry."""

    def make() -> httpx.BaseTransport:
        return httpx.HTTPTransport(verify=_trusted(), retries=0, trust_env=False)

    return make


@build_once
def _trusted() -> ssl.SSLContext:
    """Read the trusted certificates once per process: all of them take tens of milliseconds."""
    return httpx.create_ssl_context()


class WBCalls:
    """Calls with a seller's raw token in `Authorization`; cookies are never kept."""

    def __init__(self, transports: Transports) -> None:
        self._transports = transports

    @cached_property
    def _pool(self) -> httpx.Client:
        """Opened for the first call: an instance that starts has none to make."""
        return self._client(READ_TIMEOUT)

    def read(
        self,
        url: str,
        key: WBKey,
        params: Mapping[str, str],
        want: Want = WORDS,
    ) -> Answered:
        """Get once; Unavailable for everything that happens to the network."""
        try:
            return _exchange(
                self._pool, "GET", url, key, want.accept, want.most, params=dict(params)
            )
        except httpx.HTTPError as broken:
            raise Unavailable(f"WB did not answer: {type(broken).__name__}") from broken

    def write(self, method: str, url: str, key: WBKey, **content: Any) -> Answered:
        """Send once on a connection of its own; httpx's errors tell how far it got."""
        with self._client(WRITE_TIMEOUT) as client:
            return _exchange(client, method, url, key, JSON, LARGEST_BODY_BYTES, **content)

    def close(self) -> None:
        """Let the pool go."""
        if "_pool" in vars(self):
            self._pool.close()

    def _client(self, timeout: httpx.Timeout) -> httpx.Client:
        return httpx.Client(
            transport=self._transports(),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": USER_AGENT},
            # One pool serves all sellers: a cookie set for one must not follow another.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )


def _exchange(
    client: httpx.Client,
    method: str,
    url: str,
    key: WBKey,
    accept: str,
    most: int,
    **content: Any,
) -> Answered:
    headers = key.headers() | {"Accept": accept}
    started = monotonic()
    with client.stream(method, url, headers=headers, **content) as response:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > most:
                raise TooLargeError("WB's answer is too large")
            if monotonic() - started > LONGEST_CALL_SECONDS:
                raise TooSlowError("the answer took too long", request=response.request)
        return Answered(
            status=response.status_code,
            body=bytes(body),
            content_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            retry_after=_retry_after(response.headers),
            remaining=_remaining(response.headers),
        )


class CountedCalls:
    """Calls for one cabinet that remember how many more WB would take."""

    def __init__(self, calls: WBCalls) -> None:
        self._calls = calls
        self.left: int | None = None

    def read(
        self,
        url: str,
        key: WBKey,
        params: Mapping[str, str],
        want: Want = WORDS,
    ) -> Answered:
        """Get once."""
        return self._note(self._calls.read(url, key, params, want))

    def write(self, method: str, url: str, key: WBKey, **content: Any) -> Answered:
        """Send once."""
        return self._note(self._calls.write(method, url, key, **content))

    def _note(self, answered: Answered) -> Answered:
        self.left = answered.remaining
        return answered


def _remaining(headers: httpx.Headers) -> int | None:
    """Every answer but a 429 should say it (WB API documentation, request limits)."""
    said = headers.get("X-Ratelimit-Remaining", "")
    return int(said) if said.isascii() and said.isdigit() else None


def _retry_after(headers: httpx.Headers) -> float:
    for name in ("X-Ratelimit-Retry", "Retry-After"):
        try:
            seconds = float(headers.get(name, ""))
        except ValueError:
            continue
        if math.isfinite(seconds):
            return min(max(seconds, 0.0), LONGEST_RETRY_SECONDS)
    return DEFAULT_RETRY_SECONDS
