"""Limits that Firestore sets on every document, refused here before anything is sent."""

import math
import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from shared.adapters.store.codec import PlainDoc
from shared.domain.errors import Rejected

LARGEST_DOCUMENT_BYTES = 1_048_576

_LARGEST_INT = 2**63 - 1
_SMALLEST_INT = -(2**63)
_DEEPEST = 20
_LONGEST_FIELD_BYTES = 1500
_RESERVED = re.compile(r"__.*__", re.DOTALL)
_ONE_BYTE = frozenset({type(None), bool})
_EIGHT_BYTES = frozenset({int, float, datetime})
_ALWAYS_FINE = frozenset({type(None), bool, datetime, bytes})


def check_document(data: PlainDoc) -> None:
    """Refuse a document that Firestore cannot hold."""
    for name, value in data.items():
        check_field_name(name)
        check_value(value)
    check_size(data)


def check_size(data: PlainDoc) -> None:
    """Refuse a document that is larger than Firestore's largest."""
    if size_of(data) > LARGEST_DOCUMENT_BYTES:
        raise Rejected("a document may not exceed 1 MiB")


def check_value(value: Any, depth: int = 1) -> None:
    """Refuse a value that Firestore cannot hold, wherever it is nested."""
    if depth > _DEEPEST:
        raise Rejected(f"values may not nest deeper than {_DEEPEST} levels")
    if type(value) in _ALWAYS_FINE:
        return
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float):
        _check_number(value)
    elif isinstance(value, list):
        if any(isinstance(part, list) for part in value):
            raise Rejected("a list may not hold a list")
        for part in value:
            check_value(part, depth + 1)
    elif isinstance(value, dict):
        for name, part in value.items():
            check_field_name(name)
            check_value(part, depth + 1)


def check_field_name(name: Any) -> None:
    """Refuse a field name that Firestore reserves or cannot spell."""
    if not isinstance(name, str) or not name:
        raise Rejected("a field name must be a text with at least one character")
    _check_spelling(name)


@lru_cache(maxsize=4096)
def _check_spelling(name: str) -> None:
    """Documents repeat few names; a name that is refused is looked at each time."""
    _check_text(name)
    if _RESERVED.fullmatch(name) or len(name.encode()) > _LONGEST_FIELD_BYTES:
        raise Rejected("a field name is reserved or too long")


def size_of(value: Any) -> int:
    """Count bytes as Firestore bills them (Firestore documentation, storage size)."""
    kind = type(value)
    if kind is str:
        return _bytes_of(value) + 1
    if kind in _EIGHT_BYTES:
        return 8
    if kind in _ONE_BYTE:
        return 1
    if kind is bytes:
        return len(value)
    if kind is list:
        return sum(map(size_of, value))
    if kind is dict:
        return _bytes_of("".join(value)) + len(value) + sum(map(size_of, value.values()))
    return 8


def _bytes_of(text: str) -> int:
    return len(text if text.isascii() else text.encode(errors="replace"))


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Rejected("a text is not valid Unicode") from error


def _check_number(number: float) -> None:
    if isinstance(number, float) and not math.isfinite(number):
        raise Rejected("a number must be finite")
    if isinstance(number, int) and not _SMALLEST_INT <= number <= _LARGEST_INT:
        raise Rejected("a number does not fit into 64 bits")
