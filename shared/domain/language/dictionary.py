"""The one dictionary of Russian words in a process: it takes tens of megabytes."""

from functools import cache

from pymorphy3 import MorphAnalyzer


@cache
def dictionary() -> MorphAnalyzer:
    """Read it when the first word is looked up."""
    return MorphAnalyzer(lang="ru")
