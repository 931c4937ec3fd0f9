"""Attacks fail: here the first against each requirement; `make security` strikes with them all."""

import pytest

from tests.security.attack import Attack
from tests.security.catalogue import ATTACKS
from tests.security.matrix import routes_without_entry

# Time is measured where the machine is quieter than beside other tests.
FIRST = {one.requirement: one for one in reversed(ATTACKS) if one.requirement != "equal-answers"}


@pytest.mark.parametrize("attack", FIRST.values(), ids=lambda attack: attack.name)
def test_the_attack_fails(attack: Attack) -> None:
    attack.strike()


def test_no_route_is_without_an_entry() -> None:
    assert not routes_without_entry()


def test_no_attack_is_counted_twice() -> None:
    names = [attack.name for attack in ATTACKS]

    assert len(names) == len(set(names))
