"""Public files of WB's file networks: small, typed, from known hosts only."""

import json
import math
import re
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain

import httpx

from shared.adapters.wildberries.baskets import (
    Range,
    find_host,
    is_allowed_host,
    read_map,
    table_hosts,
)
from shared.adapters.wildberries.calls import USER_AGENT, Transports
from shared.domain.errors import Rejected, Unavailable
from shared.domain.marketplace import Picture
from shared.ports import Clock

MAP_HOST = "cdn.wbbasket.ru"
MAP_PATH = "/api/v3/upstreams"
LARGEST_FILE_BYTES = 2 * 1024 * 1024
TIMEOUT = httpx.Timeout(5.0, connect=3.0)
LONGEST_FILE_SECONDS = 10.0
MAP_LIVES_SECONDS = 6 * 3600.0
MAP_RETRY_SECONDS = 600.0

_PRODUCT_FILE = re.compile(r"/vol(\d{1,6})/part\d{1,8}/\d{1,12}/(?:images|info)/")


class PublicFiles:
    """Reads files by path; with `base` all of them come from one address, such as a simulator."""

    def __init__(self, clock: Clock, base: str | None, transports: Transports) -> None:
        self._clock = clock
        self._base = base
        self._client = httpx.Client(
            transport=transports(),
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": USER_AGENT},
        )
        self._ranges: tuple[Range, ...] = ()
        self._map_due = -math.inf

    def read(self, host: str, path: str) -> Picture | None:
        """Read a file, from where its product lies now if it is a product's; None if absent."""
        for candidate in self._hosts(host, path):
            found = self._get(self._address(candidate, path))
            if found is not None:
                return found
        return None

    def near_host(self, volume: int) -> str:
        """The best guess without asking anyone."""
        return find_host(self._ranges, volume) or table_hosts(volume)[0]

    def _hosts(self, host: str, path: str) -> Iterator[str]:
        product = _PRODUCT_FILE.match(path)
        if product is None:
            return iter((host,))
        volume = int(product[1])
        self._refresh_map()
        live = find_host(self._ranges, volume)
        return iter((live,) if live else dict.fromkeys(chain((host,), table_hosts(volume))))

    def _refresh_map(self) -> None:
        """A map that cannot be had never stops a read: the old one, or the table, serves."""
        now = self._clock.monotonic()
        if self._base is not None or now < self._map_due:
            return
        self._map_due = now + MAP_RETRY_SECONDS
        try:
            answer = self._get(self._address(MAP_HOST, MAP_PATH))
            ranges = read_map(json.loads(answer.content)) if answer else ()
        except (Unavailable, Rejected, ValueError, RecursionError):
            return
        if ranges:
            self._ranges = ranges
            self._map_due = now + MAP_LIVES_SECONDS

    def _address(self, host: str, path: str) -> str:
        if self._base is not None:
            return self._base + path
        if not is_allowed_host(host):
            raise Rejected("not a host of WB's file networks")
        return f"https://{host}{path}"

    def _get(self, url: str) -> Picture | None:
        try:
            with self._client.stream("GET", url) as response:
                if response.status_code == HTTPStatus.OK:
                    return _receive(response, self._clock)
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as broken:
            raise Unavailable(f"a public file: {type(broken).__name__}") from broken
        if status == HTTPStatus.TOO_MANY_REQUESTS or httpx.codes.is_server_error(status):
            raise Unavailable(f"a public file: {status}")
        return None


def _receive(response: httpx.Response, clock: Clock) -> Picture:
    body = bytearray()
    started = clock.monotonic()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_FILE_BYTES:
            raise Rejected("a public file is too large")
        if clock.monotonic() - started > LONGEST_FILE_SECONDS:
            raise Unavailable("a public file took too long")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Picture(content=bytes(body), content_type=kind)
