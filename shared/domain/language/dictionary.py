"""The one dictionary of Russian words in a process: it takes tens of megabytes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


@cache
def dictionary() -> MorphAnalyzer:
    """Read it when the first word is looked up."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")
