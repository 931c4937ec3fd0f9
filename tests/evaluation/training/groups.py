"""Which sentences say the same, so that none is judged by a fit that has seen its likes."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components

from tests.evaluation.training.fitting import Array

FOLDS = 6
# Sentences that lie nearer than this say the same in other words, and are judged together.
SAME = 0.965
_AT_ONCE = 500


def choose_folds(vectors: Array) -> NDArray[np.int_]:
    """The fold of each text; those that say the same share one."""
    count, groups = connected_components(_relate_likes(vectors.astype(np.float32)))
    folds: NDArray[np.int_] = (np.random.default_rng(7).permutation(count) % FOLDS)[groups]
    return folds


def _relate_likes(rows: Array) -> csr_array:
    """Which texts say the same, block by block, for the whole table would not fit."""
    starts = range(0, len(rows), _AT_ONCE)
    return vstack([csr_array(rows[at : at + _AT_ONCE] @ rows.T > SAME) for at in starts])
