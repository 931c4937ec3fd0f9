"""Strike with every attack, and count which were repelled."""

import io
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass

from tests.security.attack import Attack


@dataclass(frozen=True)
class Outcome:
    """What came of one attack; `wound` is empty where it was repelled."""

    attack: Attack
    wound: str


def strike_all(attacks: Iterable[Attack]) -> list[Outcome]:
    """One after the other, the product's log lines kept away from the screen."""
    return [_strike(attack) for attack in attacks]


def _strike(attack: Attack) -> Outcome:
    with redirect_stdout(io.StringIO()):
        try:
            attack.strike()
        except Exception as error:  # noqa: BLE001 - whatever breaks is an attack that succeeded
            return Outcome(attack, f"{type(error).__name__}: {str(error)[:300]}")
    return Outcome(attack, "")
