"""What came of one HTTP attempt, and what Cloud Tasks calls it."""

from dataclasses import dataclass
from http import HTTPStatus

OVERLOAD_CODES = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

# The numbers of google.rpc.Code.
_RPC_CODES = {
    HTTPStatus.BAD_REQUEST: 3,
    HTTPStatus.UNAUTHORIZED: 16,
    HTTPStatus.FORBIDDEN: 7,
    HTTPStatus.NOT_FOUND: 5,
    HTTPStatus.CONFLICT: 10,
    HTTPStatus.TOO_MANY_REQUESTS: 8,
    HTTPStatus.SERVICE_UNAVAILABLE: 14,
    HTTPStatus.GATEWAY_TIMEOUT: 4,
}
_RPC_UNKNOWN, _RPC_DEADLINE_EXCEEDED, _RPC_INTERNAL, _RPC_UNAVAILABLE = 2, 4, 13, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer to an attempt, or the reason why there was none."""

    code: int | None
    reason: str
    rpc_code: int
    retry_after_s: float | None = None

    @property
    def is_success(self) -> bool:
        """Any 2xx completes a task; a redirect does not."""
        return self.code is not None and HTTPStatus(200) <= self.code < HTTPStatus(300)

    @property
    def is_execution(self) -> bool:
        """Cloud Tasks does not count server errors as executions."""
        return self.code is not None and self.code < HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def is_overload(self) -> bool:
        """These two answers slow the whole queue down."""
        return self.code in OVERLOAD_CODES


def answered(code: int, retry_after_s: float | None = None) -> Outcome:
    """Name the status code of an answer that arrived in time."""
    if HTTPStatus(200) <= code < HTTPStatus(300):
        return Outcome(code=code, reason="OK", rpc_code=0)
    fallback = _RPC_INTERNAL if code >= HTTPStatus.INTERNAL_SERVER_ERROR else _RPC_UNKNOWN
    return Outcome(
        code=code,
        reason=f"HTTP status code {code}",
        rpc_code=_RPC_CODES.get(HTTPStatus(code), fallback) if code in _KNOWN else fallback,
        retry_after_s=retry_after_s,
    )


_KNOWN = frozenset(status.value for status in HTTPStatus)

CUT_OFF = Outcome(code=None, reason="DEADLINE_EXCEEDED", rpc_code=_RPC_DEADLINE_EXCEEDED)
UNREACHABLE = Outcome(code=None, reason="UNAVAILABLE", rpc_code=_RPC_UNAVAILABLE)
