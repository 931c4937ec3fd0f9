"""The six older labels of questions beside the eighteen, as lines may spell either."""

from shared.domain.meaning.coarse import GENERAL, coarse_intent
from shared.domain.understanding import Intent

COARSE = frozenset({GENERAL, *(coarse_intent(intent) for intent in Intent)})


def coarse_label(label: str) -> str:
    """One of the six for any label; the six stand for themselves."""
    return label if label in COARSE else coarse_intent(Intent(label))
