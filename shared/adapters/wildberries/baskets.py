"""Which public host keeps a product's files: WB's own map, or a table where it is silent."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from shared.domain.dataclass import dataclass

ALLOWED_SUFFIXES = (".wbbasket.ru", ".wbcontent.net")
# Upper bound of `vol` for basket-01, basket-02 and so on. The ranges are irregular and grow, so
# the table only serves while the live map does not answer.
_BOUNDS = tuple(
    int(bound)
    for bound in (  # noqa: SIM905 - forty-six strings would take as many lines
        "143 287 431 719 1007 1061 1115 1169 1313 1601 1655 1919 2045 2189 2405 2621 2837 3053 "
        "3269 3485 3701 3917 4133 4349 4565 4877 5189 5501 5813 6125 6437 6749 7061 7373 7685 "
        "7997 8309 8741 9173 9605 10373 11141 11909 12677 13445 14213"
    ).split()
)
# Past the table's end a host holds about so many volumes.
_USUAL_SPAN = 768
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Range:
    """One host and the volumes it keeps."""

    low: int
    high: int
    host: str


def volume_of(nm_id: int) -> int:
    """Products lie in volumes of a hundred thousand."""
    return nm_id // 100_000


def is_allowed_host(host: str) -> bool:
    """Only WB's two file networks are ever asked."""
    return _HOST.fullmatch(host) is not None and host.endswith(ALLOWED_SUFFIXES)


def table_hosts(volume: int) -> tuple[str, ...]:
    """The table's host, then its neighbours, for ranges that have moved on since."""
    number = bisect_left(_BOUNDS, volume) + 1
    if volume > _BOUNDS[-1]:
        number += (volume - _BOUNDS[-1] - 1) // _USUAL_SPAN
    near = (number, number + 1, number - 1)
    return tuple(f"basket-{one:02d}.wbbasket.ru" for one in near if one > 0)


@dataclass(frozen=True, slots=True)
class HostMap:
    """What the live map says; `foreign` are hosts it names outside WB's file networks."""

    ranges: tuple[Range, ...] = ()
    foreign: tuple[str, ...] = ()


def read_map(body: Any) -> HostMap:
    """Understand the live map; a host outside WB's file networks is never asked."""
    found: list[Range] = []
    foreign: list[str] = []
    for entry in _entries(body):
        low, high, host = (entry.get(key) for key in ("vol_range_from", "vol_range_to", "host"))
        if not (isinstance(low, int) and isinstance(high, int) and isinstance(host, str)):
            continue
        if is_allowed_host(host):
            found.append(Range(low, high, host))
        else:
            foreign.append(host)
    return HostMap(tuple(found), tuple(dict.fromkeys(foreign)))


def find_host(ranges: tuple[Range, ...], volume: int) -> str | None:
    """The host of a volume by the live map."""
    return next((one.host for one in ranges if one.low <= volume <= one.high), None)


def _entries(body: Any) -> Iterator[dict[str, Any]]:
    """`recommend` is what WB's own site reads first; `origin` has the same form."""
    for branch in ("recommend", "origin"):
        routes = _get(_get(body, branch), "mediabasket_route_map")
        for route in _objects(routes):
            if route.get("method") == "range":
                yield from _objects(route.get("hosts"))


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
