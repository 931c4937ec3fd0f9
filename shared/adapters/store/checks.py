"""Limits that Firestore sets on every document, refused here before anything is sent."""

import math
import re
from typing import Any

from shared.adapters.store.codec import PlainDoc
from shared.domain.errors import Rejected

LARGEST_DOCUMENT_BYTES = 1_048_576

_LARGEST_INT = 2**63 - 1
_SMALLEST_INT = -(2**63)
_DEEPEST = 20
_LONGEST_FIELD_BYTES = 1500
_RESERVED = re.compile(r"__.*__", re.DOTALL)


def check_document(data: PlainDoc) -> None:
    """Refuse a document that Firestore cannot hold."""
    if size_of(data) > LARGEST_DOCUMENT_BYTES:
        raise Rejected("a document may not exceed 1 MiB")
    for name, value in data.items():
        check_field_name(name)
        check_value(value)


def check_value(value: Any, depth: int = 1) -> None:
    """Refuse a value that Firestore cannot hold, wherever it is nested."""
    if depth > _DEEPEST:
        raise Rejected(f"values may not nest deeper than {_DEEPEST} levels")
    match value:
        case str():
            _check_text(value)
        case int() | float():
            _check_number(value)
        case list():
            if any(isinstance(part, list) for part in value):
                raise Rejected("a list may not hold a list")
            for part in value:
                check_value(part, depth + 1)
        case dict():
            for name, part in value.items():
                check_field_name(name)
                check_value(part, depth + 1)


def check_field_name(name: Any) -> None:
    """Refuse a field name that Firestore reserves or cannot spell."""
    if not isinstance(name, str) or not name:
        raise Rejected("a field name must be a text with at least one character")
    _check_text(name)
    if _RESERVED.fullmatch(name) or len(name.encode()) > _LONGEST_FIELD_BYTES:
        raise Rejected("a field name is reserved or too long")


def size_of(value: Any) -> int:
    """Count bytes as Firestore bills them (Firestore documentation, storage size)."""
    match value:
        case None | bool():
            return 1
        case str():
            return len(value.encode(errors="replace")) + 1
        case bytes():
            return len(value)
        case list():
            return sum(size_of(part) for part in value)
        case dict():
            return sum(size_of(name) + size_of(part) for name, part in value.items())
    return 8


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Rejected("a text is not valid Unicode") from error


def _check_number(number: float) -> None:
    if isinstance(number, float) and not math.isfinite(number):
        raise Rejected("a number must be finite")
    if isinstance(number, int) and not _SMALLEST_INT <= number <= _LARGEST_INT:
        raise Rejected("a number does not fit into 64 bits")
