"""Which sentences say the same, so that none is judged by a fit that has seen its likes."""

import numpy as np
from numpy.typing import NDArray

from tests.evaluation.training.fitting import Array

FOLDS = 6
# Sentences that lie nearer than this say the same in other words, and are judged together.
SAME = 0.965
_AT_ONCE = 500


def choose_folds(vectors: Array) -> NDArray[np.int_]:
    """The fold of each text; those that say the same share one."""
    names, places = np.unique(_find_groups(vectors), return_inverse=True)
    folds: NDArray[np.int_] = (np.random.default_rng(7).permutation(len(names)) % FOLDS)[places]
    return folds


def _find_groups(vectors: Array) -> NDArray[np.int_]:
    """The same number for what says the same in other words."""
    rows = vectors.astype(np.float32)
    groups = np.arange(len(rows))
    for start in range(0, len(rows), _AT_ONCE):
        near = rows[start : start + _AT_ONCE] @ rows.T > SAME
        for place, other in zip(*np.nonzero(near), strict=True):
            one, two = sorted((groups[start + place], groups[other]))
            if one != two:
                groups[groups == two] = one
    return groups
