"""Public files of WB's file networks: small, from known hosts only, asked for without a trace."""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from shared.adapters.wildberries.baskets import (
    HostMap,
    find_host,
    is_allowed_host,
    read_map,
    table_hosts,
)
from shared.adapters.wildberries.calls import USER_AGENT, Transports
from shared.adapters.wildberries.shelf import Shelf
from shared.domain.errors import Rejected, Unavailable
from shared.ports import Clock

Report = Callable[[str], None]

MAP_HOST = "cdn.wbbasket.ru"
MAP_PATH = "/api/v3/upstreams"
LARGEST_FILE_BYTES = 2 * 1024 * 1024
TIMEOUT = httpx.Timeout(5.0, connect=3.0)
LONGEST_FILE_SECONDS = 10.0
# A viewer waits for a picture, which the map can only help to find.
VIEWER_MAP_SECONDS = 1.0
MAP_LIVES_SECONDS = 24 * 3600.0
MAP_RETRY_SECONDS = 600.0
# Tasks that want files of a host that is down must not all wait for it.
REST_SECONDS = 30.0
MOST_RESTING_HOSTS = 500
MOST_REPORTED = 10
LONGEST_NAME = 100

_PRODUCT_FILE = re.compile(r"/vol(\d{1,6})/part\d{1,8}/\d{1,12}/(?:images|info)/")


class PublicFiles:
    """Reads files by path; with `base` all of them come from one address, such as a simulator.

    `report` hears of each host that the live map names outside WB's file networks.
    """

    def __init__(
        self, clock: Clock, base: str | None, transports: Transports, report: Report
    ) -> None:
        self._clock = clock
        self._base = base
        self._report = report
        self._transports = transports
        self._map = HostMap()
        self._map_due = -math.inf
        self._resting: Shelf[str, bool] = Shelf(MOST_RESTING_HOSTS)

    @cached_property
    def _client(self) -> httpx.Client:
        """Opened for the first file: an instance that starts reads none."""
        return httpx.Client(
            transport=self._transports(),
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            # What is not packed cannot unpack to more than the limit.
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )

    def read(self, host: str, path: str, until: float) -> bytes | None:
        """Read a file, from where its product lies now if it is a product's; None if absent.

        Unavailable after `until`, by the clock's monotonic seconds. What is known of hosts is
        tried at once; the map is asked only for what is not found there.
        """
        failed: Unavailable | None = None
        for candidate in self._hosts(host, path, until):
            try:
                found = self._get(candidate, path, until)
            except Unavailable as down:
                failed = down
                continue
            if found is not None:
                return found
        if failed is not None:
            raise failed
        return None

    def near_host(self, volume: int) -> str:
        """The best guess without asking anyone."""
        return find_host(self._map.ranges, volume) or table_hosts(volume)[0]

    def _hosts(self, host: str, path: str, until: float) -> Iterator[str]:
        product = _PRODUCT_FILE.match(path)
        if product is None:
            yield host
            return
        volume = int(product[1])
        live = find_host(self._map.ranges, volume)
        known = [live or host]
        if not live and self._base is None:
            known = list(dict.fromkeys((host, *table_hosts(volume))))
        yield from known
        self.refresh_map(min(until, self._clock.monotonic() + VIEWER_MAP_SECONDS))
        live = find_host(self._map.ranges, volume)
        if live and live not in known and self._base is None:
            yield live

    def refresh_map(self, until: float) -> None:
        """A map that cannot be had never stops a read: the old one, or the table, serves."""
        now = self._clock.monotonic()
        if now < self._map_due:
            return
        self._map_due = now + MAP_RETRY_SECONDS
        try:
            content = self._get(MAP_HOST, MAP_PATH, until)
            fresh = read_map(json.loads(content)) if content else HostMap()
        except (Unavailable, Rejected, ValueError, RecursionError):
            return
        for foreign in fresh.foreign[:MOST_REPORTED]:
            self._report(foreign[:LONGEST_NAME])
        if fresh.ranges:
            self._map = fresh
            self._map_due = now + MAP_LIVES_SECONDS

    def _get(self, host: str, path: str, until: float) -> bytes | None:
        if self._base is None and not is_allowed_host(host):
            raise Rejected("not a host of WB's file networks")
        root = self._base or f"https://{host}"
        now = self._clock.monotonic()
        if self._resting.find(root, now):
            raise Unavailable("a public host was down a moment ago")
        if now >= until:
            raise Unavailable("there is no time left for a public file")
        try:
            return self._exchange(root + path, until)
        except Unavailable:
            self._resting.keep(root, value=True, until=now + REST_SECONDS)
            raise

    def _exchange(self, url: str, until: float) -> bytes | None:
        timeout = _timeout(until - self._clock.monotonic())
        try:
            with self._client.stream("GET", url, timeout=timeout) as response:
                if response.status_code == HTTPStatus.OK:
                    return _receive(response, self._clock, until)
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as broken:
            raise Unavailable(f"a public file: {type(broken).__name__}") from broken
        if status == HTTPStatus.TOO_MANY_REQUESTS or httpx.codes.is_server_error(status):
            raise Unavailable(f"a public file: {status}")
        return None


def _timeout(left: float) -> httpx.Timeout:
    usual = TIMEOUT.as_dict()
    return httpx.Timeout(**{part: min(most or left, left) for part, most in usual.items()})


def _receive(response: httpx.Response, clock: Clock, until: float) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Rejected("a public file came packed")
    body = bytearray()
    until = min(until, clock.monotonic() + LONGEST_FILE_SECONDS)
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_FILE_BYTES:
            raise Rejected("a public file is too large")
        if clock.monotonic() > until:
            raise Unavailable("a public file took too long")
    return bytes(body)
