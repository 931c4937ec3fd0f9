"""What a thousand interactions cost, from counted operations and a table of prices."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

PRICES = Path(__file__).with_name("prices.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What something took of the cloud; `gib_second` is memory that was held while it ran."""

    document_read: float = 0
    document_write: float = 0
    document_delete: float = 0
    task: float = 0
    request: float = 0
    vcpu_second: float = 0
    gib_second: float = 0
    stored_gib_month: float = 0

    def __add__(self, other: "Used") -> "Used":
        """Both together."""
        return Used(
            **{one.name: _of(self, one.name) + _of(other, one.name) for one in fields(self)}
        )

    def times(self, count: float) -> "Used":
        """The same so many times."""
        return Used(**{one.name: _of(self, one.name) * count for one in fields(self)})


def load_prices() -> dict[str, float]:
    """Prices of one unit each, in US dollars."""
    table = json.loads(PRICES.read_text())["unit_prices"]
    return {name: float(price) for name, price in table.items()}


def price_use(used: Used, prices: Mapping[str, float]) -> float:
    """Dollars without free quotas; KeyError when something used has no price."""
    return sum(_of(used, one.name) * prices[one.name] for one in fields(used))


def _of(used: Used, name: str) -> float:
    return float(getattr(used, name))
