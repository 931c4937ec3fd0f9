"""One attack: what it is against, how it goes about it, and a strike that must fail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attack:
    """`strike` raises an AssertionError where the attack succeeds."""

    requirement: str
    technique: str
    strike: Callable[[], None]

    @property
    def name(self) -> str:
        return f"{self.requirement} {self.technique}"


def spread(
    requirement: str, strike: Callable[[T], None], techniques: Mapping[str, T]
) -> tuple[Attack, ...]:
    """The same strike by several techniques."""
    return tuple(
        Attack(requirement, technique, partial(strike, value))
        for technique, value in techniques.items()
    )


def single(requirement: str, technique: str, strike: Callable[[], None]) -> tuple[Attack, ...]:
    return (Attack(requirement, technique, strike),)
