"""Transports that check and keep every request the connector makes."""

from collections.abc import Callable, Iterable

import httpx

from tests.wb_limits import check_limits
from tests.wb_openapi import check_request

# WB documents the seller's own data in another section, and the file networks nowhere.
ELSEWHERE = ("/api/v1/seller-info", "/vol", "/api/v3/upstreams")
Handler = Callable[[httpx.Request], httpx.Response]


class Recorder:
    """Makes transports over one inner one; every request must be one that WB documents."""

    def __init__(self, inner: Callable[[], httpx.BaseTransport]) -> None:
        self._inner = inner
        self.requests: list[httpx.Request] = []
        self.opened: list[_Recording] = []

    def __call__(self) -> httpx.BaseTransport:
        transport = _Recording(self._inner(), self.requests)
        self.opened.append(transport)
        return transport

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]


class _Recording(httpx.BaseTransport):
    def __init__(self, inner: httpx.BaseTransport, requests: list[httpx.Request]) -> None:
        self._inner = inner
        self._requests = requests
        self.is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self._requests.append(request)
        if not request.url.path.startswith(ELSEWHERE):
            check_request(request)
            check_limits(request)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self.is_closed = True
        self._inner.close()


def answering(*answers: httpx.Response | Exception) -> Recorder:
    """Give these answers in turn, the last one for ever; an exception is what the network does."""
    queue = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Recorder(lambda: httpx.MockTransport(handle))


def serving(handler: Handler) -> Recorder:
    """Let a function answer."""
    return Recorder(lambda: httpx.MockTransport(handler))


def paths(requests: Iterable[httpx.Request]) -> list[str]:
    """Methods and paths, in order."""
    return [f"{request.method} {request.url.path}" for request in requests]
