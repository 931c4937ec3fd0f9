"""Dotted names of fields inside a document, with backticks around segments that hold dots."""

import re
from collections.abc import Iterable
from functools import lru_cache

Segments = tuple[str, ...]

_PLAIN = re.compile(r"[^.`]+")
_SEGMENT = re.compile(r"`((?:[^`\\]|\\.)+)`|([^.`]+)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def join_path(segments: Iterable[str]) -> str:
    """Spell a path so that `split_path` gives the same segments back."""
    return ".".join(_quote_segment(segment) for segment in segments)


@lru_cache(maxsize=4096)
def split_path(path: str) -> Segments:
    """Read a path's segments; ValueError when it is not one."""
    segments: list[str] = []
    position = 0
    while match := _SEGMENT.match(path, position):
        quoted, plain = match.groups()
        segments.append(_ESCAPED.sub(r"\1", quoted) if quoted is not None else plain)
        position = match.end()
        if position == len(path):
            return tuple(segments)
        if path[position] != ".":
            break
        position += 1
    raise ValueError(f"not a field path: {path!r}")


def _quote_segment(segment: str) -> str:
    if _PLAIN.fullmatch(segment):
        return segment
    escaped = segment.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{escaped}`"
