"""Rules of automatic answers as a client sends them."""

from typing import Any

# What is left out of the scenarios is a draft.
RULES_ALONE: dict[str, Any] = {
    "rating_from": 4,
    "confidence": 60,
    "scenarios": {"review.thanks": "auto"},
    "only": [],
    "never": [],
    "hours": None,
    "per_day": 100,
    "sample": 0,
    "promo": False,
}
RULES: dict[str, Any] = RULES_ALONE | {"enabled": False, "sandbox": False}
