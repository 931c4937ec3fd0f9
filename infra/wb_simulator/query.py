"""Query parameters as the real services read them: strict numbers, Go's booleans."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
TRUE_WORDS = {"1", "t", "T", "true", "TRUE", "True"}
FALSE_WORDS = {"0", "f", "F", "false", "FALSE", "False"}


class BadQueryError(Exception):
    """The name of the parameter that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A slice of a list in one of the two orders."""

    take: int
    skip: int
    oldest_first: bool

    def cut(self, oldest_first: list[T]) -> list[T]:
        """The default order of the real API is not documented; newest first here."""
        ordered = oldest_first if self.oldest_first else oldest_first[::-1]
        return ordered[self.skip : self.skip + self.take]


def read_bool(args: Mapping[str, str], name: str, *, default: bool | None = None) -> bool:
    """Missing without a default is as bad as unreadable."""
    text = args.get(name)
    if text is None and default is not None:
        return default
    if text in TRUE_WORDS:
        return True
    if text in FALSE_WORDS:
        return False
    raise BadQueryError(name)


def read_int(args: Mapping[str, str], name: str) -> int | None:
    """None if absent or empty."""
    text = args.get(name, "")
    if not text:
        return None
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        raise BadQueryError(name)
    return int(text)


def read_bounded(args: Mapping[str, str], name: str, low: int, high: int) -> int:
    """A required number within its documented bounds."""
    number = read_int(args, name)
    if number is None or not low <= number <= high:
        raise BadQueryError(name)
    return number


def read_choice(args: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str | None:
    """One of the documented words, or None if absent."""
    word = args.get(name)
    if word is not None and word not in choices:
        raise BadQueryError(name)
    return word


def read_page(
    args: Mapping[str, str], *, max_take: int, max_skip: int, max_sum: int | None = None
) -> Page:
    """``take`` and ``skip`` are required everywhere."""
    order = read_choice(args, "order", ("dateAsc", "dateDesc"))
    take, skip = read_bounded(args, "take", 1, max_take), read_bounded(args, "skip", 0, max_skip)
    if max_sum is not None and take + skip > max_sum:
        raise BadQueryError("take")
    return Page(take=take, skip=skip, oldest_first=order == "dateAsc")


def read_period(args: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Unix seconds by creation date; the whole last second belongs to the period."""
    start, end = read_int(args, "dateFrom"), read_int(args, "dateTo")
    return (
        None if start is None else float(start),
        None if end is None else end + 0.999_999,
    )
