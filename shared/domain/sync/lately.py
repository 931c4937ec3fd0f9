"""How the last runs of a sync ended, a letter for each: the newest stands last.

Records are kept only of runs that are worth one, so that they do not tell how many went well.
"""

from datetime import timedelta

MOST_RUNS = 10
GOOD, FAILED, LIMITED = "g", "f", "l"
# A run that waited so long for WB's own limits was kept back by them.
LIMITED_FOR = timedelta(seconds=60)


def note_run(lately: str, *, failed: bool, waited_s: float) -> str:
    """The last runs with one more."""
    limited = waited_s >= LIMITED_FOR.total_seconds()
    letter = FAILED if failed else LIMITED if limited else GOOD
    return (lately + letter)[-MOST_RUNS:]


def count_failed(lately: str) -> int:
    """How many of them failed."""
    return lately.count(FAILED)


def count_limited(lately: str, newest: int) -> int:
    """How many of the newest were kept back."""
    return lately[-newest:].count(LIMITED)
