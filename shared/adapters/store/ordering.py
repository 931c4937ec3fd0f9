"""Firestore's order of values, as bytes that compare in the same order.

Types come in the order null, boolean, number, time, text, bytes, list, map; every encoding ends
itself, so encodings may be joined, and complemented for a descending key.
"""

import struct
from datetime import UTC, datetime, timedelta
from typing import Any

_END = b"\x00\x01"

_CLOSE = b"\x02"
_NO_MORE = b"\x00\x00"
_NULL, _BOOL, _NUMBER, _TIME, _TEXT, _BYTES, _LIST, _MAP = range(0x10, 0x18)
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COMPLEMENT = bytes(255 - byte for byte in range(256))


def encode_key(value: Any) -> bytes:
    """Encode one value."""
    match value:
        case None:
            return bytes([_NULL])
        case bool():
            return bytes([_BOOL, value])
        case int() | float():
            return bytes([_NUMBER]) + _encode_number(value)
        case datetime():
            return bytes([_TIME]) + struct.pack(">Q", (value - _EPOCH) // _MICROSECOND)
        case str():
            return bytes([_TEXT]) + _end_bytes(value.encode())
        case bytes():
            return bytes([_BYTES]) + _end_bytes(value)
        case list():
            return bytes([_LIST]) + b"".join(map(encode_key, value)) + _CLOSE
        case dict():
            parts = (encode_key(name) + encode_key(value[name]) for name in sorted(value))
            return bytes([_MAP]) + b"".join(parts) + _CLOSE
    raise ValueError(f"{type(value).__name__} has no order")


def encode_names(names: tuple[str, ...]) -> bytes:
    """Encode document names; a path comes before those below it."""
    return b"".join(_end_bytes(name.encode()) for name in names) + _NO_MORE


def complement(key: bytes) -> bytes:
    """Turn an order round."""
    return key.translate(_COMPLEMENT)


def successor(prefix: bytes) -> bytes | None:
    """The smallest key behind all that begin with a prefix; None when nothing can be."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None


def _end_bytes(raw: bytes) -> bytes:
    """Mark where a run of bytes ends without changing how runs compare."""
    return raw.replace(b"\x00", b"\x00\xff") + _END


def _encode_number(number: float) -> bytes:
    """A double first, then how far a large integer lies from it."""
    nearest = float(number)
    rest = number - int(nearest) if isinstance(number, int) else 0
    (bits,) = struct.unpack(">Q", struct.pack(">d", nearest + 0.0))
    ordered = ~bits & (2**64 - 1) if bits >> 63 else bits | 1 << 63
    return struct.pack(">QH", ordered, rest + 2**15)
