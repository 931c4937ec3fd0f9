"""Carries one HTTP attempt to its handler."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx

from infra.local.tasks.outcomes import CUT_OFF, UNREACHABLE, Outcome, answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, complete with headers."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    deadline_s: float


class Courier(Protocol):
    """Makes calls."""

    async def carry(self, call: Call) -> Outcome:
        """Make a call and say what came of it; never raise for what the handler did."""
        ...


class HTTPCourier:
    """Makes calls over pooled connections and cuts them at their deadline."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            timeout=None,  # noqa: S113 - the deadline of the call covers everything
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=100),
        )

    async def carry(self, call: Call) -> Outcome:
        """Make a call; a handler that is cut off may still be at work."""
        try:
            async with asyncio.timeout(call.deadline_s):
                response = await self._client.request(
                    call.method, call.url, headers=dict(call.headers), content=call.body
                )
        except TimeoutError:
            return CUT_OFF
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return UNREACHABLE
        return answered(response.status_code, _read_retry_after(response))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _read_retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
