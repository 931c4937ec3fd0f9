"""How often guessed pairs proved right on invented buyers whose truth is known.

Made by `python -m tests.evaluation.link_truth --write`; a cell is named by its signals, product
aside, and holds the part of right pairs on a quiet, a busy, a crowded product, and among rivals.
"""

from collections.abc import Mapping

PRECISION: Mapping[str, tuple[float, float, float, float]] = {
    "time_window_24h+name_match_probabilistic": (0.89, 0.62, 0.44, 0.23),
    "time_window_24h+name_match_probabilistic+semantic_overlap_high": (1.0, 1.0, 0.99, 1.0),
    "time_window_24h+name_match_probabilistic+semantic_overlap_medium": (1.0, 0.98, 0.97, 0.9),
    "time_window_24h+name_partial_probabilistic": (0.61, 0.48, 0.28, 0.1),
    "time_window_24h+name_partial_probabilistic+semantic_overlap_high": (1.0, 1.0, 0.98, 0.98),
    "time_window_24h+name_partial_probabilistic+semantic_overlap_medium": (1.0, 1.0, 0.91, 0.87),
    "time_window_24h+semantic_overlap_high": (0.95, 0.95, 0.85, 0.84),
    "time_window_24h+semantic_overlap_medium": (0.95, 0.87, 0.59, 0.37),
    "time_window_30d+name_match_probabilistic": (0.26, 0.07, 0.01, 0.0),
    "time_window_30d+name_match_probabilistic+semantic_overlap_high": (1.0, 0.95, 0.65, 0.52),
    "time_window_30d+name_match_probabilistic+semantic_overlap_medium": (0.73, 0.73, 0.42, 0.09),
    "time_window_30d+name_partial_probabilistic": (0.08, 0.08, 0.01, 0.0),
    "time_window_30d+name_partial_probabilistic+semantic_overlap_high": (0.52, 0.52, 0.52, 0.32),
    "time_window_30d+name_partial_probabilistic+semantic_overlap_medium": (0.21, 0.21, 0.21, 0.03),
    "time_window_30d+semantic_overlap_high": (0.37, 0.37, 0.23, 0.04),
    "time_window_30d+semantic_overlap_medium": (0.22, 0.22, 0.08, 0.01),
    "time_window_7d+name_match_probabilistic": (0.66, 0.17, 0.06, 0.03),
    "time_window_7d+name_match_probabilistic+semantic_overlap_high": (1.0, 0.98, 0.92, 0.86),
    "time_window_7d+name_match_probabilistic+semantic_overlap_medium": (0.97, 0.9, 0.76, 0.44),
    "time_window_7d+name_partial_probabilistic": (0.09, 0.09, 0.05, 0.01),
    "time_window_7d+name_partial_probabilistic+semantic_overlap_high": (0.69, 0.69, 0.69, 0.8),
    "time_window_7d+name_partial_probabilistic+semantic_overlap_medium": (0.46, 0.46, 0.46, 0.21),
    "time_window_7d+semantic_overlap_high": (0.9, 0.68, 0.42, 0.15),
    "time_window_7d+semantic_overlap_medium": (0.25, 0.25, 0.12, 0.04),
}
