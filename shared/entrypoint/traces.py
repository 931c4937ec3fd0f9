"""Which trace a request belongs to, as its caller's headers say."""

import re

from shared.domain.dataclass import dataclass

_TRACE, _SPAN = r"(?!0{32})[0-9a-f]{32}", r"(?!0{16})[0-9a-f]{16}"
_PARENT = re.compile(rf"(?!ff)[0-9a-f]{{2}}-({_TRACE})-({_SPAN})-([0-9a-f]{{2}})")
# Google's own header tells the span as a decimal number.
_CLOUD = re.compile(rf"({_TRACE})(?:/([0-9]{{1,20}}))?(?:;o=([01]))?")
_SAMPLED = 1
_LARGEST_SPAN = 2**64


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace with the caller's span in it; `sampled` is None where the caller leaves it open."""

    id: str = ""
    span: str = ""
    sampled: bool | None = None


def read_trace(traceparent: str, cloud_trace: str) -> Trace:
    """Read W3C Trace Context, else X-Cloud-Trace-Context; what is neither gets into no log."""
    if found := _PARENT.fullmatch(traceparent):
        sampled = bool(int(found[3], 16) & _SAMPLED)
        return Trace(found[1], found[2], sampled=sampled)
    if found := _CLOUD.fullmatch(cloud_trace):
        number = int(found[2] or 0)
        span = f"{number:016x}" if 0 < number < _LARGEST_SPAN else ""
        return Trace(found[1], span, sampled=found[3] == "1" if found[3] else None)
    return Trace()
