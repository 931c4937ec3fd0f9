"""Which places among vectors become landmarks, so that a score may bend between them."""

import numpy as np
from scipy.cluster.vq import kmeans2

from shared.domain.meaning.semantics import pack_landmarks, scale_vector
from shared.ports import Embedder
from tests.evaluation.training.fitting import Array
from tests.evaluation.training.listening import read_labelled, words_of_line
from tests.evaluation.training.sentences import ALARMS, FRESH_ALARMS, TOPICS

# More tell a little more and take longer with each text; chosen with the reach on unseen lines.
PLACES = 1024
# At the usual distance of two texts nearness has fallen to a four-hundredth.
REACH = 35.0
_ROUNDS = 6


def choose_landmarks(embedder: Embedder) -> dict[str, object]:
    """The middles of groups of the labelled lines of alarms and subjects, ready to be written.

    Texts themselves would tell more of themselves than of their likes.
    """
    lines = read_labelled((*ALARMS, *FRESH_ALARMS, *TOPICS))
    texts = list(dict.fromkeys(map(words_of_line, lines)))
    middles = _find_middles(np.array(embedder.embed(texts), dtype=np.float32))
    return pack_landmarks([scale_vector(map(float, one)) for one in middles], REACH)


def _find_middles(vectors: Array) -> Array:
    middles: Array
    middles, _ = kmeans2(vectors, PLACES, iter=_ROUNDS, minit="points", rng=0)
    return middles
