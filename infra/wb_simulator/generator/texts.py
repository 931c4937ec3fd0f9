"""The written material of the generator, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CATEGORIES = ("clothing", "electronics", "kitchen", "cosmetics", "toys")
FOLDER = Path(__file__).parent / "texts"


@cache
def read_common() -> dict[str, Any]:
    """Names, openers, answers and dialogues that fit any goods."""
    return read_file("common")


@cache
def read_category(name: str) -> dict[str, Any]:
    """Products of one category with what buyers say about each."""
    return read_file(name)


def read_file(name: str) -> dict[str, Any]:
    """One JSON object."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found
