"""What the whole run measures besides texts, by the name that progress shows."""

from collections.abc import Callable, Mapping

from tests.evaluation.measure import Figures

PARTS: Mapping[str, Callable[[], Figures]] = {}
