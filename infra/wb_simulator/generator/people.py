"""Small shared choices: ids, names, moments, moods."""

import random
import string
import uuid

from infra.wb_simulator.clock import DAY
from infra.wb_simulator.generator.texts import read_common

ALPHABET = string.ascii_letters + string.digits


def make_id(chance: random.Random) -> str:
    """Twenty letters and digits, as reviews and questions have."""
    return "".join(chance.choices(ALPHABET, k=20))


def make_uuid(chance: random.Random) -> str:
    """Version 4, but repeatable."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def make_hex(chance: random.Random, digits: int) -> str:
    """Lower-case hexadecimal digits."""
    return f"{chance.getrandbits(digits * 4):0{digits}x}"


def pick_name(chance: random.Random) -> str:
    """First names only; every eighth buyer shows none."""
    return "" if chance.random() < 1 / 8 else chance.choice(read_common()["names"])


def pick_moment(chance: random.Random, now: float, days: float) -> float:
    """Denser towards the present, never in the last ten minutes."""
    age: float = chance.random() ** 1.4
    return now - 600 - (days * DAY - 600) * age


def mood_of(stars: int) -> str:
    """Three moods are enough for the texts."""
    if stars >= 4:  # noqa: PLR2004 - four and five stars are praise
        return "good"
    return "mixed" if stars == 3 else "bad"  # noqa: PLR2004 - three stars are neither
