"""What the whole run measures besides texts, by the name that progress shows."""

from collections.abc import Callable, Mapping

from tests.evaluation.link_truth import measure_links
from tests.evaluation.mass_defects import measure_mass_defect
from tests.evaluation.search_probes import measure_search

PARTS: Mapping[str, Callable[[], Mapping[str, float]]] = {
    "links and guesses of buyers": measure_links,
    "bad batches among 200 products": measure_mass_defect,
    "searches for what is there": measure_search,
}
