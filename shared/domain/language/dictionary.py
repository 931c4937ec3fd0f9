"""The one dictionary of Russian words in a process: it takes tens of megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.once import build_once

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


@build_once
def dictionary() -> MorphAnalyzer:
    """Read it when the first word is looked up."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")
